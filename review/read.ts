/** Reads the plans to review; it refuses states and configurations, which change nothing. */
import { statSync } from "node:fs";

import { type StackSource } from "../proof/graph/configuration/stack-source";
import { InputError, type InputProblem } from "../proof/graph/input-error";
import { isRecord, type JsonObject } from "../proof/graph/json/json-syntax";
import {
  openPlanFile,
  type PlanFile,
  synthesized,
  withSources,
  withSynthesized,
} from "../proof/graph/plan/files/plan-file";
import { isPlan } from "../proof/graph/plan/read";

const remedy = "give plans saved by terraform plan -out, or their JSON (terraform show -json PLAN)";

export interface PlansToReview {
  /** Parsed `terraform show -json`, by path. */
  readonly plans: Readonly<Record<string, JsonObject>>;
  /** The configurations of the plans, if they are given. */
  readonly sources: Readonly<Record<string, StackSource>>;
}

/**
 * @param sources the folders that plans were made from: `DIR`, or `PLAN=DIR`
 * @throws InputError naming every input that is not a plan
 */
export async function readPlans(paths: readonly string[], sources: readonly string[] = []): Promise<PlansToReview> {
  const problems: InputProblem[] = [];
  const files: PlanFile[] = [];
  for (const path of new Set(paths)) {
    try {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
        throw new InputError([{ path, what: "is a folder, not a plan", todo: remedy }]);
      const file = await openPlanFile(path);
      if (isRecord(file.json) && isPlan(file.json)) files.push(file);
      else problems.push({ path, what: "is JSON, but not a plan", todo: remedy });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  const sourced = await withSynthesized(await withSources(files, sources), synthesized);
  return {
    plans: Object.fromEntries(sourced.map(({ path, json }) => [path, json as JsonObject])),
    sources: Object.fromEntries(sourced.flatMap(({ path, source }) => (source ? [[path, source]] : []))),
  };
}
