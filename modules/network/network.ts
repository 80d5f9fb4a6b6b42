import { type IConstruct } from "constructs";

/** A private subnet, new or adopted. */
export interface PrivateSubnet {
  readonly subnetId: string;
  readonly routeTableId: string;
}

/** A new or adopted VPC that modules create resources in. */
export interface INetwork extends IConstruct {
  readonly vpcId: string;
  /** IPv4 range. */
  readonly vpcCidr: string;
  /** IPv6 range; undefined without IPv6. */
  readonly vpcIpv6Cidr: string | undefined;
  /** By Availability Zone, such as `us-east-1a`. */
  readonly privateSubnets: Readonly<Record<string, PrivateSubnet>>;
  /** Ids by Availability Zone; empty if there are none. */
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  /** Route tables of the public subnets by Availability Zone; empty if there are none, or if the VPC is adopted. */
  readonly publicRouteTableIds: Readonly<Record<string, string>>;
}
