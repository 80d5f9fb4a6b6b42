import { type NewWorkloadVpc, type Organization } from "../config/organization";
import { type RegionalOrganization, regionOfVpc } from "../config/regions";
import { endpointServices } from "./endpoint-services";
import { type Charges } from "./fixed-charges";

/** The charges of interface endpoints in every VPC, and of the same services once, in the shared network's VPC. */
export interface CentralEndpoints {
  readonly vpcs: number;
  readonly services: number;
  readonly now: Charges;
  /** With the transit gateway attachments that are missing for the way there. */
  readonly central: Charges;
}

/** Undefined if fewer than two new VPCs have interface endpoints of their own. */
export function centralEndpoints(organization: RegionalOrganization): CentralEndpoints | undefined {
  const services = new Set<string>();
  const vpcs: NewWorkloadVpc[] = [];
  let now = 0;
  for (const [name, vpc] of Object.entries(organization.workloadVpcs)) {
    const own = endpointServices(organization, name);
    if (own.length === 0 || !("cidr" in vpc) || regionOfVpc(organization, name) !== organization.region) continue;
    vpcs.push(vpc);
    now += own.length * vpc.availabilityZones.length;
    for (const service of own) services.add(service);
  }
  if (vpcs.length < 2) return undefined;
  const attachments = vpcs.filter(({ transitGateway }) => transitGateway === undefined).length + 1;
  return {
    vpcs: vpcs.length,
    services: services.size,
    now: { interfaceEndpoint: now },
    central: {
      interfaceEndpoint: services.size * zonesOf(organization),
      transitGatewayAttachment: attachments,
    },
  };
}

function zonesOf({ sharedNetwork: { vpc } }: Organization): number {
  return "id" in vpc ? Object.keys(vpc.subnets).length : vpc.availabilityZones.length;
}
