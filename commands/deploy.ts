/**
 * Deploys stacks with Terraform, each as soon as the stacks that it reads are done. Exit code: 0 every stack is deployed ·
 * 1 Terraform failed for one, or the deployment was stopped · 2 the arguments or the input are invalid, or a mount path
 * fails, and nothing was deployed · 3 a stack was not approved, or waits for outputs of another that is not applied yet.
 */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline/promises";

import { InvalidArgumentError, Option } from "commander";

import { defaultOutdir, deployCommand, deployFolderCommand } from "../config/file-name";
import { printable } from "../proof/text";
import { matchingStacks, UnknownStackError } from "../stacks/stack-patterns";
import { waves } from "../stacks/waves";
import { deployStack, type StackPlan, type StackResult, type Step } from "../terraform/deploy-stack";
import { inOrder, type Outcome } from "../terraform/in-order";
import { type StartedTerraform, TerraformMissingError } from "../terraform/run-terraform";
import { NotSynthesizedError, type SynthesizedStack, synthesizedStacks } from "../terraform/synthesized-stacks";
import { DeployScreen } from "./support/deploy-screen";
import { diagnosticLines, errorLines, outputLines, planLines, resultLine, summaryLines } from "./support/deploy-texts";
import { configOption, program } from "./support/program";

const call = program("deploy")
  .argument("[stacks...]", "names of stacks, or patterns such as 'vpc-*'; default: all")
  .addOption(configOption())
  .option("--auto-approve", "apply without a question, as in a pipeline")
  .option("--no-prove", "deploy even if a mount path fails")
  .option("--stacks <dir>", "deploy a folder that synth wrote as it is, without a synth")
  .addOption(
    new Option("--at-once <number>", "number of stacks that are deployed at a time")
      .argParser(wholeNumber)
      .default(Math.min(4, availableParallelism())),
  )
  .parse();

interface Options {
  readonly config: string;
  readonly autoApprove?: boolean;
  readonly prove: boolean;
  readonly stacks?: string;
  readonly atOnce: number;
}

const { config, autoApprove = false, prove, stacks: given, atOnce } = call.opts<Options>();
const folder = given ?? process.env["CDKTF_OUTDIR"] ?? defaultOutdir;
const patterns = call.processedArgs[0] as string[];

/** A reason to deploy nothing. */
class Refusal extends Error {}

const screen = new DeployScreen(process.stderr);
const running = new Set<StartedTerraform>();
let interrupts = 0;
let approvesAll = autoApprove;
let lastAlone: Promise<unknown> = Promise.resolve();
let lastQuestion: Promise<unknown> = Promise.resolve();
void main();

async function main(): Promise<void> {
  try {
    const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
    if (!autoApprove && !isTerminal) {
      throw new Refusal("deploy asks before it changes a stack, and there is no terminal: add --auto-approve");
    }
    if (given === undefined) synthesize();
    const stacks = wanted();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
    const start = Date.now();
    const width = Math.max(...stacks.map(({ name }) => name.length));
    const outcomes = await inOrder(stacks, {
      atOnce,
      run: (stack) => deploy(stack, width),
      isDone: ({ status }) => status === "done" || status === "no changes",
      isStopped: () => interrupts > 0,
    });
    screen.end();
    report(outcomes, Date.now() - start);
  } catch (error) {
    screen.end();
    const known = [Refusal, TerraformMissingError, NotSynthesizedError, UnknownStackError];
    if (!(error instanceof Error && known.some((kind) => error instanceof kind))) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

/** Runs `synth`, whose table is shown only if nothing is deployed. */
function synthesize(): void {
  const args = [process.argv[1]!, "synth", "--config", config, ...(prove ? [] : ["--no-prove"])];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 28,
  });
  if (status === 0) {
    const [verdict] = /^\d+ paths?: .*$/m.exec(stdout) ?? [];
    if (verdict !== undefined) process.stderr.write(`${verdict}\n`);
    return;
  }
  process.stderr.write(stdout);
  throw new Refusal(
    status === 1
      ? "nothing was deployed, because a mount path fails: correct it, or add --no-prove"
      : "nothing was deployed, because nothing was synthesized",
  );
}

/** The stacks to deploy, each after the stacks that it depends on. All states but its own are in the state bucket. */
function wanted(): readonly SynthesizedStack[] {
  const all = synthesizedStacks(folder);
  const names = all.map(({ name }) => name);
  const matching = patterns.length > 0 ? matchingStacks(patterns, names) : new Set(names);
  const bucket: readonly string[] = names.filter((name) => name === "state-bucket");
  const ordered = all.map((stack) => ({
    ...stack,
    dependsOn: bucket.includes(stack.name) ? stack.dependsOn : [...bucket, ...stack.dependsOn],
  }));
  return waves(ordered)
    .flat()
    .filter(({ name }) => matching.has(name));
}

