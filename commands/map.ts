/** Writes a map of accounts, VPCs and mount paths. Exit code: 0 written · 2 nothing was written. */
import { writeFileSync } from "node:fs";

import { Option } from "commander";

import { pageParts } from "../map/assets";
import { mapData } from "../map/build/map-data";
import { svgOfWorkload } from "../map/diagram/workload-svg";
import { pageHtml } from "../map/page-html";
import { pathsOfWorkload, WorkloadNotFound } from "../map/workload-paths";
import { type Graph } from "../proof/graph/graph";
import { prove } from "../proof/prove";
import { mermaidOfPaths } from "../proof/report/mermaid";
import { withPlaces } from "../proof/report/places";
import { maskOfGraph, withoutSensitive } from "../proof/report/sensitive";
import { summary } from "../proof/report/summary";
import { printable } from "../proof/text";
import { type Report } from "../proof/verdict";
import { GraphInput, reportInputError } from "./support/graph-input";
import { program } from "./support/program";

const formats = ["html", "mermaid", "svg"] as const;

interface Options {
  readonly format: (typeof formats)[number];
  readonly output?: string;
  readonly workload?: string;
}

class OutputError extends Error {}

const call = program("map")
  .addOption(
    new Option("--format <format>", "a page of everything, or a drawing of one workload")
      .choices(formats)
      .default("html"),
  )
  .option("--output <file>", "file to write; - is the standard output (default: map.html, for drawings -)")
  .option("--workload <workload>", "the workload to draw: its address, name or stack, or STACK:ADDRESS");
const input = new GraphInput(call);
const options = call.parse().opts<Options>();
void main();

async function main(): Promise<void> {
  try {
    const graph = await input.read();
    const report = withoutSensitive(withPlaces(prove(graph), graph), maskOfGraph(graph));
    write(render(graph, report));
    process.stderr.write(`${summary(report)}\n`);
  } catch (error) {
    if (error instanceof WorkloadNotFound || error instanceof OutputError) {
      process.exitCode = 2;
      process.stderr.write(`${printable(error.message)}\n`);
    } else reportInputError(error, "the map itself failed, so nothing was written");
  }
}

function render(graph: Graph, report: Report): string {
  switch (options.format) {
    case "html":
      return pageHtml(mapData(graph, report), pageParts());
    case "mermaid":
      return mermaidOfPaths(pathsOfWorkload(report, options.workload));
    case "svg":
      return svgOfWorkload(mapData(graph, report), report, options.workload);
  }
}

function write(text: string): void {
  const file = options.output ?? (options.format === "html" ? "map.html" : "-");
  if (file === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new OutputError(`can't write ${file}: ${(error as Error).message}`);
  }
  process.stderr.write(`${printable(file)} written\n`);
}
