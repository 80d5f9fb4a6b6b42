/**
 * Judges every mount path of the input. Exit code: 0 all mount · 1 one fails, or a finding is an error · 3 none fails,
 * one is unknown · 2 nothing was evaluated.
 */
import { Option } from "commander";

import { version } from "../package.json";
import { unreadModules } from "../proof/aws/unread-module";
import { type Graph } from "../proof/graph/graph";
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
import { GraphInput, reportInputError } from "./support/graph-input";
import { program } from "./support/program";

const formats = ["text", "json", "markdown", "sarif", "junit"] as const;
type Format = (typeof formats)[number];

const call = program("prove").addOption(
  new Option("--format <format>", "format of the standard output").choices(formats).default("text"),
);
const input = new GraphInput(call);
const { format } = call.parse().opts<{ format: Format }>();
void main();

async function main(): Promise<void> {
  try {
    await judge();
  } catch (error) {
    reportInputError(error, "the proof itself failed, so nothing was evaluated");
  }
}

async function judge(): Promise<void> {
  const graph = await input.read();
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
