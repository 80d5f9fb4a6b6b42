import { type Ternary } from "../graph/ternary";
import { type RuleId } from "../rules";
import { type Candidate } from "./candidate";

/** The server that answers. */
export type Answerer =
  | {
      by: "aws";
      /** `public`: the VPC's resolver from public DNS; `efs`: the file system's mount targets. */
      from: "public" | "efs" | "zone" | "endpoint" | "autodefined";
      /** The VPC of the resolver; another VPC's if the query was forwarded. */
      vpc: string;
      /** Terraform address of the zone or endpoint. */
      resource?: string;
    }
  | { by: "servers"; via: "rule" | "dhcp"; servers: readonly string[]; resource: string }
  | { by: "loop"; vpcs: readonly string[] }
  | { by: "nobody" }
  | { by: "unknown" };

/** The answer in one of the possible cases. */
export interface Outcome {
  /** Whether AWS gives its own answer. If several cases are possible, they must agree. */
  verdict: Ternary;
  answerer: Answerer;
  /** The domain rule that decides, such as `DNS-03`. */
  rule: RuleId;
  /** Terraform address of the resource that decides. */
  resource: string;
  detail: string;
  /** What would settle an `unknown`, or show whether this case applies. */
  resolveBy?: string;
}

export interface DnsAnswer extends Outcome {
  /** The queried name. */
  name: string;
  vpc: string;
  /** Every candidate, the most specific first. Empty if the VPC's resolver is not queried. */
  candidates: readonly Candidate[];
  /** The candidate that decides, if there is exactly one. */
  winner?: Candidate;
  /** The possible cases; one if nothing is unknown. */
  outcomes: readonly Outcome[];
}

/**
 * Combines several cases: their common verdict, or unknown. If they agree, the first case is reported; otherwise their
 * details and what would settle them are joined.
 */
export function merge(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  if (first === undefined) throw new Error("a name has at least one outcome");
  if (outcomes.length === 1) return first;
  const same = outcomes.every(({ answerer }) => sameAnswerer(answerer, first.answerer));
  const answerer: Answerer = same ? first.answerer : { by: "unknown" };
  if (first.verdict !== "unknown" && outcomes.every(({ verdict }) => verdict === first.verdict)) {
    return { ...first, answerer, resolveBy: undefined };
  }
  const open = outcomes.find(({ resolveBy }) => resolveBy !== undefined) ?? first;
  return {
    verdict: "unknown",
    answerer,
    rule: open.rule,
    resource: open.resource,
    detail: strung(openOnes(outcomes).map(({ detail }) => detail)).join("; or "),
    resolveBy: strung(outcomes.flatMap(({ resolveBy }) => resolveBy ?? [])).join("; ") || undefined,
  };
}

/** Omits cases that certainly succeed if every other case itself says what is not known. */
function openOnes(outcomes: readonly Outcome[]): readonly Outcome[] {
  const others = outcomes.filter(({ verdict }) => verdict !== "yes");
  return others.every(({ verdict }) => verdict === "unknown") ? others : outcomes;
}

/** If there are too many cases to read, only their number is shown. */
const readable = 4;

function strung(texts: readonly string[]): string[] {
  const distinct = [...new Set(texts)];
  if (distinct.length <= readable) return distinct;
  return [...distinct.slice(0, readable), `${distinct.length - readable} more`];
}

export function sameAnswerer(one: Answerer, other: Answerer): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
