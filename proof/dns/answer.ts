import { type Candidate } from "./candidate";

/** `answered by AWS`: whether AWS gives its own answer. Where several cases are left open they must agree. */
export type Ternary = "yes" | "no" | "unknown";

/** Who gives the answer. */
export type Answerer =
  | {
      by: "aws";
      /** `public`: the VPC's resolver from public DNS; `efs`: it knows the file system's mount targets. */
      from: "public" | "efs" | "zone" | "endpoint" | "autodefined";
      /** Whose resolver: another VPC's where the query was led there. */
      vpc: string;
      /** Terraform address of the zone or endpoint. */
      resource?: string;
    }
  | { by: "servers"; via: "rule" | "dhcp"; servers: readonly string[]; resource: string }
  | { by: "loop"; vpcs: readonly string[] }
  | { by: "nobody" }
  | { by: "unknown" };

/** How a name is answered in one of the cases that the input leaves open. */
export interface Outcome {
  verdict: Ternary;
  answerer: Answerer;
  /** The domain rule that this stands on, such as `DNS-03`. */
  rule: string;
  /** Terraform address of what decides. */
  resource: string;
  detail: string;
  /** What would settle an `unknown`, or tell whether this case is the real one. */
  settle?: string;
}

export interface DnsAnswer extends Outcome {
  /** As it was asked for. */
  name: string;
  vpc: string;
  /** Everything that was weighed, the most specific first. Empty where the VPC's resolver is not asked. */
  candidates: readonly Candidate[];
  /** The candidate that decides, where exactly one can. */
  winner?: Candidate;
  /** The cases left open; one where nothing is. */
  outcomes: readonly Outcome[];
}

/**
 * What several cases come to: what they agree on, else unknown. The first case speaks for all where they agree; where
 * they don't, the details and what would settle them are strung together.
 */
export function merge(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  if (first === undefined) throw new Error("a name has at least one outcome");
  if (outcomes.length === 1) return first;
  const same = outcomes.every(({ answerer }) => sameAnswerer(answerer, first.answerer));
  const answerer: Answerer = same ? first.answerer : { by: "unknown" };
  if (first.verdict !== "unknown" && outcomes.every(({ verdict }) => verdict === first.verdict)) {
    return { ...first, answerer, settle: undefined };
  }
  const open = outcomes.find(({ settle }) => settle !== undefined) ?? first;
  return {
    verdict: "unknown",
    answerer,
    rule: open.rule,
    resource: open.resource,
    detail: strung(openOnes(outcomes).map(({ detail }) => detail)).join("; or "),
    settle: strung(outcomes.flatMap(({ settle }) => settle ?? [])).join("; ") || undefined,
  };
}

/** Without the cases that are known to be good, where each other one says itself what is not known. */
function openOnes(outcomes: readonly Outcome[]): readonly Outcome[] {
  const others = outcomes.filter(({ verdict }) => verdict !== "yes");
  return others.every(({ verdict }) => verdict === "unknown") ? others : outcomes;
}

/** More cases than anyone reads are counted instead. */
const readable = 4;

function strung(texts: readonly string[]): string[] {
  const distinct = [...new Set(texts)];
  if (distinct.length <= readable) return distinct;
  return [...distinct.slice(0, readable), `${distinct.length - readable} more`];
}

export function sameAnswerer(one: Answerer, other: Answerer): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
