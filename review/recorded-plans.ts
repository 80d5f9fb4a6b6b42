/** The plans that `mountpath plan` left in a synthesized folder, with the stacks that it could not plan. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { InputError } from "../proof/graph/input-error";

export interface RecordedPlans {
  readonly paths: readonly string[];
  /** The folder of all stacks, if one was named. */
  readonly folder?: string;
  /** `STACK=WHY` */
  readonly unplanned: readonly string[];
}

interface Outcome {
  readonly stack: string;
  readonly status: "changes" | "no changes" | "waits" | "failed";
  readonly details: string;
  readonly saved: boolean;
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
    for (const { stack, status, details, saved } of outcomesIn(path)) {
      if (saved) found.push(join(path, "stacks", stack, "plan"));
      if (status === "failed" || !saved) unplanned.push(`${stack}=${details}`);
    }
  }
  return { paths: found, ...(folder === undefined ? {} : { folder }), unplanned };
}

function outcomesIn(folder: string): readonly Outcome[] {
  try {
    const record = JSON.parse(readFileSync(join(folder, "plans.json"), "utf8")) as { stacks: Outcome[] };
    return record.stacks;
  } catch {
    throw new InputError([
      { path: folder, what: "has no plans", todo: "run npm run plan, or name the files of terraform plan -out" },
    ]);
  }
}
