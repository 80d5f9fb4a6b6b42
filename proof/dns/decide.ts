import { type RuleId } from "../rules";
import { type Answerer, type Outcome } from "./answer";
import { type Candidate } from "./candidate";
import { fileSystemOf, isAwsName, isBelowAws, type Labels, labelsOf, nameOf } from "./name";
import { askAddress, type ServerContext } from "./servers";
import { isUnknownFact, type RuleAssociation, type VpcDns } from "./vpc-dns";

type RuleCandidate = Extract<Candidate, { kind: "rule" }>;
type ZoneCandidate = Extract<Candidate, { kind: "zone" }>;
type EndpointCandidate = Extract<Candidate, { kind: "endpoint" }>;

/** Computed once for all winners. */
export function zonesAndEndpoints(candidates: readonly Candidate[]): Pick<DecisionContext, "zones" | "endpoints"> {
  const matching = candidates.filter(({ match }) => match !== "none");
  return {
    zones: matching.filter((candidate) => candidate.kind === "zone"),
    endpoints: matching.filter((candidate) => candidate.kind === "endpoint"),
  };
}

export interface DecisionContext extends Omit<ServerContext, "ownResolver"> {
  vpc: VpcDns;
  labels: Labels;
  /** The zones that cover the name, the most specific first. */
  zones: readonly ZoneCandidate[];
  /** The endpoints whose private name covers the name, or may cover it, the most specific first. */
  endpoints: readonly EndpointCandidate[];
}

/** An outcome, and the candidate that causes it. */
export interface Decision {
  by: Candidate;
  outcome: Outcome;
}

/** The outcomes for a name if that candidate wins, including those of endpoint zones. */
export function decide(winner: Candidate, context: DecisionContext): Decision[] {
  const own = withSettle(winner, ofWinner(winner, context));
  const decisions: Decision[] = [];
  for (const endpoint of context.endpoints) {
    const part = partOf(endpoint, winner);
    if (part === "none") continue;
    const resolveBy = endpoint.mayBe?.unknown ?? (part === "unconfirmed" ? unconfirmed(endpoint) : undefined);
    decisions.push({ by: endpoint, outcome: { ...throughEndpoint(endpoint, context), resolveBy } });
    if (part === "sure" && endpoint.mayBe === undefined) return decisions;
  }
  return [...decisions, ...own];
}

/**
 * Whether an endpoint's zone takes precedence over that winner. Private DNS of an endpoint is a private hosted zone
 * that AWS associates with the VPC, so it wins over every rule and zone for a wider name (DNS-05). For an equal name
 * AWS does not document it: UNCONFIRMED.
 */
function partOf(endpoint: EndpointCandidate, winner: Candidate): "sure" | "unconfirmed" | "none" {
  if (winner.match === "unknown" || endpoint.match === "unknown") return "unconfirmed";
  if (endpoint.labels > winner.labels) return "sure";
  const resolvedHere = winner.kind === "autodefined" || (winner.kind === "rule" && isResolvedHere(winner.rule));
  if (resolvedHere) return winner.kind === "rule" ? "unconfirmed" : "none";
  return endpoint.labels === winner.labels ? "unconfirmed" : "none";
}

function isResolvedHere({ type }: RuleAssociation): boolean {
  return type === "SYSTEM" || type === "RECURSIVE";
}

function unconfirmed({ domain }: EndpointCandidate): string {
  return `AWS does not document whether the private DNS of an interface endpoint takes precedence over a rule for the same name; add a SYSTEM rule that covers ${isUnknownFact(domain) ? "its name" : domain}`;
}

function throughEndpoint(endpoint: EndpointCandidate, { vpc, labels }: DecisionContext): Outcome {
  return {
    verdict: "yes",
    answerer: { by: "aws", from: "endpoint", vpc: vpc.name, resource: endpoint.resource },
    rule: "VPC-02",
    resource: endpoint.resource,
    detail: `${nameOf(labels)} is a private name of ${endpoint.resource}`,
  };
}

/** A case that depends on something unknown says what would settle it. */
function withSettle(winner: Candidate, decisions: Decision[]): Decision[] {
  const { mayBe } = winner;
  if (mayBe === undefined) return decisions;
  return decisions.map(({ by, outcome }) => ({
    by,
    outcome: { ...outcome, resolveBy: outcome.resolveBy ?? mayBe.unknown },
  }));
}

