import { autodefinedRules } from "./autodefined";
import { covers, fileSystemOf, type Labels, labelsOf, nameOf } from "./name";
import {
  type EndpointZone,
  isUnknownFact,
  type Maybe,
  type PrivateZone,
  type RuleAssociation,
  type UnknownFact,
  type VpcDns,
} from "./vpc-dns";

/** A domain that may match the queried name. */
export type Match = "exact" | "parent" | "none" | "unknown";

interface CandidateBase {
  /** Canonical: lower case, no trailing dot, `.` for the root. */
  domain: Maybe<string>;
  match: Match;
  /** The number of labels of the domain, as its specificity. Infinity if the domain is unknown. */
  labels: number;
  /** Terraform address of the resource with the domain; the VPC for AWS's own rules. */
  resource: string;
  /** Set if it is not known whether this applies to the VPC. */
  mayBe?: UnknownFact;
}

/** A rule, zone or endpoint that may decide who answers a name. */
export type Candidate =
  | (CandidateBase & { kind: "rule"; rule: RuleAssociation })
  | (CandidateBase & { kind: "zone"; zone: PrivateZone })
  | (CandidateBase & { kind: "endpoint"; endpoint: EndpointZone })
  /** DNS-02; its `.` represents the VPC's resolver if nothing else applies. */
  | (CandidateBase & { kind: "autodefined" });

/** All candidates of a VPC, the most specific first, then those that do not match. */
export function candidatesOf(vpc: VpcDns, name: Labels): Candidate[] {
  const candidates: Candidate[] = vpc.rules.map((rule) => ({
    kind: "rule",
    rule,
    ...standing(rule.domain, rule.resource, name, rule.mayBe),
  }));
  for (const resolveBy of vpc.unseenRules ?? []) {
    const rule: RuleAssociation = {
      resource: vpc.name,
      rule: "",
      domain: resolveBy,
      type: resolveBy,
      mayBe: resolveBy,
    };
    candidates.push({ kind: "rule", rule, ...standing(resolveBy, vpc.name, name, resolveBy) });
  }
  candidates.push(...zoneCandidates(vpc, name));
  for (const { domain, mayBe } of autodefinedRules(vpc, nameOf(name))) {
    candidates.push({ kind: "autodefined", ...standing(domain, vpc.name, name, mayBe) });
  }
  candidates.push({ kind: "autodefined", ...standing(".", vpc.name, name) });
  return candidates.sort((a, b) => order(b) - order(a));
}

/** Private DNS and private zones require both VPC attributes (VPC-01, VPC-02). */
function zoneCandidates(vpc: VpcDns, name: Labels): Candidate[] {
  if (vpc.dnsHostnames === false) return [];
  const hostnames = isUnknownFact(vpc.dnsHostnames) ? vpc.dnsHostnames : undefined;
  // No interface endpoint has a private name that covers a file system's name, even if its service is unknown.
  const endpoints = vpc.endpoints.filter(({ domain }) => !(isUnknownFact(domain) && fileSystemOf(name) !== undefined));
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

function standing(domain: Maybe<string>, resource: string, name: Labels, mayBe?: UnknownFact): CandidateBase {
  if (isUnknownFact(domain)) return { domain, match: "unknown", labels: Infinity, resource, mayBe: mayBe ?? domain };
  const { labels, canonical } = readDomain(domain);
  const match = !covers(labels, name) ? "none" : labels.length === name.length ? "exact" : "parent";
  return { domain: canonical, match, labels: labels.length, resource, mayBe };
}

interface ReadDomain {
  readonly labels: Labels;
  readonly canonical: string;
}

/** Cached, because hundreds of VPCs share the domains of their rules. */
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
 * The candidates that may decide: the most specific one that certainly applies, and every one that may apply and may
 * win against it. One element if nothing is unknown. `decide` compares endpoint zones with the winner (DNS-05).
 */
export function possibleWinners(candidates: readonly Candidate[], name: Labels): Candidate[] {
  const contenders = candidates.filter(({ kind, match }) => kind !== "endpoint" && match !== "none");
  const certain = contenders.filter(({ mayBe }) => mayBe === undefined);
  const longest = Math.max(...certain.map(({ labels }) => labels));
  // One candidate of each kind is enough, because only the kind determines which one wins.
  const best = new Map<string, Candidate>();
  for (const candidate of certain) if (candidate.labels === longest) best.set(kindAndType(candidate), candidate);
  return contenders.filter((contender) => ![...best.values()].some((other) => beats(other, contender, name)));
}

function kindAndType(candidate: Candidate): string {
  return candidate.kind === "rule" ? `rule ${JSON.stringify(candidate.rule.type)}` : candidate.kind;
}

function beats(one: Candidate, other: Candidate, name: Labels): boolean {
  // An unknown domain can be at most the whole name.
  const labels = Math.min(other.labels, name.length);
  return one.labels > labels || (one.labels === labels && beatsAtSameDomain(one, other));
}

/**
 * DNS-05 and R53 autodefined rules: a FORWARD rule wins over a zone of the same name and over AWS's own rules; a zone
 * wins over AWS's own rules. SYSTEM against a zone of the same name is UNCONFIRMED. Two rules of one domain, which AWS
 * refuses (DNS-08), are undecided.
 */
function beatsAtSameDomain(one: Candidate, other: Candidate): boolean {
  if (one.kind === "rule") {
    return other.kind === "autodefined" || (other.kind === "zone" && one.rule.type === "FORWARD");
  }
  return one.kind === "zone" && other.kind === "autodefined";
}
