/** Fixtures with printed fixes inserted in their Terraform, planned by the real provider and proved again. */
import { dirname, join } from "node:path";

import { noVariables } from "../../../proof/graph/configuration/variables/variables";
import { readGraph, readInputs } from "../../../proof/graph/read";
import { prove } from "../../../proof/prove";
import { type PathResult } from "../../../proof/verdict";
import { fixtures, type PrintedFix } from "./kinds";
import { applyFix } from "./patch";
import { PlannedFixtures } from "./planned-fixtures";

/** A fix, and the Terraform that is inserted instead of the printed one. */
export interface Applied {
  readonly fix: PrintedFix;
  readonly terraform: string;
}

/** The problems of each applied fix: none if Terraform plans it and its hop passes. */
export async function problemsOf(applied: readonly Applied[]): Promise<string[][]> {
  const planned = new PlannedFixtures();
  try {
    const problems: string[][] = applied.map(() => []);
    applied.forEach(({ fix, terraform }, index) => {
      try {
        applyFix(planned.add(nameOf(index), join(fixtures, fix.fixture)), terraform);
      } catch (error) {
        planned.remove(nameOf(index));
        problems[index]!.push(error instanceof Error ? error.message : String(error));
      }
    });
    const plans = await planned.plan();
    for (const [index, { fix }] of applied.entries()) {
      const plan = plans.get(nameOf(index));
      if (plan) problems[index]!.push(...("error" in plan ? [plan.error] : await stillWrong(fix, plan.file)));
    }
    return problems;
  } finally {
    planned.dispose();
  }
}

function nameOf(index: number): string {
  return `f${index}`;
}

async function stillWrong(fix: PrintedFix, plan: string): Promise<string[]> {
  const alone = wrongIn(fix, prove(readGraph([plan])).paths);
  // Plan JSON hides some expressions, such as dynamic blocks.
  return alone.length === 0
    ? []
    : wrongIn(fix, prove(await readInputs([plan], noVariables, [], [dirname(plan)])).paths);
}

const named = ["workload", "container", "mountPath", "subnet"] as const;

function wrongIn({ path, hop }: PrintedFix, paths: readonly PathResult[]): string[] {
  const after = paths.filter((one) => named.every((name) => one[name] === path[name] || isHidden(path[name])));
  if (after.length === 0) return [`${hop.hop}: no such path any more`];
  const found = after.map(({ hops }) => hops.find((one) => one.hop === hop.hop));
  const wrong = found.find((one) => one?.verdict !== "passes");
  return found.every((one) => one?.verdict === "passes") ? [] : [`${hop.hop} ${wrong?.verdict}: ${wrong?.detail}`];
}

/** A name that plan JSON hides and the source shows. */
function isHidden(name: string): boolean {
  return name.startsWith("unknown (");
}
