import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

import { isWaiting } from "./missing-outputs";
import { planFile, type PlanOutcome } from "./plan-record";
import { errorsOf, runTerraform } from "./run-terraform";
import { type SynthesizedStack } from "./synthesized-stacks";

export interface PlanOptions {
  /** Whether to lock the states; a role that may only read cannot. */
  readonly lock: boolean;
  /** How many stacks are planned at a time. */
  readonly atOnce: number;
  /** Called when a stack has been planned. */
  readonly onOutcome: (outcome: PlanOutcome) => void;
}

/**
 * Plans stacks with Terraform, each in its folder, where the plan is saved as `plan`. An earlier plan is removed first,
 * so that no outdated one is reviewed.
 *
 * @returns the outcomes, in the order of the stacks
 * @throws TerraformMissingError
 */
export async function planStacks(
  stacks: readonly SynthesizedStack[],
  { lock, atOnce, onOutcome }: PlanOptions,
): Promise<PlanOutcome[]> {
  const outcomes = new Map<string, PlanOutcome>();
  const left = [...stacks];
  const work = async () => {
    for (let stack = left.shift(); stack; stack = left.shift()) {
      const outcome = await planStack(stack, lock);
      outcomes.set(stack.name, outcome);
      onOutcome(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, stacks.length) }, work));
  return stacks.flatMap(({ name }) => outcomes.get(name) ?? []);
}

async function planStack({ name, folder, dependsOn }: SynthesizedStack, lock: boolean): Promise<PlanOutcome> {
  rmSync(join(folder, planFile), { force: true });
  const init = await runTerraform(folder, ["init", "-input=false", "-no-color"]);
  if (init.exitCode !== 0) return failed(name, init.stderr, dependsOn, false);
  const options = [
    "-input=false",
    "-no-color",
    "-detailed-exitcode",
    `-out=${planFile}`,
    ...(lock ? [] : ["-lock=false"]),
  ];
  const { exitCode, stdout, stderr } = await runTerraform(folder, ["plan", ...options]);
  if (exitCode !== 0 && exitCode !== 2) return failed(name, stderr, dependsOn, existsSync(join(folder, planFile)));
  const [, summary] = /^Plan: (.*)\.$/m.exec(stdout) ?? [];
  if (exitCode === 0) return { stack: name, status: "no changes", details: "", saved: true };
  return { stack: name, status: "changes", details: summary ?? "outputs only", saved: true };
}

function failed(stack: string, stderr: string, dependsOn: readonly string[], saved: boolean): PlanOutcome {
  const errors = errorsOf(stderr);
  const waiting = dependsOn.length > 0 && isWaiting(errors);
  const details = waiting
    ? `reads outputs of ${dependsOn.join(" and ")} that are not applied yet`
    : errors.join("; ") || "Terraform printed no error";
  return { stack, status: waiting ? "waits" : "failed", details, saved };
}
