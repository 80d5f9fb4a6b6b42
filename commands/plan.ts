/**
 * Plans the synthesized stacks with Terraform. Exit code: 0 all are planned · 1 Terraform failed for one · 2 the
 * arguments or the folder are invalid · 3 one waits for outputs of a stack that is not applied yet.
 */
import { availableParallelism } from "node:os";

import { InvalidArgumentError, Option } from "commander";

import { printable } from "../proof/text";
import { matchingStacks, UnknownStackError } from "../stacks/stack-patterns";
import { waves } from "../stacks/waves";
import { type PlanOutcome, recordOutcomes } from "../terraform/plan-record";
import { planStacks } from "../terraform/plan-stacks";
import { TerraformMissingError } from "../terraform/run-terraform";
import { NotSynthesizedError, type SynthesizedStack, synthesizedStacks } from "../terraform/synthesized-stacks";
import { program } from "./support/program";
import { warnOfStaleSynth } from "./support/stale-synth";

const call = program("plan")
  .argument("[stacks...]", "names of stacks, or patterns such as 'vpc-*'; default: all")
  .option("--stacks <dir>", "the folder that synth wrote", "cdktf.out")
  .option("--no-lock", "do not lock the states, for a role that may only read")
  .addOption(
    new Option("--at-once <number>", "number of stacks that are planned at a time")
      .argParser(wholeNumber)
      .default(Math.min(4, availableParallelism())),
  )
  .parse();

const { stacks: folder, lock, atOnce } = call.opts<{ stacks: string; lock: boolean; atOnce: number }>();
void main();

async function main(): Promise<void> {
  try {
    const stacks = wanted(call.processedArgs[0] as string[]);
    warnOfStaleSynth([folder]);
    const width = Math.max(...stacks.map(({ name }) => name.length));
    const outcomes = await planStacks(stacks, {
      lock,
      atOnce,
      onOutcome: (outcome) => process.stdout.write(`${outcome.stack.padEnd(width)}  ${said(outcome)}\n`),
    });
    recordOutcomes(folder, outcomes);
    const statuses = new Set(outcomes.map(({ status }) => status));
    process.exitCode = statuses.has("failed") ? 1 : statuses.has("waits") ? 3 : 0;
    process.stdout.write(`\nto review them: npm run review -- ${folder}\n`);
  } catch (error) {
    const known = [TerraformMissingError, NotSynthesizedError, UnknownStackError];
    if (!(error instanceof Error && known.some((kind) => error instanceof kind))) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

function wanted(patterns: readonly string[]): readonly SynthesizedStack[] {
  const stacks = synthesizedStacks(folder);
  const names = stacks.map(({ name }) => name);
  const matching = patterns.length > 0 ? matchingStacks(patterns, names) : new Set(names);
  return waves(stacks)
    .flat()
    .filter(({ name }) => matching.has(name));
}

function said({ status, details }: PlanOutcome): string {
  const text = printable(details);
  if (status === "changes") return text;
  return status === "no changes" ? status : `${status}: ${text}`;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("write a number from 1 to 99");
  return Number(text);
}
