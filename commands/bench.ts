import { mkdirSync, writeFileSync } from "node:fs";

import { benchHclFolder } from "../bench/hcl-folder";
import { benchProve } from "../bench/prove";
import { scaleRow } from "../bench/scale";
import { palettes, scalePlot } from "../bench/scale-plot";
import { scaleChecks, scaleTable } from "../bench/scale-report";
import { benchSynth } from "../bench/synth";
import { program } from "./support/program";

const numbers = (text: string) => text.split(",").map(Number);
const call = program("bench")
  .option("--vpcs <numbers>", "sizes of the organizations; 0 is the example", numbers, [0, 1, 10, 100, 300, 1000])
  .option("--rounds <number>", "runs of each, of which the median counts", Number, 5)
  .option("--node <paths...>", "Node binaries to compare", [process.execPath])
  .option("--scale-only", "leave out the proof's own measurements and the launcher's")
  .option("--write", "write the figures and plots to docs/performance")
  .parse();

const { vpcs, rounds, node, scaleOnly, write } = call.opts<{
  vpcs: number[];
  rounds: number;
  node: string[];
  scaleOnly?: boolean;
  write?: boolean;
}>();

if (!scaleOnly) {
  for (const bench of [benchSynth, benchProve, benchHclFolder]) process.stdout.write(`${bench()}\n`);
}
const rows = node.flatMap((path) => vpcs.map((size) => scaleRow(path, size, rounds)));
process.stdout.write(`\n${scaleTable(rows)}\n${scaleChecks(rows).join("\n")}\n`);
if (write) {
  mkdirSync("docs/performance", { recursive: true });
  writeFileSync("docs/performance/figures.json", `${JSON.stringify(rows, null, 2)}\n`);
  const plotted = rows.filter((row) => row.node === rows[0]?.node);
  for (const [name, palette] of Object.entries(palettes)) {
    writeFileSync(`docs/performance/scale-${name}.svg`, scalePlot(plotted, palette));
  }
}
