/**
 * DNS Firewall (DNS-23), which a VPC's resolver applies before rules, zones and endpoints. Rule groups are evaluated in
 * the order of their association's priority, and rules by their own, lowest first; the first rule with a matching
 * domain decides. Private names, including those of file systems, are filtered like public ones. Source:
 * docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-overview.html
 */
import { type Outcome } from "./answer";
import { type Labels, nameOf } from "./name";
import { type FirewallRule, isUnknownFact, type Maybe, type UnknownFact, unknownFact, type VpcDns } from "./vpc-dns";

export interface Blocking {
  /**
   * The outcomes of a blocked name: that of the rule that certainly blocks it, or else one case for each rule that may.
   */
  readonly outcomes: readonly Outcome[];
  /** Whether it is certainly blocked. */
  readonly certain: boolean;
}

/** The effect of DNS Firewall on a query from the VPC itself. */
export function blockingOf(vpc: VpcDns, labels: Labels): Blocking {
  const outcomes: Outcome[] = [];
  let perhapsLetThrough: UnknownFact | undefined;
  const name = nameOf(labels);
  for (const rule of vpc.firewall ?? []) {
    const match = matchOf(rule.domains, name);
    if (match === undefined) continue;
    const open = rule.mayBe ?? match.open ?? (isUnknownFact(rule.action) ? rule.action : undefined);
    if (rule.action === "BLOCK" || isUnknownFact(rule.action)) {
      const resolveBy = open ?? perhapsLetThrough;
      const outcome = blocked(rule, name, match, resolveBy);
      if (resolveBy === undefined) return { outcomes: [outcome], certain: true };
      outcomes.push(outcome);
    }
    if (open === undefined) break;
    if (rule.action !== "BLOCK") perhapsLetThrough ??= open;
  }
  return { outcomes, certain: false };
}

/** AWS does not document whether queries through inbound endpoints are filtered: UNCONFIRMED. */
export function blockingFromOutside(vpc: VpcDns, labels: Labels): readonly Outcome[] {
  const resolveBy = `whether DNS Firewall filters queries that arrive at the inbound endpoint of ${vpc.name}; AWS does not document it`;
  return blockingOf(vpc, labels).outcomes.map((outcome) => ({ ...outcome, resolveBy: outcome.resolveBy ?? resolveBy }));
}

interface FirewallMatch {
  /** Undefined if the list itself is unknown. */
  readonly domain?: string;
  readonly open?: UnknownFact;
}

/** Undefined if no domain of the list matches. */
function matchOf(domains: FirewallRule["domains"], name: string): FirewallMatch | undefined {
  if (isUnknownFact(domains)) return { open: domains };
  const domain = domains.find((one) => !isUnknownFact(one) && matches(one, name) === true);
  if (typeof domain === "string") return { domain };
  const open = domains.map((one) => (isUnknownFact(one) ? one : matches(one, name))).find((one) => isUnknownFact(one));
  return open && { open };
}

/** Case and a trailing dot are ignored; an asterisk at the beginning matches any text. */
function matches(domain: string, name: string): Maybe<boolean> {
  const canonical = domain.trim().toLowerCase().replace(/\.$/, "");
  if (!canonical.startsWith("*")) return canonical === name;
  const end = canonical.slice(1);
  if (end === name)
    return unknownFact(
      `whether "${canonical}" also matches ${name} itself; AWS does not document it, so list both names`,
    );
  return name.endsWith(end);
}

function blocked(rule: FirewallRule, name: string, { domain }: FirewallMatch, open: UnknownFact | undefined): Outcome {
  const verb = open === undefined ? "blocks" : "may block";
  const detail = `DNS Firewall ${verb} ${name}${domain === undefined ? "" : `, which matches "${domain}"`}`;
  const outcome: Outcome = {
    verdict: "no",
    answerer: { by: "nobody" },
    rule: "DNS-23",
    resource: rule.resource,
    detail,
  };
  return open === undefined ? outcome : { ...outcome, resolveBy: open.unknown };
}
