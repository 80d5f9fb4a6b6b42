/** The parts of a VPC as EC2 describes them. */
import {
  type DescribeSubnetsCommandOutput,
  type EC2Client,
  type Filter,
  type Route,
  type RouteTable,
  type Subnet,
  type Tag,
  type Vpc,
  type VpcEndpoint,
} from "@aws-sdk/client-ec2";

import {
  type Observed,
  type ObservedEndpoint,
  type ObservedRoute,
  type ObservedRouteTable,
  type ObservedSubnet,
  type ObservedVpc,
} from "../observed";
import { type Sdk } from "./sdk";

export type LiveNetwork = Pick<Observed, "vpcs" | "subnets" | "routeTables" | "endpoints" | "dhcpOptions"> & {
  readonly described: readonly VpcEndpoint[];
};

/** Every VPC of the Region, without their parts. */
export async function vpcsOf({ ec2 }: Sdk, client: EC2Client, region: string): Promise<readonly ObservedVpc[]> {
  const found = await all(ec2.paginateDescribeVpcs({ client }, {}), ({ Vpcs }) => Vpcs);
  return found.flatMap((vpc) => (vpc.VpcId === undefined ? [] : [vpcIn(vpc, vpc.VpcId, region)]));
}

export async function networkOf({ ec2 }: Sdk, client: EC2Client, vpc: ObservedVpc): Promise<LiveNetwork> {
  const Filters: Filter[] = [{ Name: "vpc-id", Values: [vpc.id] }];
  const attribute = async (Attribute: "enableDnsSupport" | "enableDnsHostnames") =>
    client.send(new ec2.DescribeVpcAttributeCommand({ VpcId: vpc.id, Attribute }));
  const dnsSupport = (await attribute("enableDnsSupport")).EnableDnsSupport?.Value;
  const dnsHostnames = (await attribute("enableDnsHostnames")).EnableDnsHostnames?.Value;
  const subnets = await all<DescribeSubnetsCommandOutput, Subnet>(
    ec2.paginateDescribeSubnets({ client }, { Filters }),
    ({ Subnets }) => Subnets,
  );
  const tables = await all(ec2.paginateDescribeRouteTables({ client }, { Filters }), ({ RouteTables }) => RouteTables);
  const described = await all(
    ec2.paginateDescribeVpcEndpoints({ client }, { Filters }),
    ({ VpcEndpoints }) => VpcEndpoints,
  );
  return {
    vpcs: [{ ...vpc, dnsSupport, dnsHostnames }],
    subnets: subnets.flatMap((subnet) => subnetIn(subnet, vpc.id)),
    routeTables: tables.flatMap((table) => tableIn(table, vpc.id)),
    endpoints: described.flatMap((endpoint) => endpointIn(endpoint, vpc.id)),
    dhcpOptions: await dhcpOptionsOf(ec2, client, vpc.dhcpOptions),
    described,
  };
}

/** Every item of every page. */
export async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(itemsOf(page) ?? []));
  return found;
}

export function labelOf(tags: readonly Tag[] | undefined): string | undefined {
  return tags?.find(({ Key }) => Key === "Name")?.Value || undefined;
}

function vpcIn(vpc: Vpc, id: string, region: string): ObservedVpc {
  const associated = (vpc.CidrBlockAssociationSet ?? []).filter(
    ({ CidrBlockState }) => CidrBlockState?.State !== "disassociated",
  );
  const ranges = [vpc.CidrBlock, ...associated.map(({ CidrBlock }) => CidrBlock)].filter(
    (range) => range !== undefined,
  );
  return {
    ...{ id, region, label: labelOf(vpc.Tags), owner: vpc.OwnerId, dhcpOptions: vpc.DhcpOptionsId },
    ranges: [...new Set(ranges)],
    hasIpv6: hasIpv6(vpc.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State)),
  };
}

function hasIpv6(states: readonly (string | undefined)[] | undefined): boolean {
  return states?.some((state) => state === "associated") ?? false;
}

function subnetIn(subnet: Subnet, vpc: string): ObservedSubnet[] {
  if (subnet.SubnetId === undefined) return [];
  return [
    {
      ...{
        id: subnet.SubnetId,
        vpc,
        label: labelOf(subnet.Tags),
        zone: subnet.AvailabilityZone,
        owner: subnet.OwnerId,
      },
      range: subnet.Ipv6Native ? undefined : subnet.CidrBlock,
      hasIpv6: hasIpv6(subnet.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State)),
      dns64: subnet.EnableDns64,
    },
  ];
}

function tableIn(table: RouteTable, vpc: string): ObservedRouteTable[] {
  if (table.RouteTableId === undefined) return [];
  const associations = table.Associations ?? [];
  return [
    {
      ...{ id: table.RouteTableId, vpc, label: labelOf(table.Tags) },
      isMain: associations.some(({ Main }) => Main),
      subnets: associations.flatMap(({ SubnetId }) => SubnetId ?? []),
      routes: (table.Routes ?? []).flatMap(routeIn),
    },
  ];
}

function routeIn(route: Route): ObservedRoute[] {
  const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
  const target =
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.GatewayId ??
    route.NetworkInterfaceId ??
    route.EgressOnlyInternetGatewayId ??
    route.VpcPeeringConnectionId ??
    route.CoreNetworkArn ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.InstanceId;
  // A route whose target was deleted carries nothing.
  return destination === undefined || route.State === "blackhole" ? [] : [{ destination, target }];
}

function endpointIn(endpoint: VpcEndpoint, vpc: string): ObservedEndpoint[] {
  const { VpcEndpointId: id, ServiceName: service } = endpoint;
  if (id === undefined || service === undefined) return [];
  return [
    {
      ...{ id, vpc, service, label: labelOf(endpoint.Tags), state: endpoint.State },
      type: endpoint.VpcEndpointType ?? "Gateway",
      privateDns: endpoint.PrivateDnsEnabled,
      routeTables: endpoint.RouteTableIds ?? [],
    },
  ];
}

async function dhcpOptionsOf(
  ec2: Sdk["ec2"],
  client: EC2Client,
  id: string | undefined,
): Promise<Observed["dhcpOptions"]> {
  if (id === undefined || id === "default") return [];
  const { DhcpOptions } = await client.send(new ec2.DescribeDhcpOptionsCommand({ DhcpOptionsIds: [id] }));
  const servers = DhcpOptions?.[0]?.DhcpConfigurations?.find(({ Key }) => Key === "domain-name-servers")?.Values ?? [];
  return [{ id, servers: servers.flatMap(({ Value }) => Value ?? []) }];
}
