import { Construct } from "constructs";

import { type Organization, type WorkloadVpc } from "../config/organization";
import { liesIn } from "../modules/network/cidr";
import { type INetwork } from "../modules/network/network";
import { PrivateRoutes } from "../modules/network/private-routes";
import { TransitGatewayAttachment } from "../modules/network/transit-gateway-attachment";
import { centralServices } from "./endpoint-services";

/**
 * Attaches a new VPC to its transit gateway, and routes its private subnets there and to the peers of the VPC.
 *
 * @param name the `Name` tag of the attachment
 */
export function routePrivateSubnets(
  stack: Construct,
  organization: Organization,
  vpcName: string,
  vpc: WorkloadVpc,
  network: INetwork,
  name: string,
): void {
  if ("vpc" in vpc) return;
  if (vpc.transitGateway) {
    const { id, routes } = vpc.transitGateway;
    const isDefault = vpc.internet === "transitGateway";
    new TransitGatewayAttachment(stack, "TransitGateway", {
      network,
      transitGatewayId: id,
      destinations: [
        ...routes,
        ...toCentralEndpoints(organization, vpcName, [...routes, ...Object.values(vpc.peerings).flat()]),
        ...(isDefault ? ["0.0.0.0/0", ...(vpc.ipv6 ? ["::/0"] : [])] : []),
      ],
      ipv6: vpc.ipv6,
      name,
    });
  }
  const peerings = new Construct(stack, "Peerings");
  for (const [vpcPeeringConnectionId, destinations] of Object.entries(vpc.peerings)) {
    const target = { vpcPeeringConnectionId };
    new PrivateRoutes(peerings, `To-${vpcPeeringConnectionId}`, { network, destinations, target });
  }
}

/** The range of the shared network's VPC, if its endpoints are used and the file has no such route. */
function toCentralEndpoints(organization: Organization, vpcName: string, routes: readonly string[]): string[] {
  const { cidr } = organization.sharedNetwork.vpc;
  if (cidr === undefined || centralServices(organization, vpcName).length === 0) return [];
  return routes.some((route) => liesIn(cidr, route)) ? [] : [cidr];
}