function ofWinner(winner: Candidate, context: DecisionContext): Decision[] {
  if (winner.kind === "rule") return ofRule(winner, context);
  if (winner.kind === "zone") return [{ by: winner, outcome: ofZone(winner, context) }];
  const everything = winner.domain === ".";
  const detail = everything
    ? `${nameOf(context.labels)} matches no rule`
    : `${nameOf(context.labels)} matches ${domainText(winner)}, which AWS defines itself`;
  return [
    { by: winner, outcome: resolvedInAws(winner, detail, "DNS-02", context, everything ? "public" : "autodefined") },
  ];
}

function ofRule(winner: RuleCandidate, context: DecisionContext): Decision[] {
  const { rule } = winner;
  const name = nameOf(context.labels);
  const domain = domainText(winner);
  const local = (): Decision[] => {
    const detail = `${name} matches ${domain} ${isUnknownFact(rule.type) ? "SYSTEM" : rule.type}, resolved in AWS`;
    const answers: Decision[] = [{ by: winner, outcome: resolvedInAws(winner, detail, "DNS-01", context, "public") }];
    // Whether a SYSTEM rule takes precedence over a private zone for the same or a wider name is UNCONFIRMED
    // (DNS-05).
    for (const zone of context.zones.filter(({ labels }) => labels <= winner.labels)) {
      const resolveBy = `AWS does not document whether a SYSTEM rule takes precedence over ${zone.resource}; remove that zone, or add a record for the name to it`;
      const outcome = ofZone(zone, context);
      answers.push({
        by: zone,
        outcome: { ...outcome, resolveBy: outcome.resolveBy ?? zone.mayBe?.unknown ?? resolveBy },
      });
      // The next zone matters only if this one may not exist.
      if (zone.mayBe === undefined) break;
    }
    return answers;
  };
  const forward = (): Decision[] => [
    { by: winner, outcome: forwarded(rule, `${name} matches ${domain} FORWARD`, context) },
  ];
  if (isUnknownFact(rule.type) && isUnknownFact(rule.domain)) {
    const from =
      rule.rule === "" ? "a rule that is not in the input" : `the rule of ${rule.resource}, which is not known`;
    const outcome: Outcome = {
      verdict: "unknown",
      answerer: { by: "unknown" },
      rule: "DNS-03",
      resource: rule.resource,
      detail: `${name} may match ${from}`,
      resolveBy: rule.domain.unknown,
    };
    return [{ by: winner, outcome }];
  }
  if (isUnknownFact(rule.type)) {
    const resolveBy = rule.type.unknown;
    return [...forward(), ...local()].map(({ by, outcome }) => ({ by, outcome: { ...outcome, resolveBy } }));
  }
  if (rule.type === "FORWARD") return forward();
  if (rule.type !== "DELEGATE") return local();
  const open: Outcome = {
    verdict: "unknown",
    answerer: { by: "unknown" },
    rule: "DNS-06",
    resource: rule.resource,
    detail: `${name} matches ${domain} DELEGATE`,
    resolveBy: `what the name servers of ${domain} answer`,
  };
  return [{ by: winner, outcome: open }];
}

function domainText({ domain }: Candidate): string {
  return isUnknownFact(domain) ? "an unknown domain" : `"${domain}"`;
}

/** DNS-03: AWS does not answer a forwarded query unless every target is a VPC that answers it. */
function forwarded(rule: RuleAssociation, matches: string, context: DecisionContext): Outcome {
  const { labels, vpc } = context;
  const targets = rule.targets ?? [];
  const known = isUnknownFact(targets)
    ? []
    : [...new Set(targets.map((target) => (isUnknownFact(target) ? "?" : target)))];
  const to = known.length === 0 ? "unknown targets" : known.join(", ");
  const base = { rule: forwardingRule(rule, context), resource: rule.resource };
  const servers: Answerer = { by: "servers", via: "rule", servers: known, resource: rule.resource };
  const asked = (isUnknownFact(targets) ? [targets] : targets).map((target) =>
    askAddress(target, "rule", vpc, labels, rule.resource, context),
  );
  const loop = asked.find(({ answerer }) => answerer.by === "loop");
  if (loop) return { ...loop, detail: `${matches} to ${to}; ${loop.detail}` };
  const refused = asked.find(({ verdict }) => verdict === "no");
  if (refused !== undefined && !isOneOf(refused.answerer, known)) {
    // Another VPC's inbound endpoint, which does not get an answer from AWS either.
    return { ...refused, ...base, detail: `${matches} to ${to}; ${refused.detail}` };
  }
  if (refused !== undefined || (asked.length === 0 && fileSystemOf(labels) !== undefined)) {
    return { verdict: "no", answerer: servers, ...base, detail: `${matches} to ${to}, which is outside AWS` };
  }
  const open = asked.find(({ verdict }) => verdict === "unknown");
  if (open || asked.length === 0) {
    const resolveBy = open?.resolveBy ?? `the targets of ${rule.rule}`;
    const answerer: Answerer = open && asked.length === 1 ? open.answerer : { by: "unknown" };
    return { verdict: "unknown", answerer, ...base, detail: `${matches} to ${to}`, resolveBy };
  }
  return { ...asked[0]!, ...base, detail: `${matches} to ${to}; ${asked[0]!.detail}` };
}

