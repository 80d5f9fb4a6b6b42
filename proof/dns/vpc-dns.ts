/**
 * A VPC's DNS as plain data: everything that decides how a name is answered in it. What Terraform's JSON leaves open
 * is an `Unknown` that says so; nothing here is ever assumed.
 */

import { type FirewallRule } from "./firewall";

/** A value that Terraform's JSON leaves open, with what would settle it (an expression, or what to look up). */
export interface Unknown {
  unknown: string;
}
export type Maybe<T> = T | Unknown;

export const unknown = (settle: string): Unknown => ({ unknown: settle });

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value;
}

/** What the DHCP options of AWS name the VPC's own resolver by (VPC-04). */
export const amazonProvidedDns = "AmazonProvidedDNS";

/** FORWARD goes to targets, SYSTEM is resolved in AWS, RECURSIVE is AWS's own `.`; DELEGATE follows a zone's NS. */
export type RuleType = "FORWARD" | "SYSTEM" | "RECURSIVE" | "DELEGATE";

/** A resolver rule that is, or may be, associated with the VPC: directly, or through a Route 53 profile. */
export interface RuleAssociation {
  /** Terraform address of the resource that says so: the association, or the profile's. */
  resource: string;
  /** Terraform address or id of the rule. */
  rule: string;
  domain: Maybe<string>;
  type: Maybe<RuleType>;
  /** Addresses that a FORWARD rule sends to. @default none */
  targets?: Maybe<readonly Maybe<string>[]>;
  /** Set where it is open whether the association exists for this VPC. */
  mayBe?: Unknown;
}

/** A customer's private hosted zone that is, or may be, associated with the VPC. */
export interface PrivateZone {
  resource: string;
  domain: Maybe<string>;
  /** Full names of the records seen, `*.` for wildcards. `complete` where there can be no others. */
  records?: { names: readonly string[]; complete: boolean };
  mayBe?: Unknown;
}

/** The zone that AWS keeps for an interface endpoint with private DNS. */
export interface EndpointZone {
  resource: string;
  domain: Maybe<string>;
  /** Set where the endpoint, its VPC or its `private_dns_enabled` is open. */
  mayBe?: Unknown;
}

/** Readonly throughout, so that an implementation may read each part only when it is asked for. */
export interface VpcDns {
  /** Unique among the VPCs judged together. */
  readonly id: string;
  /** For people: Terraform address or id. */
  readonly name: string;
  readonly region: Maybe<string>;
  readonly cidrBlocks: readonly Maybe<string>[];
  readonly dnsSupport: Maybe<boolean>;
  readonly dnsHostnames: Maybe<boolean>;
  /** `domain_name_servers` of the DHCP options, in their order. Without options: `[amazonProvidedDns]`. */
  readonly dhcpServers: Maybe<readonly string[]>;
  /** Terraform address of what sets them. @default the VPC */
  readonly dhcpResource?: string;
  readonly rules: readonly RuleAssociation[];
  readonly zones: readonly PrivateZone[];
  readonly endpoints: readonly EndpointZone[];
  /** Addresses of the inbound resolver endpoints in this VPC. */
  readonly inboundIps: readonly Maybe<string>[];
  /** Reverse lookup rules of DNS-02, which `aws_route53_resolver_config` can switch off. @default true */
  readonly autodefinedReverse?: Maybe<boolean>;
  /** In the order in which they are asked. @default none */
  readonly firewall?: readonly FirewallRule[];
  /** Why rules may be associated that cannot be seen, such as an adopted VPC. @default none */
  readonly unseenRules?: readonly Unknown[];
}
