/**
 * Judges every mount path of the input. Exit code: 0 all mount · 1 one fails, or a finding is an error · 3 none fails,
 * one is unknown · 2 nothing was evaluated.
 */
import { InvalidArgumentError, Option } from "commander";

import { ConfigError } from "../config/errors";
import { version } from "../package.json";
import { unreadModules } from "../proof/aws/unread-module";
import { type Assumption } from "../proof/graph/assumption";
import { type GivenVariable } from "../proof/graph/configuration/variables/variables";
import { type Graph } from "../proof/graph/graph";
import { InputError } from "../proof/graph/input-error";
import { readInputs } from "../proof/graph/read";
import { prove } from "../proof/prove";
import { usesColor } from "../proof/report/color";
import { jsonReport } from "../proof/report/json";
import { junitReport } from "../proof/report/junit";
import { Locator } from "../proof/report/location";
import { markdownReport } from "../proof/report/markdown";
import { withPlaces } from "../proof/report/places";
import { sarifReport } from "../proof/report/sarif";
import { maskOfGraph, withoutSensitive } from "../proof/report/sensitive";
import { findingSummary, summary } from "../proof/report/summary";
import { textReport } from "../proof/report/text";
import { printable } from "../proof/text";
import { exitCode, type Report } from "../proof/verdict";
import { program } from "./support/program";

const formats = ["text", "json", "markdown", "sarif", "junit"] as const;
type Format = (typeof formats)[number];

/** `--var` and `--var-file` in the order of the command line: the later one wins. */
const given: GivenVariable[] = [];

const call = program("prove")
  .argument(
    "[paths...]",
    "saved plans (terraform plan -out), folders of Terraform or cdktf.out, plans or states as JSON (terraform show -json), evaluated together",
    ["cdktf.out"],
  )
  .addOption(new Option("--format <format>", "format of the standard output").choices(formats).default("text"))
  .addOption(
    new Option("--var <name=value>", "value of a Terraform variable in HCL").argParser<void>((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new InvalidArgumentError("write NAME=VALUE");
      given.push({ name: text.slice(0, at), text: text.slice(at + 1) });
    }),
  )
  .addOption(
    new Option("--var-file <file>", "file of variable values (*.tfvars, *.tfvars.json)").argParser<void>((file) => {
      given.push({ file });
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
  )
  .parse();

const { format, assume, source: sources } = call.opts<{ format: Format; assume: string[]; source: string[] }>();
void main();

async function main(): Promise<void> {
  try {
    await judge();
  } catch (error) {
    // An uncaught exception would end with 1, which means that a path fails.
    process.exitCode = 2;
    const lines =
      error instanceof InputError
        ? error.problems.map(({ path, what, todo }) => `${path} ${what}: ${todo}`)
        : error instanceof ConfigError
          ? error.message.split("\n")
          : [
              `the proof itself failed, so nothing was evaluated: ${String(error instanceof Error ? error.stack : error)}`,
            ];
    for (const line of lines) process.stderr.write(`${printable(line)}\n`);
  }
}

/** The schema is loaded only if there is an assumptions file. */
async function assumptionsOf(files: readonly string[]): Promise<readonly Assumption[]> {
  if (files.length === 0) return [];
  const { readAssumptions } = await import("../config/assume.js");
  return files.flatMap((file) => readAssumptions(file));
}

async function judge(): Promise<void> {
  const assumed = await assumptionsOf(assume);
  const paths = call.processedArgs[0] as string[];
  const graph = await readInputs(paths, { options: given, environment: process.env }, assumed, sources);
  const report = withoutSensitive(withPlaces(prove(graph), graph), maskOfGraph(graph));
  process.stdout.write(render(report, graph));
  if (report.paths.length === 0) process.stderr.write("found no workload that mounts a file system\n");
  if (format !== "text")
    process.stderr.write(`${[summary(report), findingSummary(report)].filter(Boolean).join("\n")}\n`);
  // Workloads in modules that can't be read are not judged.
  const unread = unreadModules(graph);
  for (const module of unread) process.stderr.write(`${printable(module)}\n`);
  const code = exitCode(report);
  process.exitCode = code === 0 && unread.length > 0 ? 3 : code;
}

function render(report: Report, graph: Graph): string {
  switch (format) {
    case "text":
      return textReport(report, { color: usesColor(process.stdout) });
    case "json":
      return jsonReport(report);
    case "markdown":
      return markdownReport(report);
    case "junit":
      return junitReport(report);
    case "sarif":
      return sarifReport(report, new Locator(graph), { version });
  }
}
