import { type ScaleRow, type Variant, variants } from "./scale";

/** Maximum wall time as a multiple of the floor's, for 300 VPCs. */
const limits: Readonly<Partial<Record<Variant, number>>> = { synth: 7, "synth and prove": 12 };
/** Maximum resident memory of the synth for 300 VPCs, in MB. */
const memoryLimit = 140;
/** The maximum time per resource at 1,000 VPCs, as a multiple of that at 100. */
const growthLimit = 1.2;
/** The maximum wall time of one stack in 300 VPCs, as a multiple of the example's synth. */
const oneStackLimit = 1.5;

/** The rows as a Markdown table. */
export function scaleTable(rows: readonly ScaleRow[]): string {
  const head = [
    "Node",
    "VPCs",
    "stacks",
    "resources",
    "MB",
    ...variants,
    "synth ÷ floor",
    "by CPU time",
    "with proof ÷ floor",
    "memory",
    "load",
  ];
  const cells = rows.map((row) => [
    row.node,
    row.vpcs === 0 ? "example" : String(row.vpcs),
    String(row.stacks),
    String(row.resources),
    (row.bytes / 1e6).toFixed(1),
    ...variants.map((variant) => `${row.runs[variant].wall.toFixed(0)} ms`),
    ratio(row, "synth").toFixed(1),
    (row.runs.synth.cpu / row.runs.floor.cpu).toFixed(1),
    ratio(row, "synth and prove").toFixed(1),
    `${row.runs.synth.memory.toFixed(0)} MB`,
    row.load.toFixed(1),
  ]);
  return [head, head.map(() => "---"), ...cells].map((line) => `| ${line.join(" | ")} |\n`).join("");
}

/** One line per limit that the rows say something about. */
export function scaleChecks(rows: readonly ScaleRow[]): string[] {
  return [...new Set(rows.map(({ node }) => node))].flatMap((node) => {
    const at = (vpcs: number) => rows.find((row) => row.node === node && row.vpcs === vpcs);
    const [example, hundred, large, huge] = [at(0), at(100), at(300), at(1000)];
    const lines: string[] = [];
    const check = (what: string, value: number, limit: number) =>
      lines.push(`${node}: ${what}: ${value.toFixed(2)} (at most ${limit})${value > limit ? ": OVER THE LIMIT" : ""}`);
    for (const [variant, limit] of Object.entries(limits)) {
      if (large) check(`${variant} ÷ floor at 300 VPCs`, ratio(large, variant as Variant), limit);
    }
    if (large) check("memory of the synth at 300 VPCs in MB", large.runs.synth.memory, memoryLimit);
    if (large && example) {
      check("one stack of 300 VPCs ÷ example", large.runs["one stack"].wall / example.runs.synth.wall, oneStackLimit);
    }
    if (hundred && huge)
      check("time per resource, 1,000 ÷ 100 VPCs", perResource(huge) / perResource(hundred), growthLimit);
    return lines;
  });
}

function ratio({ runs }: ScaleRow, variant: Variant): number {
  return runs[variant].wall / runs.floor.wall;
}

function perResource({ runs, resources }: ScaleRow): number {
  return runs.synth.wall / resources;
}
