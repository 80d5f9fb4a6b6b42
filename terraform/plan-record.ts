/** The record of plans that `mountpath plan` writes into a synthesized folder for the review. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The saved plan in a stack's folder, as in the documentation. */
export const planFile = "plan";

const recordFile = "plans.json";

/**
 * `waits`: it reads outputs that an earlier stack does not have yet. Its plan, if Terraform saved one, has only the part
 * that does not depend on them.
 */
export interface PlanOutcome {
  readonly stack: string;
  readonly status: "changes" | "no changes" | "waits" | "failed";
  /** Terraform's summary, such as `1 to add, 0 to change, 2 to destroy`, or its errors. */
  readonly details: string;
  /** Whether there is a plan file. */
  readonly saved: boolean;
}

export function recordOutcomes(outdir: string, outcomes: readonly PlanOutcome[]): void {
  writeFileSync(join(outdir, recordFile), `${JSON.stringify({ version: 1, stacks: outcomes }, undefined, 2)}\n`);
}

/** The outcomes of the last plan; undefined if there is no record, or one of another form. */
export function recordedOutcomes(outdir: string): readonly PlanOutcome[] | undefined {
  try {
    const { stacks } = JSON.parse(readFileSync(join(outdir, recordFile), "utf8")) as { stacks?: unknown };
    return Array.isArray(stacks) && stacks.every(isOutcome) ? stacks : undefined;
  } catch {
    return undefined;
  }
}

function isOutcome(value: unknown): value is PlanOutcome {
  const { stack, status, details, saved } = (value ?? {}) as Partial<PlanOutcome>;
  return [stack, status, details].every((text) => typeof text === "string") && typeof saved === "boolean";
}
