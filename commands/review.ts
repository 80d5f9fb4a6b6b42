/**
 * Reviews the plans of a pull request. Exit code: 0 nothing needs attention · 1 someone must check the changes · 2
 * nothing was reviewed.
 */
import { existsSync } from "node:fs";

import { Option } from "commander";

import { type Acknowledgement } from "../config/acknowledgements";
import { ConfigError } from "../config/errors";
import { defaultOutdir } from "../config/file-name";
import { today } from "../config/today";
import { InputError } from "../proof/graph/input-error";
import { printable } from "../proof/text";
import { readPlans } from "../review/input/read";
import { recordedPlans } from "../review/input/recorded-plans";
import { readSarif } from "../review/input/sarif";
import { jsonReview } from "../review/report/json";
import { markdownReview } from "../review/report/markdown";
import { reviewOf } from "../review/review";
import { deployed } from "../stacks/left-report";
import { leftAtLastSynth } from "../stacks/left-stacks";
import { program } from "./support/program";
import { warnOfStaleSynth } from "./support/stale-synth";

const defaultFile = "review.yaml";

const call = program("review")
  .argument(
    "<plans...>",
    "cdktf.out after mountpath plan, saved plans (terraform plan -out), or plans as JSON (terraform show -json), reviewed together",
  )
  .addOption(
    new Option("--format <format>", "format of the standard output").choices(["markdown", "json"]).default("markdown"),
  )
  .addOption(
    new Option("--source <dir>", "folder that plan JSON was made from: DIR, or PLAN=DIR; may be repeated")
      .argParser<string[]>((folder, before) => [...(before ?? []), folder])
      .default([]),
  )
  .option(
    "--stacks <dir>",
    "folder of all stacks (default: cdktf.out, if a plan was made from it); stacks without a plan are judged from it",
  )
  .addOption(
    new Option("--unplanned <stack=why>", "stack that could not be planned: STACK, or STACK=WHY; may be repeated")
      .argParser<string[]>((stack, before) => [...(before ?? []), stack])
      .default([]),
  )
  .addOption(
    new Option("--sarif <file>", "findings of another tool (Checkov, Trivy, tflint) as SARIF; may be repeated")
      .argParser<string[]>((path, before) => [...(before ?? []), path])
      .default([]),
  )
  .option("--full", "print Markdown that is longer than a comment can be")
  .option("--acknowledgements <file>", `stops that someone has acknowledged (default: ${defaultFile}, if there is one)`)
  .parse();

interface Options {
  format: "markdown" | "json";
  source: string[];
  stacks?: string;
  unplanned: string[];
  acknowledgements?: string;
  sarif: string[];
  full?: boolean;
}

const {
  format,
  source: folders,
  stacks: folder,
  unplanned,
  acknowledgements: file,
  sarif,
  full,
} = call.opts<Options>();
void main();

async function main(): Promise<void> {
  try {
    const recorded = recordedPlans(call.processedArgs[0] as string[]);
    const stacksIn = folder ?? recorded.folder;
    const options = {
      ...(stacksIn === undefined ? {} : { folder: stacksIn }),
      unplanned: [...recorded.unplanned, ...unplanned],
    };
    if (stacksIn !== undefined) warnOfStaleSynth([stacksIn]);
    const { plans, sources, stacks, unread } = await readPlans(recorded.paths, folders, options);
    for (const { path, what } of unread)
      process.stderr.write(`${printable(`${path} ${what}, so stacks without a plan are not listed`)}\n`);
    const entries = await acknowledgementsOf(file);
    const left = stacks.length === 0 ? [] : leftAtLastSynth(stacksIn ?? defaultOutdir);
    const leftStacks = left.map((stack) => ({ name: stack.name, deployed: deployed(stack) }));
    const others = sarif.flatMap(readSarif);
    const review = reviewOf(plans, sources, stacks, { entries, today: today() }, others, leftStacks);
    process.stdout.write(format === "json" ? jsonReview(review) : markdownReview(review, full));
    process.exitCode = review.stops.length > 0 ? 1 : 0;
  } catch (error) {
    // An uncaught exception would end with 1, which means that someone must check the changes.
    process.exitCode = 2;
    const lines =
      error instanceof InputError
        ? error.problems.map(({ path, what, todo }) => `${path} ${what}: ${todo}`)
        : error instanceof ConfigError
          ? error.message.split("\n")
          : [
              `the review itself failed, so nothing was reviewed: ${String(error instanceof Error ? error.stack : error)}`,
            ];
    for (const line of lines) process.stderr.write(`${printable(line)}\n`);
  }
}

/** The schema is loaded only if there is a file. */
async function acknowledgementsOf(given: string | undefined): Promise<readonly Acknowledgement[]> {
  if (given === undefined && !existsSync(defaultFile)) return [];
  const { readAcknowledgements } = await import("../config/acknowledgements.js");
  return readAcknowledgements(given ?? defaultFile);
}
