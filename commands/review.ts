/**
 * Reviews the plans of a pull request. Exit code: 0 nothing needs attention · 1 someone must check the changes · 2
 * nothing was reviewed.
 */
import { Option } from "commander";

import { InputError } from "../proof/graph/input-error";
import { printable } from "../proof/text";
import { jsonReview } from "../review/json";
import { markdownReview } from "../review/markdown";
import { readPlans } from "../review/read";
import { reviewOf } from "../review/review";
import { program } from "./support/program";

const call = program("review")
  .argument(
    "<plans...>",
    "saved plans (terraform plan -out), or plans as JSON (terraform show -json), reviewed together",
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
  .parse();

const {
  format,
  source: folders,
  stacks: folder,
  unplanned,
} = call.opts<{ format: "markdown" | "json"; source: string[]; stacks?: string; unplanned: string[] }>();
void main();

async function main(): Promise<void> {
  try {
    const options = { ...(folder === undefined ? {} : { folder }), unplanned };
    const { plans, sources, stacks } = await readPlans(call.processedArgs[0] as string[], folders, options);
    const review = reviewOf(plans, sources, stacks);
    process.stdout.write(format === "json" ? jsonReview(review) : markdownReview(review));
    process.exitCode = review.stops.length > 0 ? 1 : 0;
  } catch (error) {
    // An uncaught exception would end with 1, which means that someone must check the changes.
    process.exitCode = 2;
    const lines =
      error instanceof InputError
        ? error.problems.map(({ path, what, todo }) => `${path} ${what}: ${todo}`)
        : [
            `the review itself failed, so nothing was reviewed: ${String(error instanceof Error ? error.stack : error)}`,
          ];
    for (const line of lines) process.stderr.write(`${printable(line)}\n`);
  }
}
