/** A private subnet, new or adopted. */
export interface PrivateSubnet {
  readonly subnetId: string;
  readonly routeTableId: string;
}

/** A VPC that modules build in, new or adopted. */
export interface INetwork {
  readonly vpcId: string;
  /** IPv4 range. */
  readonly vpcCidr: string;
  /** By Availability Zone, such as `us-east-1a`. */
  readonly privateSubnets: Readonly<Record<string, PrivateSubnet>>;
  /** Ids by Availability Zone; empty where there are none. */
  readonly publicSubnetIds: Readonly<Record<string, string>>;
}

/** The entries' values changed, the keys kept. */
export function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
