/** The inputs of commands that judge mount paths, with their options and errors: `prove`, `map`. */
import { type Command, InvalidArgumentError, Option } from "commander";

import { ConfigError } from "../../config/errors";
import { type Assumption } from "../../proof/graph/assumption";
import { type GivenVariable } from "../../proof/graph/configuration/variables/variables";
import { type Graph } from "../../proof/graph/graph";
import { InputError } from "../../proof/graph/input-error";
import { readInputs } from "../../proof/graph/read";
import { printable } from "../../proof/text";
import { warnOfStaleSynth } from "./stale-synth";

export class GraphInput {
  /** `--var` and `--var-file` in the order of the command line: the later one wins. */
  private readonly given: GivenVariable[] = [];
  private readonly command: Command;

  constructor(command: Command) {
    this.command = command
      .argument(
        "[paths...]",
        "saved plans (terraform plan -out), folders of Terraform or cdktf.out, plans or states as JSON (terraform show -json), evaluated together",
        ["cdktf.out"],
      )
      .addOption(
        new Option("--var <name=value>", "value of a Terraform variable in HCL").argParser<void>((text) => {
          const at = text.indexOf("=");
          if (at < 1) throw new InvalidArgumentError("write NAME=VALUE");
          this.given.push({ name: text.slice(0, at), text: text.slice(at + 1) });
        }),
      )
      .addOption(
        new Option("--var-file <file>", "file of variable values (*.tfvars, *.tfvars.json)").argParser<void>((file) => {
          this.given.push({ file });
        }),
      )
      .addOption(
        new Option("--assume <file>", "YAML file with assumptions: facts that the input does not show (docs/assume.md)")
          .argParser<string[]>((file, files = []) => [...files, file])
          .default([]),
      )
      .addOption(
        new Option("--source <dir>", "folder that plan JSON was made from: DIR, or PLAN=DIR; may be repeated")
          .argParser<string[]>((folder, before) => [...(before ?? []), folder])
          .default([]),
      );
  }

  /** Reads what the parsed command line names. */
  async read(): Promise<Graph> {
    const { assume, source } = this.command.opts<{ assume: string[]; source: string[] }>();
    const assumed = await assumptionsOf(assume);
    const paths = this.command.processedArgs[0] as string[];
    warnOfStaleSynth(paths);
    return readInputs(paths, { options: this.given, environment: process.env }, assumed, source);
  }
}

/** The schema is loaded only if there is an assumptions file. */
async function assumptionsOf(files: readonly string[]): Promise<readonly Assumption[]> {
  if (files.length === 0) return [];
  const { readAssumptions } = await import("../../config/assume.js");
  return files.flatMap((file) => readAssumptions(file));
}

/**
 * Prints an error to standard error and sets exit code 2: an uncaught exception would end with 1, which means that a path
 * fails.
 *
 * @param failed begins the message of an unexpected error
 */
export function reportInputError(error: unknown, failed: string): void {
  process.exitCode = 2;
  const lines =
    error instanceof InputError
      ? error.problems.map(({ path, what, todo }) => `${path} ${what}: ${todo}`)
      : error instanceof ConfigError
        ? error.message.split("\n")
        : [`${failed}: ${String(error instanceof Error ? error.stack : error)}`];
  for (const line of lines) process.stderr.write(`${printable(line)}\n`);
}
