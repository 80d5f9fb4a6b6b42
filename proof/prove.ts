/** From a graph to the report: every path, hop by hop, and the fixes that were seen to turn one. */
import { Facts } from "./facts";
import { findingChecks } from "./findings";
import { type Graph } from "./graph/graph";
import { hops } from "./hops";
import { type Fix, type Hop, type HopAnswer } from "./hops/hop";
import { type HopResult, type PathResult, pathVerdict, type Report } from "./verdict";
import { type MountPath } from "./workloads/mount-path";
import { mountPaths } from "./workloads/mount-paths";

export function prove(graph: Graph): Report {
  const prover = new Prover(new Facts(graph));
  return {
    version: 1,
    paths: [...mountPaths(prover.facts)].map((path) => prover.prove(path)),
    findings: findingChecks.flatMap((check) => [...check.find(prover.facts)]),
  };
}

type Looked = readonly [Hop, HopAnswer];

class Prover {
  /** Facts of graphs with a fix, by what it changes: one fix is often that of many paths. */
  private readonly tried = new Map<string, Facts>();

  constructor(readonly facts: Facts) {}

  prove(path: MountPath): PathResult {
    const looked = look(path, this.facts);
    const results = looked.map(([hop, answer]) => this.result(path, looked, hop, answer));
    return {
      workload: path.workload.address,
      stack: path.workload.resource.document.name,
      ...path.names,
      verdict: pathVerdict(results),
      hops: results,
    };
  }

  private result(path: MountPath, looked: readonly Looked[], hop: Hop, answer: HopAnswer): HopResult {
    const { verdict, rule, resource, detail } = answer;
    const result: HopResult = { hop: hop.name, verdict, rule, resource, detail };
    if (answer.verdict === "unknown") return { ...result, settle: answer.settle };
    if (answer.verdict === "passes") return result;
    const fix = answer.fixes.find((one) => this.turns(path, looked, hop, one));
    if (!fix) return result;
    return {
      ...result,
      fix: fix.description,
      ...(fix.terraform === undefined ? {} : { terraform: fix.terraform }),
      ...(fix.organization === undefined ? {} : { organization: fix.organization }),
    };
  }

  /** Whether the hop passes on the graph with the fix, and none fails that did not fail before. */
  private turns(path: MountPath, before: readonly Looked[], hop: Hop, fix: Fix): boolean {
    const facts = this.factsWith(fix);
    for (const after of mountPaths(facts, path.workload.id)) {
      if (after.id !== path.id) continue;
      if (hop.look(after, facts)?.verdict !== "passes") return false;
      return before.every(
        ([other, answer]) => answer.verdict === "fails" || other.look(after, facts)?.verdict !== "fails",
      );
    }
    return false;
  }

  private factsWith({ description, changes }: Fix): Facts {
    const touched = changes.map((change) => (change.kind === "add" ? change.beside : change.resource).key);
    const key = [description, ...touched].join("\n");
    let facts = this.tried.get(key);
    if (!facts) this.tried.set(key, (facts = new Facts(this.facts.graph.with(changes))));
    return facts;
  }
}

function look(path: MountPath, facts: Facts): Looked[] {
  const looked: Looked[] = [];
  for (const hop of hops) {
    const answer = hop.look(path, facts);
    if (answer) looked.push([hop, answer]);
  }
  return looked;
}
