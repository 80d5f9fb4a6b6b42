import { autodefinedRules } from "./autodefined";
import { covers, fileSystemOf, type Labels, labelsOf, nameOf } from "./name";
import {
  type EndpointZone,
  isUnknown,
  type Maybe,
  type PrivateZone,
  type RuleAssociation,
  type Unknown,
  type VpcDns,
} from "./vpc-dns";

/** How a candidate's domain stands to the name that was asked for. */
export type Match = "exact" | "parent" | "none" | "unknown";

interface CandidateBase {
  /** Canonical: lower case, no trailing dot, `.` for the root. */
  domain: Maybe<string>;
  match: Match;
  /** How specific it is: the domain's number of labels. Infinity where the domain is open. */
  labels: number;
  /** Terraform address of what brings it in; of what AWS itself defines, the VPC. */
  resource: string;
  /** Set where it is open whether this applies to the VPC. */
  mayBe?: Unknown;
}

/** Something that could decide who answers a name. */
export type Candidate =
  | (CandidateBase & { kind: "rule"; rule: RuleAssociation })
  | (CandidateBase & { kind: "zone"; zone: PrivateZone })
  | (CandidateBase & { kind: "endpoint"; endpoint: EndpointZone })
  /** DNS-02; its `.` stands for what the VPC's resolver does when nothing else applies. */
  | (CandidateBase & { kind: "autodefined" });

/** Everything in a VPC that could decide who answers a name, the most specific first, then what does not match. */
export function candidatesOf(vpc: VpcDns, name: Labels): Candidate[] {
  const candidates: Candidate[] = vpc.rules.map((rule) => ({
    kind: "rule",
    rule,
    ...standing(rule.domain, rule.resource, name, rule.mayBe),
  }));
  for (const settle of vpc.unseenRules ?? []) {
    const rule: RuleAssociation = { resource: vpc.name, rule: "", domain: settle, type: settle, mayBe: settle };
    candidates.push({ kind: "rule", rule, ...standing(settle, vpc.name, name, settle) });
  }
  candidates.push(...zoneCandidates(vpc, name));
  for (const { domain, mayBe } of autodefinedRules(vpc, nameOf(name))) {
    candidates.push({ kind: "autodefined", ...standing(domain, vpc.name, name, mayBe) });
  }
  candidates.push({ kind: "autodefined", ...standing(".", vpc.name, name) });
  return candidates.sort((a, b) => order(b) - order(a));
}

/** Private DNS and private zones need both VPC attributes (VPC-01, VPC-02): without host names there are none. */
function zoneCandidates(vpc: VpcDns, name: Labels): Candidate[] {
  if (vpc.dnsHostnames === false) return [];
  const hostnames = isUnknown(vpc.dnsHostnames) ? vpc.dnsHostnames : undefined;
  // No interface endpoint has a private name that covers a file system's, not even one whose service is open.
  const endpoints = vpc.endpoints.filter(({ domain }) => !(isUnknown(domain) && fileSystemOf(name) !== undefined));
  return [
    ...vpc.zones.map((zone): Candidate => ({
      kind: "zone",
      zone,
      ...standing(zone.domain, zone.resource, name, zone.mayBe ?? hostnames),
    })),
    ...endpoints.map((endpoint): Candidate => ({
      kind: "endpoint",
      endpoint,
      ...standing(endpoint.domain, endpoint.resource, name, endpoint.mayBe ?? hostnames),
    })),
  ];
}

function standing(domain: Maybe<string>, resource: string, name: Labels, mayBe?: Unknown): CandidateBase {
  if (isUnknown(domain)) return { domain, match: "unknown", labels: Infinity, resource, mayBe: mayBe ?? domain };
  const { labels, canonical } = readDomain(domain);
  const match = !covers(labels, name) ? "none" : labels.length === name.length ? "exact" : "parent";
  return { domain: canonical, match, labels: labels.length, resource, mayBe };
}

interface ReadDomain {
  readonly labels: Labels;
  readonly canonical: string;
}

/** Hundreds of VPCs share their rules' domains, and each is compared with every name that is asked for. */
const readDomains = new Map<string, ReadDomain>();

function readDomain(domain: string): ReadDomain {
  let read = readDomains.get(domain);
  if (read === undefined) {
    const labels = labelsOf(domain);
    read = { labels, canonical: nameOf(labels) };
    if (readDomains.size < 10_000) readDomains.set(domain, read);
  }
  return read;
}

const rank = { rule: 0.3, zone: 0.2, endpoint: 0.1, autodefined: 0 };

function order(candidate: Candidate): number {
  return (candidate.match === "none" ? -1000 : candidate.labels) + rank[candidate.kind];
}

/**
 * The candidates that could decide: the most specific that surely applies, and whatever may apply and would not surely
 * lose to it. One element where nothing is open. Endpoint zones are left out: `decide` weighs them against the winner
 * (DNS-05).
 */
export function possibleWinners(candidates: readonly Candidate[], name: Labels): Candidate[] {
  const contenders = candidates.filter(({ kind, match }) => kind !== "endpoint" && match !== "none");
  const certain = contenders.filter(({ mayBe }) => mayBe === undefined);
  const longest = Math.max(...certain.map(({ labels }) => labels));
  // One of each kind stands for all: whether it beats another depends on nothing else.
  const best = new Map<string, Candidate>();
  for (const candidate of certain) if (candidate.labels === longest) best.set(kindAndType(candidate), candidate);
  return contenders.filter((contender) => ![...best.values()].some((other) => beats(other, contender, name)));
}

function kindAndType(candidate: Candidate): string {
  return candidate.kind === "rule" ? `rule ${JSON.stringify(candidate.rule.type)}` : candidate.kind;
}

function beats(one: Candidate, other: Candidate, name: Labels): boolean {
  // A domain that is open could be the whole name, never more.
  const labels = Math.min(other.labels, name.length);
  return one.labels > labels || (one.labels === labels && beatsAtSameDomain(one, other));
}

/**
 * DNS-05 and R53 autodefined rules: a FORWARD rule beats the zone of the same name and what AWS defines itself; a zone
 * beats what AWS defines. SYSTEM against a zone of the same name is UNCONFIRMED, and of two rules of one domain, which
 * AWS refuses (DNS-08), neither wins.
 */
function beatsAtSameDomain(one: Candidate, other: Candidate): boolean {
  if (one.kind === "rule") {
    return other.kind === "autodefined" || (other.kind === "zone" && one.rule.type === "FORWARD");
  }
  return one.kind === "zone" && other.kind === "autodefined";
}
