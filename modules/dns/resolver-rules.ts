import { Route53ResolverRule } from "@cdktf/provider-aws/lib/route53-resolver-rule";
import { Construct } from "constructs";

import { shortened } from "../names";
import { domainId } from "./domain";

/** A DNS server outside AWS. */
export interface ResolverTarget {
  /** IPv4 or IPv6 address. */
  readonly ip: string;
  /** @default 53 */
  readonly port?: number;
  /** @default Do53 */
  readonly protocol?: "Do53" | "DoH";
}

export interface ForwardRule {
  readonly domain: string;
  /** 1 to 6 (DNS-10); AWS selects one at random for each query (DNS-24). */
  readonly targets: readonly ResolverTarget[];
}

export interface ResolverRulesProps {
  /** Prefix of each rule's name. */
  readonly name: string;
  /** Required if `forward` has entries. */
  readonly outboundEndpointId?: string;
  readonly forward: readonly ForwardRule[];
  /** Domains whose names AWS answers, even if a rule for a parent domain forwards them. */
  readonly system: readonly string[];
}

/** FORWARD and SYSTEM rules. Changing a rule's domain or type replaces the rule and its associations (DNS-07). */
export class ResolverRules extends Construct {
  /** Every rule by its domain. */
  readonly rules: Readonly<Record<string, Route53ResolverRule>>;

  constructor(scope: Construct, id: string, props: ResolverRulesProps) {
    super(scope, id);
    const rules: Record<string, Route53ResolverRule> = {};
    for (const domain of props.system) {
      // No endpoint and no targets: AWS refuses them on a SYSTEM rule (DNS-06).
      rules[domain] = new Route53ResolverRule(this, domainId(domain), {
        domainName: domain,
        name: ruleName(props.name, domain),
        ruleType: "SYSTEM",
      });
    }
    for (const { domain, targets } of props.forward) {
      rules[domain] = new Route53ResolverRule(this, domainId(domain), {
        domainName: domain,
        name: ruleName(props.name, domain),
        ruleType: "FORWARD",
        resolverEndpointId: props.outboundEndpointId,
        targetIp: targets.map(({ ip, port, protocol }) => ({
          ...(ip.includes(":") ? { ipv6: ip } : { ip }),
          port: port ?? 53,
          protocol: protocol ?? "Do53",
        })),
      });
    }
    this.rules = rules;
  }
}

/** Resolver rule names may contain letters, digits, hyphens and underscores, at most 64. */
function ruleName(prefix: string, domain: string): string {
  return shortened(`${prefix}-${domainId(domain)}`.replace(/[^A-Za-z0-9_-]/g, "-"), 64);
}
