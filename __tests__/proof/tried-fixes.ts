/** Tries the fixes that the proof prints, each in the whole graph. */
import { Facts } from "../../proof/facts";
import { FixTrial } from "../../proof/fix-trial/fix-trial";
import { writeChanges } from "../../proof/hcl/fix-hcl";
import { hops } from "../../proof/hops";
import { evaluateHop } from "../../proof/hops/evaluate";
import { prove } from "../../proof/prove";
import { type PathResult } from "../../proof/verdict";
import { type MountPath } from "../../proof/workloads/mount-path";
import { mountPaths } from "../../proof/workloads/mount-paths";
import { judged } from "./judged-fixtures";

interface Tried {
  /** The fixes that do not change their hop, add an error, or can't be printed as HCL. */
  readonly wrong: readonly string[];
  /** How many fixes were tried. */
  readonly tried: number;
}

export function triedFixes(folders: readonly (readonly [name: string, folder: string])[]): Tried {
  const wrong: string[] = [];
  let tried = 0;
  for (const [name, folder] of folders) {
    const { graph, report } = judged(folder);
    const facts = new Facts(graph);
    const trial = new FixTrial(facts);
    const before = report.findings.filter(({ severity }) => severity === "error").length;
    for (const path of mountPaths(facts)) {
      for (const hop of hops) {
        const answer = evaluateHop(hop, path, facts);
        if (answer?.verdict !== "fails") continue;
        const fix = trial.turning(path, hop, answer);
        if (!fix) continue;
        tried++;
        const { paths, findings } = prove(graph.with(fix.changes));
        const errors = findings.filter(({ severity }) => severity === "error");
        if (errors.length > before) wrong.push(`${name} ${hop.name}: ${fix.description} → ${errors.at(-1)!.detail}`);
        const after = paths.find((one) => isSame(one, path));
        const verdict = after?.hops.find((one) => one.hop === hop.name)?.verdict;
        const wanted = fix.leaves === undefined ? "passes" : "unknown";
        if (verdict !== wanted) wrong.push(`${name} ${hop.name}: ${fix.description} → ${verdict}`);
        const { terraform } = writeChanges(graph, fix.changes);
        if (!terraform && !fix.manifest && !fix.description.startsWith("remove"))
          wrong.push(`${name} ${hop.name}: no Terraform`);
      }
    }
  }
  return { wrong, tried };
}

function isSame(result: PathResult, { names, workload }: MountPath): boolean {
  return (
    result.workload === workload.address &&
    result.container === names.container &&
    result.mountPath === names.mountPath &&
    result.subnet === names.subnet
  );
}
