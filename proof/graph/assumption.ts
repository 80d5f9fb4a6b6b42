/** Facts that an owner knows and no input shows. */

export type StatementName =
  | "no-other-resolver-rules"
  | "firewall-allows-needed-names"
  | "no-other-profile-resources"
  | "on-premises-answers-internet-names"
  | "amazon-provided-dns"
  | "dns-attributes-on"
  | "routes-to-nat"
  | "private-subnet"
  | "subnet-range"
  | "network-acls-allow-all"
  | "execution-role-complete"
  | "secret-key-aws-managed"
  | "secret-key-usable"
  | "repository-allows-pull"
  | "s3-gateway-on-route-tables"
  | "existing-endpoints-open"
  | "file-system-policy-allows-clients"
  | "transit-gateway-routes-between-vpcs"
  | "security-group-allows-inbound"
  | "security-group-allows-outbound";

/** One assumption, as in `organization.yaml` or `--assume FILE`. */
export interface Assumption {
  readonly statement: StatementName;
  readonly vpc?: string;
  readonly subnet?: string;
  readonly role?: string;
  readonly secret?: string;
  readonly securityGroup?: string;
  readonly transitGateway?: string;
  /** The host of an ECR registry, or such a host with a repository. */
  readonly registry?: string;
  readonly fileSystem?: string;
  /** A Route 53 Profile. */
  readonly profile?: string;
  /** A DNS Firewall rule group. */
  readonly ruleGroup?: string;
  readonly range?: string;
  readonly port?: number;
  /** An IPv4 block, or a security group's id or address. */
  readonly from?: string;
  readonly to?: string;
  readonly reason: string;
}
