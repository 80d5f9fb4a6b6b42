/**
 * Prints the output contract as JSON, or compares it with an earlier one. Exit code: 0 printed, or no output removed ·
 * 1 an output was removed or has another type · 2 the file can't be read.
 */
import { readFileSync } from "node:fs";

import { z } from "zod";

import { brokenPromises, contractJson } from "../stacks/contract-history";
import { program } from "./support/program";

const earlierContract = z.object({
  version: z.literal(1),
  stacks: z.record(z.string(), z.record(z.string(), z.object({ type: z.string() }))),
});

const call = program("contract")
  .option("--against <file>", "an earlier contract, such as the contract.json of the last release")
  .parse();

const { against } = call.opts<{ against?: string }>();
if (against === undefined) process.stdout.write(contractJson());
else compareWith(against);

function compareWith(file: string): void {
  let earlier: z.output<typeof earlierContract>;
  try {
    earlier = earlierContract.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    process.stderr.write(`'${file}' is not a contract written by 'npm run contract': ${reasonOf(error)}\n`);
    process.exitCode = 2;
    return;
  }
  const broken = brokenPromises(earlier.stacks);
  for (const promise of broken) process.stdout.write(`${promise}\n`);
  if (broken.length > 0) process.exitCode = 1;
  else process.stdout.write("every output of the earlier contract is kept\n");
}

function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message;
  return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}
