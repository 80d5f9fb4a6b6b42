import { readFileSync } from "node:fs";

import { InputError, type InputProblem } from "../../proof/graph/input-error";
import { parseJson } from "../../proof/graph/json/json-file";
import { openPlanFile } from "../../proof/graph/plan/files/plan-file";
import { type Observed } from "../observed";
import { observe } from "./observe";
import { resourcesOf, type TerraformResource } from "./resources";

/**
 * The network in states and plans, read together; `-` is the standard input.
 *
 * @throws InputError naming everything that can't be read
 */
export async function readNetwork(paths: readonly string[]): Promise<Observed> {
  const problems: InputProblem[] = [];
  const resources: TerraformResource[] = [];
  for (const path of new Set(paths)) {
    try {
      const json = path === "-" ? parseJson(named(path), readFileSync(0)) : (await openPlanFile(path)).json;
      resources.push(...resourcesOf(named(path), json));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return observe([...new Set(paths)].map(named).join(", "), resources);
}

function named(path: string): string {
  return path === "-" ? "standard input" : path;
}
