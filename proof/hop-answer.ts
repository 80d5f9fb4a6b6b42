/** The answer of a hop, and the fixes that it proposes. */
import { type Change } from "./graph/what-if";
import { type RuleId } from "./rules";

interface Judged {
  /** The domain rule that decides, such as `DNS-03`. */
  readonly rule: RuleId;
  /** Address of the resource that decides, or its id if the graph does not contain it. */
  readonly resource: string;
  readonly detail: string;
}

/** A change that may make a failing hop pass. It is printed only if a trial succeeds. */
export interface Fix {
  /** One clause that names the resources by address: `associate a SYSTEM rule for amazonaws.com with aws_vpc.apps`. */
  readonly description: string;
  /** The changes for `Graph.with`; the printed HCL is generated from them. */
  readonly changes: readonly Change[];
  /** YAML lines for a Kubernetes manifest, which HCL can't contain, printed as comments. */
  readonly manifest?: string;
  /** What remains unknown in the hop after the change, by another rule than the one that failed. */
  readonly leaves?: string;
}

export type HopAnswer =
  | (Judged & { readonly verdict: "passes" })
  /** The fixes, smallest first: the first one that makes the hop pass is printed. */
  | (Judged & { readonly verdict: "fails"; readonly fixes: readonly Fix[] })
  | (Judged & { readonly verdict: "unknown"; readonly resolveBy: string });

export function passes(rule: RuleId, resource: string, detail: string): HopAnswer {
  return { verdict: "passes", rule, resource, detail };
}

export function fails(rule: RuleId, resource: string, detail: string, fixes: readonly Fix[] = []): HopAnswer {
  return { verdict: "fails", rule, resource, detail, fixes };
}

export function unknown(rule: RuleId, resource: string, detail: string, resolveBy: string): HopAnswer {
  return { verdict: "unknown", rule, resource, detail, resolveBy };
}

/** Adds fixes to a failing answer; returns any other answer unchanged. */
export function withFixes(answer: HopAnswer, fixes: readonly Fix[]): HopAnswer {
  return answer.verdict === "fails" ? { ...answer, fixes: [...answer.fixes, ...fixes] } : answer;
}

const badness = { passes: 0, unknown: 1, fails: 2 } as const;

/** The first of the worst answers. */
export function worst(answers: Iterable<HopAnswer | undefined>): HopAnswer | undefined {
  // Most tasks find nothing wrong.
  if (Array.isArray(answers) && answers.every((answer) => answer === undefined)) return undefined;
  let found: HopAnswer | undefined;
  for (const answer of answers) {
    if (answer && (!found || badness[answer.verdict] > badness[found.verdict])) found = answer;
    if (found?.verdict === "fails") break;
  }
  return found;
}
