import { Route, type RouteConfig } from "@cdktf/provider-aws/lib/route";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import { type INetwork } from "./network";

export interface PrivateRoutesProps {
  readonly network: INetwork;
  /** Addresses, ranges and prefix lists (`pl-…`) outside the VPC. */
  readonly destinations: readonly string[];
  /** Where they lead. */
  readonly target: Pick<RouteConfig, "transitGatewayId" | "vpcPeeringConnectionId">;
  readonly dependsOn?: ITerraformDependable[];
}

/** Routes of the private subnets of every zone. */
export class PrivateRoutes extends Construct {
  constructor(scope: Construct, id: string, { network, destinations, target, dependsOn }: PrivateRoutesProps) {
    super(scope, id);
    for (const [zone, { routeTableId }] of Object.entries(network.privateSubnets)) {
      for (const written of destinations) {
        new Route(this, `${zone}-${written}`, { routeTableId, ...destination(written), ...target, dependsOn });
      }
    }
  }
}

/** A range unchanged, an address as a range of one address. */
function destination(written: string) {
  if (written.startsWith("pl-")) return { destinationPrefixListId: written };
  if (written.includes(":")) {
    return { destinationIpv6CidrBlock: written.includes("/") ? written : `${written}/128` };
  }
  return { destinationCidrBlock: written.includes("/") ? written : `${written}/32` };
}