/**
 * The rule to report for a FORWARD rule: a zone of its own name (DNS-05), a wide domain that AWS recommends to combine
 * with a SYSTEM rule (DNS-03), or the more specific name (DNS-01).
 */
function forwardingRule({ domain }: RuleAssociation, { labels: name, zones }: DecisionContext): RuleId {
  if (isUnknownFact(domain)) return "DNS-03";
  const labels = labelsOf(domain);
  if (zones.some((zone) => zone.labels === labels.length)) return "DNS-05";
  return isAwsName(name) && !isBelowAws(labels) ? "DNS-03" : "DNS-01";
}

/** Whether one of the rule's own targets answers, known or not, instead of a server behind it. */
function isOneOf(answerer: Answerer, targets: readonly string[]): boolean {
  if (answerer.by !== "servers") return answerer.by === "unknown";
  return answerer.servers.every((server) => targets.includes(server));
}

/** A zone answers all names in its domain, even with "no such name", so it overrides AWS's own records. */
function ofZone(candidate: ZoneCandidate, { vpc, labels }: DecisionContext): Outcome {
  const { zone } = candidate;
  const name = nameOf(labels);
  const outcome = (verdict: Outcome["verdict"], record: string, resolveBy?: string): Outcome => ({
    verdict,
    answerer: { by: "aws", from: "zone", vpc: vpc.name, resource: zone.resource },
    rule: "DNS-02",
    resource: zone.resource,
    detail: isUnknownFact(candidate.domain)
      ? `${name} may match a private zone of ${zone.resource}, which is not known`
      : `${name} matches the private zone ${domainText(candidate)}${record}`,
    resolveBy,
  });
  if (!isAwsName(labels)) return outcome("yes", "");
  const held = zone.records?.names.some((record) => holds(record, labels)) ?? false;
  if (held && fileSystemOf(labels) === undefined) return outcome("yes", ", which has a record of that name");
  if (held)
    return outcome(
      "unknown",
      ", which has a record of that name",
      "whether the record has the mount targets' addresses",
    );
  if (zone.records?.complete) return outcome("no", ", which has no such record and overrides AWS's own records");
  return outcome("unknown", ", which may have no such record", `whether ${zone.resource} has a record for ${name}`);
}

function holds(record: string, name: Labels): boolean {
  const labels = labelsOf(record);
  const wildcard = labels.at(-1) === "*";
  const fixed = wildcard ? labels.slice(0, -1) : labels;
  return (wildcard ? name.length > fixed.length : name.length === fixed.length) && fixed.every((l, i) => l === name[i]);
}

/** The VPC's own resolver answers. It resolves the name of a file system only with DNS host names on (VPC-01). */
function resolvedInAws(
  winner: Candidate,
  matches: string,
  rule: RuleId,
  { vpc, labels }: DecisionContext,
  from: "public" | "autodefined",
): Outcome {
  const { resource } = winner;
  if (fileSystemOf(labels) === undefined) {
    return { verdict: "yes", answerer: { by: "aws", from, vpc: vpc.name }, rule, resource, detail: matches };
  }
  const answerer: Answerer = { by: "aws", from: "efs", vpc: vpc.name };
  if (vpc.dnsHostnames === true) return { verdict: "yes", answerer, rule, resource, detail: matches };
  const off = `${matches}, but enable_dns_hostnames of ${vpc.name}`;
  const base = { answerer, rule: "VPC-01", resource: vpc.name } as const;
  if (!isUnknownFact(vpc.dnsHostnames)) return { verdict: "no", ...base, detail: `${off} is off` };
  return { verdict: "unknown", ...base, detail: `${off} is not known`, resolveBy: vpc.dnsHostnames.unknown };
}
