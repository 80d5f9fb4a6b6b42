/**
 * DNS Firewall (DNS-23): what a VPC's resolver refuses to answer, before rules, zones and endpoints are looked at. Rule
 * groups are asked by the priority of their association, rules by their own, the lowest first; the first rule whose
 * domains match decides. Private names, a file system's among them, are filtered like public ones.
 *
 * Source: docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-overview.html
 */
import { type Outcome } from "./answer";
import { type Labels, nameOf } from "./name";
import { isUnknown, type Maybe, type Unknown, unknown, type VpcDns } from "./vpc-dns";

/** ALERT lets through, too. */
export type FirewallAction = "ALLOW" | "ALERT" | "BLOCK";

/** A rule that filters, or may filter, queries for addresses in the VPC. */
export interface FirewallRule {
  /** Terraform address of the rule, or of what brings in rules that are not seen. */
  resource: string;
  action: Maybe<FirewallAction>;
  /** As in the domain list: `example.com` is that name alone, `*.example.com` all below it, `*` everything. */
  domains: Maybe<readonly Maybe<string>[]>;
  /** Set where it is open whether, or in which order, the rule is asked. */
  mayBe?: Unknown;
}

export interface Blocking {
  /** What comes of the name where it is blocked: by the rule that surely does, else a case for each that may. */
  readonly outcomes: readonly Outcome[];
  /** Whether it is blocked in any case. */
  readonly certain: boolean;
}

/** What DNS Firewall does to a query that comes from the VPC itself. */
export function blockingOf(vpc: VpcDns, labels: Labels): Blocking {
  const outcomes: Outcome[] = [];
  let perhapsLetThrough: Unknown | undefined;
  const name = nameOf(labels);
  for (const rule of vpc.firewall ?? []) {
    const match = matchOf(rule.domains, name);
    if (match === undefined) continue;
    const open = rule.mayBe ?? match.open ?? (isUnknown(rule.action) ? rule.action : undefined);
    if (rule.action === "BLOCK" || isUnknown(rule.action)) {
      const settle = open ?? perhapsLetThrough;
      const outcome = blocked(rule, name, match, settle);
      if (settle === undefined) return { outcomes: [outcome], certain: true };
      outcomes.push(outcome);
    }
    if (open === undefined) break;
    if (rule.action !== "BLOCK") perhapsLetThrough ??= open;
  }
  return { outcomes, certain: false };
}

/** Queries of others come in through inbound endpoints; whether these are filtered AWS doesn't say: UNCONFIRMED. */
export function blockingFromOutside(vpc: VpcDns, labels: Labels): readonly Outcome[] {
  const settle = `whether DNS Firewall filters queries that arrive at the inbound endpoint of ${vpc.name}; AWS does not document it`;
  return blockingOf(vpc, labels).outcomes.map((outcome) => ({ ...outcome, settle: outcome.settle ?? settle }));
}

interface FirewallMatch {
  /** Undefined where the list itself is open. */
  readonly domain?: string;
  readonly open?: Unknown;
}

/** Undefined where no domain of the list matches. */
function matchOf(domains: FirewallRule["domains"], name: string): FirewallMatch | undefined {
  if (isUnknown(domains)) return { open: domains };
  const domain = domains.find((one) => !isUnknown(one) && matches(one, name) === true);
  if (typeof domain === "string") return { domain };
  const open = domains.map((one) => (isUnknown(one) ? one : matches(one, name))).find((one) => isUnknown(one));
  return open && { open };
}

/** Case and a trailing dot don't count; an asterisk stands first, for any beginning. */
function matches(domain: string, name: string): Maybe<boolean> {
  const canonical = domain.trim().toLowerCase().replace(/\.$/, "");
  if (!canonical.startsWith("*")) return canonical === name;
  const end = canonical.slice(1);
  if (end === name)
    return unknown(`whether "${canonical}" also matches ${name} itself; AWS does not document it, so list both names`);
  return name.endsWith(end);
}

function blocked(rule: FirewallRule, name: string, { domain }: FirewallMatch, open: Unknown | undefined): Outcome {
  const verb = open === undefined ? "blocks" : "may block";
  const detail = `DNS Firewall ${verb} ${name}${domain === undefined ? "" : `, which matches "${domain}"`}`;
  const outcome: Outcome = {
    verdict: "no",
    answerer: { by: "nobody" },
    rule: "DNS-23",
    resource: rule.resource,
    detail,
  };
  return open === undefined ? outcome : { ...outcome, settle: open.unknown };
}
