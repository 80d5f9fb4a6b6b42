/** The plans that `mountpath plan` left in a synthesized folder, with the stacks that it could not plan. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { InputError } from "../../proof/graph/input-error";
import { planFile, recordedOutcomes } from "../../terraform/plan-record";
import { synthesizedStacks } from "../../terraform/synthesized-stacks";

export interface RecordedPlans {
  readonly paths: readonly string[];
  /** The folder of all stacks, if one was named. */
  readonly folder?: string;
  /** `STACK=WHY` */
  readonly unplanned: readonly string[];
}

/**
 * Replaces a synthesized folder among the paths by its plans.
 *
 * @throws InputError if the folder has no record of plans
 */
export function recordedPlans(paths: readonly string[]): RecordedPlans {
  const found: string[] = [];
  const unplanned: string[] = [];
  let folder: string | undefined;
  for (const path of paths) {
    if (!existsSync(join(path, "manifest.json"))) {
      found.push(path);
      continue;
    }
    folder ??= path;
    const outcomes = recordedOutcomes(path);
    if (!outcomes) {
      const todo = "run npm run plan, or name the files of terraform plan -out";
      throw new InputError([{ path, what: "has no plans", todo }]);
    }
    const folders = new Map(synthesizedStacks(path).map(({ name, folder: one }) => [name, one]));
    for (const { stack, status, details, saved } of outcomes) {
      const own = folders.get(stack);
      // A later synth may have removed it.
      if (own === undefined) continue;
      if (saved) found.push(join(own, planFile));
      if (status === "failed" || !saved) unplanned.push(`${stack}=${details}`);
    }
  }
  return { paths: found, ...(folder === undefined ? {} : { folder }), unplanned };
}
