import { rmSync } from "node:fs";
import { join } from "node:path";

import { isWaiting } from "./missing-outputs";
import { type StartedTerraform, type StartOptions, startTerraform, type TerraformEnd } from "./run-terraform";
import { type SynthesizedStack } from "./synthesized-stacks";
import {
  type ChangeCounts,
  type Diagnostic,
  eventOf,
  type OutputValue,
  type PlannedChange,
  type TerraformEvent,
} from "./terraform-events";

/** The plan that is approved and applied. It can contain secrets, so it is removed afterwards. */
const planFile = "deploy.plan";

/** A plan that waits for approval. */
export interface StackPlan {
  readonly stack: SynthesizedStack;
  readonly counts: ChangeCounts;
  readonly changes: readonly PlannedChange[];
  /** The whole plan as Terraform prints it. */
  readonly show: () => Promise<string>;
}

/**
 * `waits`: it reads outputs of stacks that are not applied yet. `declined`: nobody approved the plan. `failed`: with
 * Terraform's errors; `text` is the output that is not a diagnostic, such as the trace of a crash.
 */
export type StackResult =
  | { readonly status: "done"; readonly counts: ChangeCounts; readonly outputs: ReadonlyMap<string, OutputValue> }
  | { readonly status: "no changes" | "waits" | "declined" }
  | {
      readonly status: "failed";
      readonly during: "init" | "plan" | "apply";
      readonly errors: readonly Diagnostic[];
      readonly text: readonly string[];
      /** Completed changes of all. */
      readonly completed: number;
      readonly total: number;
    };

/** How a stack's deployment proceeds. */
export type Step =
  | { readonly step: "init" | "plan" | "approval" }
  | { readonly step: "apply"; readonly completed: number; readonly total: number; readonly busy: readonly string[] };

export interface DeployOptions {
  readonly approve: (plan: StackPlan) => Promise<boolean>;
  readonly onStep: (step: Step) => void;
  readonly onWarning: (warning: Diagnostic) => void;
  /** Runs one init after the other: a shared plugin cache allows no two at a time. */
  readonly alone: (run: () => Promise<TerraformEnd>) => Promise<TerraformEnd>;
  /** Called with each running Terraform, and with undefined when it has ended. */
  readonly onRunning: (running: StartedTerraform | undefined) => void;
}

/**
 * Deploys a stack with Terraform in its folder: init, plan, approval, and an apply of exactly this plan.
 *
 * @throws TerraformMissingError
 */
export async function deployStack(stack: SynthesizedStack, options: DeployOptions): Promise<StackResult> {
  const run = async (args: readonly string[], how: StartOptions = {}) => {
    const started = startTerraform(stack.folder, args, { ...how, ownGroup: true });
    options.onRunning(started);
    try {
      return await started.ended;
    } finally {
      options.onRunning(undefined);
    }
  };
  options.onStep({ step: "init" });
  const init = await options.alone(() => run(["init", "-input=false", "-no-color"]));
  if (init.exitCode !== 0) return failed("init", new Events(), `${init.stderr.trim() || init.stdout}`);
  try {
    return await planAndApply(stack, run, options);
  } finally {
    rmSync(join(stack.folder, planFile), { force: true });
  }
}

async function planAndApply(
  stack: SynthesizedStack,
  run: (args: readonly string[], how?: StartOptions) => Promise<TerraformEnd>,
  { approve, onStep, onWarning }: DeployOptions,
): Promise<StackResult> {
  onStep({ step: "plan" });
  const planned = new Events(onWarning);
  const plan = await run(["plan", "-input=false", "-json", "-detailed-exitcode", `-out=${planFile}`], {
    onLine: (line) => planned.read(line),
  });
  if (plan.exitCode === 0) return { status: "no changes" };
  if (plan.exitCode !== 2) {
    const errors = planned.errors.map(({ summary, detail }) => `${summary}: ${detail}`);
    if (stack.dependsOn.length > 0 && isWaiting(errors)) return { status: "waits" };
    return failed("plan", planned, plan.stderr);
  }
  onStep({ step: "approval" });
  const { counts, changes } = planned;
  const show = async () => (await run(["show", "-no-color", planFile])).stdout;
  if (!(await approve({ stack, counts, changes, show }))) return { status: "declined" };

  const total = counts.add + counts.change + counts.remove;
  const applied = new Events(onWarning);
  const report = () => onStep({ step: "apply", completed: applied.completed, total, busy: [...applied.busy] });
  report();
  const apply = await run(["apply", "-input=false", "-json", planFile], {
    onLine: (line) => {
      applied.read(line);
      report();
    },
  });
  if (apply.exitCode !== 0) return failed("apply", applied, apply.stderr, total);
  return { status: "done", counts, outputs: applied.outputs };
}

function failed(during: "init" | "plan" | "apply", events: Events, stderr: string, total = 0): StackResult {
  const text = [...events.text, ...stderr.split("\n").filter((line) => line.trim() !== "")];
  return { status: "failed", during, errors: events.errors, text, completed: events.completed, total };
}

/** The events of a Terraform command so far. */
class Events {
  readonly errors: Diagnostic[] = [];
  readonly changes: PlannedChange[] = [];
  readonly text: string[] = [];
  readonly busy = new Set<string>();
  counts: ChangeCounts = { add: 0, change: 0, remove: 0 };
  outputs: ReadonlyMap<string, OutputValue> = new Map();
  completed = 0;

  constructor(private readonly onWarning: (warning: Diagnostic) => void = () => undefined) {}

  read(line: string): void {
    const event = eventOf(line);
    if (event) this.add(event);
  }

  private add(event: TerraformEvent): void {
    switch (event.type) {
      case "diagnostic":
        if (event.diagnostic.severity === "error") this.errors.push(event.diagnostic);
        else this.onWarning(event.diagnostic);
        break;
      case "planned":
        this.changes.push(event.change);
        break;
      case "counts":
        this.counts = event.counts;
        break;
      case "started":
        this.busy.add(event.address);
        break;
      case "completed":
        this.completed += 1;
        this.busy.delete(event.address);
        break;
      case "errored":
        this.busy.delete(event.address);
        break;
      case "outputs":
        this.outputs = event.outputs;
        break;
      case "text":
        this.text.push(event.text);
    }
  }
}
