/**
 * A VPC's DNS as plain data: everything that decides how a name resolves in it. A value that Terraform's JSON does not
 * contain is an `UnknownFact`, never a guess.
 */

/** A value that Terraform's JSON does not contain, with what would settle it (an expression, or what to look up). */
export interface UnknownFact {
  unknown: string;
}
export type Maybe<T> = T | UnknownFact;

export const unknownFact = (resolveBy: string): UnknownFact => ({ unknown: resolveBy });

export function isUnknownFact(value: unknown): value is UnknownFact {
  return typeof value === "object" && value !== null && "unknown" in value;
}

/** The name of the VPC's own resolver in DHCP options (VPC-04). */
export const amazonProvidedDns = "AmazonProvidedDNS";

/**
 * FORWARD sends queries to targets, SYSTEM resolves in AWS, RECURSIVE is AWS's own `.`; DELEGATE follows NS records.
 */
export type RuleType = "FORWARD" | "SYSTEM" | "RECURSIVE" | "DELEGATE";

/** A resolver rule that is, or may be, associated with the VPC: directly, or through a Route 53 profile. */
export interface RuleAssociation {
  /** Terraform address of the resource with the association: its own, or the profile's. */
  resource: string;
  /** Terraform address or id of the rule. */
  rule: string;
  domain: Maybe<string>;
  type: Maybe<RuleType>;
  /** Target addresses of a FORWARD rule. @default none */
  targets?: Maybe<readonly Maybe<string>[]>;
  /** Set if it is not known whether the association exists for this VPC. */
  mayBe?: UnknownFact;
}

/** A private hosted zone that is, or may be, associated with the VPC. */
export interface PrivateZone {
  resource: string;
  domain: Maybe<string>;
  /** Full names of the known records, `*.` for wildcards. `complete` if there can be no others. */
  records?: { names: readonly string[]; complete: boolean };
  mayBe?: UnknownFact;
}

/** The zone that AWS creates for an interface endpoint with private DNS. */
export interface EndpointZone {
  resource: string;
  domain: Maybe<string>;
  /** Set if the endpoint, its VPC or its `private_dns_enabled` is unknown. */
  mayBe?: UnknownFact;
}

/** Readonly, so an implementation can read each part when it is first needed. */
export interface VpcDns {
  /** Unique among the VPCs judged together. */
  readonly id: string;
  /** Name in messages: Terraform address or id. */
  readonly name: string;
  readonly region: Maybe<string>;
  readonly cidrBlocks: readonly Maybe<string>[];
  readonly dnsSupport: Maybe<boolean>;
  readonly dnsHostnames: Maybe<boolean>;
  /** `domain_name_servers` of the DHCP options, in order. Without options: `[amazonProvidedDns]`. */
  readonly dhcpServers: Maybe<readonly string[]>;
  /** Terraform address of the resource that sets them. @default the VPC */
  readonly dhcpResource?: string;
  readonly rules: readonly RuleAssociation[];
  readonly zones: readonly PrivateZone[];
  readonly endpoints: readonly EndpointZone[];
  /** Addresses of the inbound resolver endpoints in this VPC. */
  readonly inboundIps: readonly Maybe<string>[];
  /** Reverse lookup rules of DNS-02, which `aws_route53_resolver_config` can switch off. @default true */
  readonly autodefinedReverse?: Maybe<boolean>;
  /** In the order of evaluation. @default none */
  readonly firewall?: readonly FirewallRule[];
  /** Why unknown rules may be associated, for example with an adopted VPC. @default none */
  readonly unseenRules?: readonly UnknownFact[];
}
/** ALERT also allows the query. */

export type FirewallAction = "ALLOW" | "ALERT" | "BLOCK";
/** A rule that filters, or may filter, queries for addresses in the VPC. */

export interface FirewallRule {
  /** Terraform address of the rule, or of the resource with unknown rules. */
  resource: string;
  action: Maybe<FirewallAction>;
  /**
   * As in the domain list: `example.com` matches only that name, `*.example.com` all names below it, `*` everything.
   */
  domains: Maybe<readonly Maybe<string>[]>;
  /** Set if it is not known whether the rule is evaluated, or in which order. */
  mayBe?: UnknownFact;
}
