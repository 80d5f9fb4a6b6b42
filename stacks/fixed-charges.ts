import { TerraformResource } from "cdktf";
import { type IConstruct } from "constructs";

import { type Charge, type PriceList } from "../config/prices";

/** How much of each there is. */
export type Charges = Readonly<Partial<Record<Charge, number>>>;

/** By resource type. Data transfer, tasks, instances, storage and requests depend on use, and are left out. */
const chargesOfType: Readonly<Record<string, (resource: Inputs) => Charges>> = {
  aws_vpc_endpoint: (endpoint) =>
    endpoint["vpcEndpointTypeInput"] === "Interface" ? { interfaceEndpoint: length(endpoint["subnetIdsInput"]) } : {},
  aws_route53_resolver_endpoint: (endpoint) => ({ resolverEndpointAddress: length(endpoint["ipAddressInput"]) }),
  aws_nat_gateway: () => ({ natGateway: 1 }),
  aws_eip: () => ({ publicIpv4Address: 1 }),
  aws_ec2_transit_gateway_vpc_attachment: () => ({ transitGatewayAttachment: 1 }),
  aws_lb: (balancer) => ({
    loadBalancer: 1,
    ...(balancer["internalInput"] === true ? {} : { publicIpv4Address: length(balancer["subnetsInput"]) }),
  }),
  aws_eks_cluster: () => ({ eksCluster: 1 }),
  aws_efs_file_system: (fileSystem) => {
    const throughput = fileSystem["provisionedThroughputInMibpsInput"];
    return typeof throughput === "number" ? { provisionedThroughput: throughput } : {};
  },
};

/** A resource's arguments as given, by the names of the bindings' getters. */
type Inputs = Readonly<Record<string, unknown>>;

/** The charges of a stack's resources. */
export function chargesOf(resources: readonly IConstruct[]): Charges {
  return sumOf(
    resources.map((one) => {
      if (!TerraformResource.isTerraformResource(one)) return {};
      return chargesOfType[one.terraformResourceType]?.(one as unknown as Inputs) ?? {};
    }),
  );
}

export function sumOf(all: readonly Charges[]): Charges {
  const sum: Partial<Record<Charge, number>> = {};
  for (const charges of all) {
    for (const [charge, count] of Object.entries(charges) as [Charge, number][]) {
      sum[charge] = (sum[charge] ?? 0) + count;
    }
  }
  return sum;
}

function length(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

/** AWS's own convention for monthly prices. */
const hoursPerMonth = 730;

/** US dollars a month of one kind of charge; undefined if the list has no price for it. */
export function monthly(charges: Charges, charge: Charge, list: PriceList, region: string): number | undefined {
  const price = list.regions[region]?.[charge];
  return price === undefined ? undefined : price * hoursPerMonth * (charges[charge] ?? 0);
}

/** US dollars a month of everything that has a price. */
export function monthlyTotal(charges: Charges, list: PriceList, region: string): number {
  const kinds = Object.keys(charges) as Charge[];
  return kinds.reduce((sum, charge) => sum + (monthly(charges, charge, list, region) ?? 0), 0);
}

/** `$1,234`; `$0.73` below ten dollars. */
export function dollars(amount: number): string {
  const digits = amount < 10 ? 2 : 0;
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}
