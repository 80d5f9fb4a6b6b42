import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet as AwsSubnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";

export interface SubnetProps {
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** IPv4 range. Changing it replaces the subnet and the mount target in it. */
  readonly cidr: string;
  /** IPv6 range, /64. @default IPv4 only */
  readonly ipv6Cidr?: string;
  /** The `Name` tag. */
  readonly name: string;
}

/** A subnet with its own route table. */
export class Subnet extends Construct {
  readonly subnetId: string;
  readonly routeTableId: string;

  constructor(scope: Construct, id: string, { vpcId, availabilityZone, cidr, ipv6Cidr, name }: SubnetProps) {
    super(scope, id);
    const tags = { Name: name };
    const subnet = new AwsSubnet(this, "Resource", {
      vpcId,
      availabilityZone,
      cidrBlock: cidr,
      // Without DNS64: it would give mount targets, which have IPv4 addresses, made-up IPv6 addresses (EFS-11).
      ...(ipv6Cidr !== undefined && { ipv6CidrBlock: ipv6Cidr, assignIpv6AddressOnCreation: true }),
      tags,
    });
    const routeTable = new RouteTable(this, "RouteTable", { vpcId, tags });
    new RouteTableAssociation(this, "Association", { subnetId: subnet.id, routeTableId: routeTable.id });
    this.subnetId = subnet.id;
    this.routeTableId = routeTable.id;
  }

  /** Adds a default route to a gateway. */
  routeOut(gateway: { readonly gatewayId: string } | { readonly natGatewayId: string }): Route {
    return new Route(this, "Internet", {
      routeTableId: this.routeTableId,
      destinationCidrBlock: "0.0.0.0/0",
      ...gateway,
    });
  }

  /** The same for IPv6 addresses. */
  routeOutOverIpv6(gateway: { readonly gatewayId: string } | { readonly egressOnlyGatewayId: string }): Route {
    return new Route(this, "internet-ipv6", {
      routeTableId: this.routeTableId,
      destinationIpv6CidrBlock: "::/0",
      ...gateway,
    });
  }
}
