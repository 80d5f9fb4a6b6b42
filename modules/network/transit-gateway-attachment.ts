import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Construct } from "constructs";

import { type INetwork } from "./network";
import { PrivateRoutes } from "./private-routes";

export interface TransitGatewayAttachmentProps {
  readonly network: INetwork;
  readonly transitGatewayId: string;
  /** Addresses, ranges and prefix lists (`pl-…`) outside the VPC that its private subnets reach through it. */
  readonly destinations: readonly string[];
  /** Whether it carries IPv6 too: then the VPC is dual-stack. @default IPv4 only */
  readonly ipv6?: boolean;
  /** The `Name` tag. */
  readonly name: string;
}

/**
 * The connection to on-premises networks and other VPCs, from every zone: every resolver target must be reachable from
 * every zone of a resolver endpoint (DNS-24).
 */
export class TransitGatewayAttachment extends Construct {
  constructor(scope: Construct, id: string, props: TransitGatewayAttachmentProps) {
    super(scope, id);
    const { network, transitGatewayId, destinations, ipv6, name } = props;
    const attachment = new Ec2TransitGatewayVpcAttachment(this, "Resource", {
      vpcId: network.vpcId,
      transitGatewayId,
      subnetIds: Object.values(network.privateSubnets).map((subnet) => subnet.subnetId),
      ipv6Support: ipv6 ? "enable" : undefined,
      tags: { Name: name },
    });
    const dependsOn = [attachment];
    new PrivateRoutes(this, "Routes", { network, destinations, target: { transitGatewayId }, dependsOn });
  }
}
