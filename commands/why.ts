/**
 * Explains a message of a task, of Terraform or of Kubernetes. Exit code: 0 a known message · 3 no known message · 2 the
 * input can't be read, or there is no message.
 */
import { readFileSync } from "node:fs";

import { Option } from "commander";

import { InputError } from "../proof/graph/input-error";
import { readInputs } from "../proof/graph/read";
import { prove } from "../proof/prove";
import { withPlaces } from "../proof/report/places";
import { jsonText, printable } from "../proof/text";
import { type PathResult } from "../proof/verdict";
import { explain } from "../proof/why/explanation";
import { matchesOf } from "../proof/why/match";
import { messagesIn } from "../proof/why/stopped-task";
import { program } from "./support/program";

const call = program("why")
  .argument(
    "[message...]",
    "the message; without it, a message or the output of aws ecs describe-tasks on standard input",
  )
  .option("--in <paths...>", "folders, plans or states to judge: what prove says of the hop, path by path")
  .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
  .parse();

const { in: inputs, format } = call.opts<{ in?: string[]; format: "text" | "json" }>();

/** Neither the command line nor the standard input has a message. */
class NoMessage extends Error {}

void main();

async function main(): Promise<void> {
  try {
    const words = call.processedArgs[0] as string[];
    const messages = messagesIn(words.length > 0 ? words.join(" ") : standardInput());
    if (messages.length === 0) throw new NoMessage();
    const paths = inputs && (await pathsOf(inputs));
    const found = messages.map((message) => ({ message, ...matchesOf(message) }));
    process.stdout.write(
      format === "json"
        ? `${jsonText({ version: 1, messages: found })}\n`
        : `${found.map(({ message, ...matches }) => explain(message, matches, paths).join("\n")).join("\n\n")}\n`,
    );
    process.exitCode = found.some(({ exact }) => exact.length > 0) ? 0 : 3;
  } catch (error) {
    process.exitCode = 2;
    const lines =
      error instanceof NoMessage
        ? ["there is no message: write it after --, or pipe it or the output of aws ecs describe-tasks to this command"]
        : error instanceof InputError
          ? error.problems.map(({ path, what, todo }) => `${path} ${what}: ${todo}`)
          : [`nothing was explained: ${String(error instanceof Error ? error.stack : error)}`];
    for (const line of lines) process.stderr.write(`${printable(line)}\n`);
  }
}

async function pathsOf(folders: readonly string[]): Promise<readonly PathResult[]> {
  const graph = await readInputs(folders, { options: [], environment: process.env }, [], []);
  return withPlaces(prove(graph), graph).paths;
}

function standardInput(): string {
  return process.stdin.isTTY ? "" : readFileSync(0, "utf8");
}