async function deploy(stack: SynthesizedStack, width: number): Promise<StackResult> {
  const { name } = stack;
  let own: StartedTerraform | undefined;
  try {
    const result = await deployStack(stack, {
      approve: (plan) => approve(plan),
      onStep: (step) => screen.set(name, stepText(step)),
      onWarning: (warning) => say(process.stderr, diagnosticLines(name, warning)),
      alone,
      onRunning: (started) => {
        if (own) running.delete(own);
        own = started;
        if (started) running.add(started);
      },
    });
    screen.set(name, undefined);
    const reads = stack.dependsOn.filter((each) => each !== "state-bucket");
    say(process.stdout, [`${name.padEnd(width)}  ${resultLine(result, reads)}`]);
    say(process.stderr, errorLines(name, result));
    return result;
  } finally {
    screen.set(name, undefined);
  }
}

/** Runs functions one after the other. */
function alone<T>(run: () => Promise<T>): Promise<T> {
  const next = lastAlone.then(run);
  lastAlone = next.catch(() => undefined);
  return next;
}

/** Asks one question at a time. */
function approve(plan: StackPlan): Promise<boolean> {
  const answer = lastQuestion.then(async () => {
    if (interrupts > 0) return false;
    if (approvesAll) {
      if (plan.counts.remove > 0) say(process.stderr, planLines(plan));
      return true;
    }
    return ask(plan);
  });
  lastQuestion = answer.catch(() => undefined);
  return answer;
}

async function ask(plan: StackPlan): Promise<boolean> {
  screen.pause();
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const stopped = new AbortController();
  lines.once("SIGINT", () => {
    stop();
    stopped.abort();
  });
  // The end of the input is an answer too.
  lines.once("close", () => stopped.abort());
  try {
    process.stderr.write(`\n${planLines(plan).join("\n")}\n`);
    for (;;) {
      const question = `apply ${plan.stack.name}? yes, no, all (this and the following ones), show (the whole plan): `;
      const answer = (await lines.question(question, { signal: stopped.signal })).trim().toLowerCase();
      if (answer === "all") approvesAll = true;
      if (["yes", "y", "all"].includes(answer)) return true;
      if (["no", "n"].includes(answer)) return false;
      if (answer === "show") process.stderr.write((await plan.show()).split("\n").map(printable).join("\n"));
    }
  } catch {
    return false;
  } finally {
    lines.close();
    screen.resume();
  }
}

function stepText(step: Step): string {
  if (step.step !== "apply")
    return { init: "terraform init", plan: "planning", approval: "waits for approval" }[step.step];
  const [busy = ""] = step.busy;
  const others = step.busy.length > 1 ? ` and ${step.busy.length - 1} more` : "";
  return `${step.completed} of ${step.total}  ${busy}${others}`;
}

/** Terraform finishes what it has begun. A second signal is passed on too: Terraform then ends at once. */
function stop(): void {
  interrupts += 1;
  say(process.stderr, [
    interrupts === 1
      ? "stopping: Terraform completes the changes that it has begun and saves the states"
      : "stopping at once: the states may lack what was begun",
  ]);
  for (const each of running) each.interrupt();
}

function report(outcomes: ReadonlyMap<string, Outcome<StackResult>>, milliseconds: number): void {
  const again = (names: readonly string[]) =>
    given === undefined ? deployCommand(config, names) : deployFolderCommand(given, names);
  const results = [...outcomes].flatMap(([name, outcome]) => (outcome.started ? [{ name, ...outcome.result }] : []));
  for (const result of results) {
    if (result.status === "done") say(process.stdout, outputLines(result.name, result.outputs));
  }
  say(process.stdout, summaryLines(outcomes, milliseconds, again));
  const statuses = new Set(results.map(({ status }) => status));
  const isPartial = statuses.has("waits") || statuses.has("declined") || results.length < outcomes.size;
  process.exitCode = statuses.has("failed") || interrupts > 0 ? 1 : isPartial ? 3 : 0;
}

function say(stream: NodeJS.WritableStream, lines: readonly string[]): void {
  if (lines.length > 0) screen.print(stream, `${lines.join("\n")}\n`);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("write a number from 1 to 99");
  return Number(text);
}
