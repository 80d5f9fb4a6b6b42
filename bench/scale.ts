import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { buildSync } from "esbuild";

import { mixedOrganization } from "./mixed-organization";
import { medianRun, type ProcessRun, processRun } from "./process-run";

/** What is compared, in the order of each round. */
export const variants = [
  "floor",
  "synth",
  "synth and prove",
  "one stack",
  "one stack, file changed",
  "plain cdktf",
] as const;
export type Variant = (typeof variants)[number];

/** The medians of one organization under one version of Node. */
export interface ScaleRow {
  /** Such as `v20.20.2`. */
  readonly node: string;
  /** 0 is the example in the root folder. */
  readonly vpcs: number;
  readonly stacks: number;
  readonly resources: number;
  readonly bytes: number;
  /** Mean of the machine's load over the rounds; the figures of a busy machine are comparable only as ratios. */
  readonly load: number;
  readonly runs: Readonly<Record<Variant, ProcessRun>>;
}

/**
 * Measures one organization in a memory-backed folder, if the machine has one. Each round runs every variant once.
 *
 * The floor is bare Node that writes the same bytes: it reads the text of every file that the synth wrote from one JSON
 * file, and writes each to its path in an empty folder.
 *
 * @param node path of the Node binary
 * @param vpcs number of VPCs, or 0 for the example in the root folder
 */
export function scaleRow(node: string, vpcs: number, rounds: number): ScaleRow {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "mountpath-bench-"));
  try {
    const organization = vpcs === 0 ? readFileSync("organization.yaml", "utf8") : mixedOrganization(vpcs);
    writeFileSync(join(folder, "organization.yaml"), organization);
    writeFileSync(join(folder, "floor.cjs"), floor);
    const commands = commandsOf(vpcs);
    const run = (variant: Variant) => {
      for (const written of ["cdktf.out", "floor", "plain"])
        rmSync(join(folder, written), { recursive: true, force: true });
      if (variant.startsWith("one stack")) processRun(node, commands.synth, folder);
      if (variant === "one stack, file changed") writeFileSync(join(folder, "organization.yaml"), `${organization}\n`);
      const measured = processRun(node, commands[variant], folder);
      writeFileSync(join(folder, "organization.yaml"), organization);
      return measured;
    };
    for (const variant of ["synth and prove", "plain cdktf"] as const) run(variant); // compiled code is kept
    run("synth");
    const files = filesOf(join(folder, "cdktf.out"));
    writeFileSync(join(folder, "files.json"), JSON.stringify(files));
    const loads: number[] = [];
    const measured = Object.fromEntries(variants.map((variant) => [variant, [] as ProcessRun[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const variant of variants) measured[variant]?.push(run(variant));
      loads.push(loadavg()[0] ?? Number.NaN);
    }
    const runs = Object.fromEntries(variants.map((variant) => [variant, medianRun(measured[variant] ?? [])]));
    return {
      node: processVersion(node, folder),
      vpcs,
      stacks: Object.keys(files).filter((name) => name.endsWith("cdk.tf.json")).length,
      resources: Object.entries(files).reduce((sum, [name, text]) => sum + resourcesIn(name, text), 0),
      bytes: Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      load: loads.reduce((sum, load) => sum + load, 0) / loads.length,
      runs: runs as Record<Variant, ProcessRun>,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The arguments of Node. The synth runs with the options of `npm run synth`. */
function commandsOf(vpcs: number): Record<Variant, readonly string[]> {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { synth: string } };
  const [, ...synth] = scripts.synth.split(" ").map((part) => (part.startsWith("bin/") ? resolve(part) : part));
  const stack = vpcs === 0 ? "vpc-apps" : `vpc-apps-${Math.ceil(vpcs / 2)}`;
  return {
    floor: ["floor.cjs"],
    synth: [...synth, "--no-prove"],
    "synth and prove": synth,
    "one stack": [...synth, "--no-prove", "--stack", stack],
    "one stack, file changed": [...synth, "--no-prove", "--stack", stack],
    "plain cdktf": ["--no-deprecation", plainCdktf()], // cdktf calls util.isArray
  };
}

/** Compiles the plain app beforehand. */
function plainCdktf(): string {
  mkdirSync(".build", { recursive: true });
  const outfile = resolve(".build/plain-cdktf.cjs");
  buildSync({
    entryPoints: ["bench/plain-cdktf.ts"],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    loader: { ".sh": "text", ".corefile": "text" },
  });
  return outfile;
}

const floor = `const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");
for (const [file, text] of Object.entries(JSON.parse(readFileSync("files.json", "utf8")))) {
  mkdirSync(dirname("floor/" + file), { recursive: true });
  writeFileSync("floor/" + file, text);
}
`;

/** Files that a synth writes as a cache for the next one. */
const forNextSynth = ["synth.json", "organization.checked.json"];

function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !forNextSynth.includes(entry.name),
  );
  return Object.fromEntries(
    files.map(({ parentPath, path, name }) => {
      const file = join(parentPath ?? path, name);
      return [file.slice(folder.length + 1), readFileSync(file, "utf8")];
    }),
  );
}

function resourcesIn(name: string, text: string): number {
  if (!name.endsWith("cdk.tf.json")) return 0;
  const { resource = {} } = JSON.parse(text) as { resource?: Record<string, object> };
  return Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

function processVersion(node: string, folder: string): string {
  writeFileSync(join(folder, "version.cjs"), `require("node:fs").writeFileSync("version.txt", process.version)`);
  processRun(node, ["version.cjs"], folder);
  return readFileSync(join(folder, "version.txt"), "utf8");
}
