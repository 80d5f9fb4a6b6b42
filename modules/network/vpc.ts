import { EgressOnlyInternetGateway } from "@cdktf/provider-aws/lib/egress-only-internet-gateway";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn } from "cdktf";
import { Construct } from "constructs";

import { mapValues } from "../map-values";
import { subnetCidr, subnetIndex } from "./cidr";
import { type INetwork } from "./network";
import { Subnet } from "./subnet";

export interface VpcProps {
  /** The `Name` tag, and the prefix of its subnets' names. */
  readonly name: string;
  /** IPv4 range, /16 to /24. Changing it replaces the VPC and everything in it. */
  readonly cidr: string;
  /** Zones; each gets a private subnet with its own route table. */
  readonly availabilityZones: readonly string[];
  /** Adds a public subnet per zone, behind an internet gateway. @default only if a NAT gateway needs one */
  readonly publicSubnets?: boolean;
  /** Internet access of the private subnets: none, one NAT gateway for all, or one per zone. @default none */
  readonly nat?: "single" | "per-zone";
  /**
   * Adds an Amazon-provided IPv6 block, and a /64 of it to each subnet. With NAT, the private subnets reach IPv6 addresses
   * on the internet through an egress-only gateway. @default IPv4 only
   */
  readonly ipv6?: boolean;
}

/** A VPC with both DNS attributes on: without them, neither private DNS nor EFS names resolve (VPC-01). */
export class Vpc extends Construct implements INetwork {
  readonly vpcId: string;
  readonly vpcCidr: string;
  /** Undefined without IPv6. */
  readonly vpcIpv6Cidr: string | undefined;
  readonly privateSubnets: Readonly<Record<string, Subnet>>;
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  readonly publicRouteTableIds: Readonly<Record<string, string>>;
  private internetGateway: InternetGateway | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: VpcProps,
  ) {
    super(scope, id);
    const vpc = new AwsVpc(this, "Resource", {
      cidrBlock: props.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      assignGeneratedIpv6CidrBlock: props.ipv6 || undefined,
      tags: { Name: props.name },
    });
    this.vpcId = vpc.id;
    this.vpcCidr = props.cidr;
    this.vpcIpv6Cidr = props.ipv6 ? vpc.ipv6CidrBlock : undefined;
    this.privateSubnets = this.addSubnets("private");
    const publicSubnets = props.publicSubnets || props.nat ? this.addPublicSubnets() : {};
    this.publicSubnetIds = mapValues(publicSubnets, (subnet) => subnet.subnetId);
    this.publicRouteTableIds = mapValues(publicSubnets, (subnet) => subnet.routeTableId);
    if (props.nat) this.addNat(publicSubnets);
    if (props.nat && props.ipv6) this.addEgressOnlyGateway();
  }

  /** The only outbound way for IPv6, which has no NAT; connections from the internet are not let in. */
  private addEgressOnlyGateway(): void {
    const { vpcId, props } = this;
    const gateway = new EgressOnlyInternetGateway(this, "EgressOnly", { vpcId, tags: { Name: props.name } });
    for (const subnet of Object.values(this.privateSubnets)) {
      subnet.routeOutOverIpv6({ egressOnlyGatewayId: gateway.id });
    }
  }

  private addSubnets(tier: "private" | "public"): Record<string, Subnet> {
    const { name, cidr, availabilityZones } = this.props;
    return Object.fromEntries(
      availabilityZones.map((zone) => [
        zone,
        new Subnet(this, `${tier}-${zone}`, {
          vpcId: this.vpcId,
          availabilityZone: zone,
          cidr: subnetCidr(cidr, zone, tier),
          ipv6Cidr: this.vpcIpv6Cidr && Fn.cidrsubnet(this.vpcIpv6Cidr, 8, subnetIndex(zone, tier)),
          name: `${name}-${tier}-${zone}`,
        }),
      ]),
    );
  }

  private addPublicSubnets(): Record<string, Subnet> {
    const gateway = new InternetGateway(this, "InternetGateway", {
      vpcId: this.vpcId,
      tags: { Name: this.props.name },
    });
    this.internetGateway = gateway;
    const subnets = this.addSubnets("public");
    for (const subnet of Object.values(subnets)) {
      subnet.routeOut({ gatewayId: gateway.id });
      if (this.vpcIpv6Cidr) subnet.routeOutOverIpv6({ gatewayId: gateway.id });
    }
    return subnets;
  }

  private addNat(publicSubnets: Readonly<Record<string, Subnet>>): void {
    const { nat, name } = this.props;
    const entries = Object.entries(publicSubnets);
    // Selected by name: if it were the first zone of the file, the gateway and its address would move when the zones
    // are reordered.
    const firstZone = Object.keys(publicSubnets).sort()[0];
    const gateways = new Map<string, NatGateway>();
    for (const [zone, subnet] of nat === "single" ? entries.filter(([zone]) => zone === firstZone) : entries) {
      const tags = { Name: `${name}-nat-${zone}` };
      // Both need the internet gateway attached, but don't refer to it (aws_nat_gateway, aws_eip).
      const dependsOn = this.internetGateway && [this.internetGateway];
      const address = new Eip(subnet, "NatAddress", { domain: "vpc", tags, dependsOn });
      gateways.set(
        zone,
        new NatGateway(subnet, "NatGateway", {
          allocationId: address.id,
          subnetId: subnet.subnetId,
          tags,
          dependsOn,
        }),
      );
    }
    const [first] = gateways.values();
    for (const [zone, subnet] of Object.entries(this.privateSubnets)) {
      const gateway = gateways.get(zone) ?? first;
      if (gateway) subnet.routeOut({ natGatewayId: gateway.id });
    }
  }
}
