/** From a graph to the report: every path, hop by hop, and the fixes that made a failing hop pass. */
import { assumptions } from "./assumptions";
import { Facts } from "./facts";
import { findingChecks } from "./findings";
import { nothingJudged } from "./findings/input/nothing-judged";
import { FixTrial, type ReportedFix } from "./fix-trial/fix-trial";
import { type Graph } from "./graph/graph";
import { type HopAnswer } from "./hop-answer";
import { hops } from "./hops";
import { evaluateHop } from "./hops/evaluate";
import { type Hop } from "./hops/hop";
import { type HopResult, type PathResult, pathVerdict, type Report } from "./verdict";
import { type MountPath } from "./workloads/mount-path";
import { mountPaths } from "./workloads/mount-paths";

export function prove(graph: Graph): Report {
  const facts = new Facts(graph);
  const trial = new FixTrial(facts);
  const paths = mountPaths(facts).map((path) => provePath(path, facts, trial));
  const findings = findingChecks.flatMap((check) => [...check.find(facts)]);
  const unjudged = nothingJudged(facts, paths, findings);
  const assumed = facts.once(assumptions).outcomes();
  return {
    version: 1,
    paths,
    findings: unjudged ? [...findings, unjudged] : findings,
    ...(assumed.length > 0 ? { assumed } : {}),
  };
}

/** Every path, hop by hop, without fixes, which take most of the time where paths fail. */
export function pathsWithoutFixes(graph: Graph): readonly PathResult[] {
  const facts = new Facts(graph);
  return mountPaths(facts).map((path) => provePath(path, facts));
}

function provePath(path: MountPath, facts: Facts, trial?: FixTrial): PathResult {
  const results: HopResult[] = [];
  for (const hop of hops) {
    const answer = evaluateHop(hop, path, facts);
    if (answer) results.push(resultOf(hop, answer, trial?.fixOf(path, hop, answer) ?? {}));
  }
  return {
    workload: path.workload.address,
    stack: path.workload.resource.document.name,
    ...path.names,
    verdict: pathVerdict(results),
    hops: results,
  };
}

function resultOf({ name: hop }: Hop, answer: HopAnswer, fix: ReportedFix): HopResult {
  const { verdict, rule, resource, detail } = answer;
  if (answer.verdict === "passes") return { hop, verdict, rule, resource, detail };
  if (answer.verdict === "fails") return { hop, verdict, rule, resource, detail, ...fix };
  return { hop, verdict, rule, resource, detail, settle: answer.resolveBy };
}
