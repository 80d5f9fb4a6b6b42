/** Reads the plans to review: a state or configuration changes nothing, so it is refused. */
import { isRecord, type JsonObject } from "../proof/graph/configuration/json-syntax";
import { InputError, type InputProblem } from "../proof/graph/input-error";
import { readJson } from "../proof/graph/json-file";
import { isPlan } from "../proof/graph/plan/read";

const remedy = "name plans made with terraform show -json PLAN";

/** @throws InputError naming everything that is no plan */
export function readPlans(paths: readonly string[]): Record<string, JsonObject> {
  const problems: InputProblem[] = [];
  const plans = new Map<string, JsonObject>();
  for (const path of new Set(paths)) {
    try {
      const json = readJson(path);
      if (isRecord(json) && isPlan(json)) plans.set(path, json);
      else problems.push({ path, what: "is JSON, but no plan", todo: remedy });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return Object.fromEntries(plans);
}
