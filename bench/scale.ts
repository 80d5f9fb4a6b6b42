import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { largeOrganization } from "./large-organization";
import { median } from "./measure";

const launcher = resolve("bin/mountpath.cjs");
const vpcs = 300;
const workloadsEach = 2;
const rounds = 5;
/** The maximum ratio of the wall time to that of bare Node writing the same bytes. */
const steepest = 7;
/** Maximum resident memory in MB. */
const largest = 140;

/**
 * Measures `npm run synth` of 901 stacks against writing the same bytes, in a memory-backed folder if the machine has
 * one.
 */
export function benchScale(): string {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "mountpath-bench-"));
  try {
    writeFileSync(join(folder, "organization.yaml"), largeOrganization(vpcs, workloadsEach));
    writeFileSync(join(folder, "peak.cjs"), peak);
    writeFileSync(join(folder, "floor.cjs"), floor);
    const synth = () => measured(folder, [launcher, "synth", "--no-prove"], "cdktf.out");
    synth();
    writeFileSync(join(folder, "files.json"), JSON.stringify(texts(join(folder, "cdktf.out"))));
    const [synths, floors]: [Measured[], Measured[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      floors.push(measured(folder, [join(folder, "floor.cjs")], "floor"));
      synths.push(synth());
    }
    const time = median(synths.map(({ milliseconds }) => milliseconds));
    const floorTime = median(floors.map(({ milliseconds }) => milliseconds));
    const memory = median(synths.map(({ megabytes }) => megabytes));
    const ratio = time / floorTime;
    return (
      `synth of ${vpcs} VPCs with ${workloadsEach} workloads each: ${time.toFixed(0)} ms and ${memory.toFixed(0)} MB ` +
      `(at most ${largest}); writing the same bytes: ${floorTime.toFixed(0)} ms, ratio ${ratio.toFixed(1)} (at most ${steepest})` +
      (ratio > steepest || memory > largest ? ": OVER THE LIMIT" : "")
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Runs Node in the folder after removing the output of earlier runs. */
function measured(folder: string, command: readonly string[], written: string): Measured {
  rmSync(join(folder, written), { recursive: true, force: true });
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync("node", ["--require", join(folder, "peak.cjs"), ...command], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: join(folder, "cdktf.out"), MOUNTPATH_PEAK: join(folder, "peak.txt") },
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`'node ${command.join(" ")}' ended with ${status}: ${stderr}`);
  return { milliseconds, megabytes: Number(readFileSync(join(folder, "peak.txt"), "utf8")) / 1024 };
}

const peak = `process.on("exit", () =>
  require("node:fs").writeFileSync(process.env.MOUNTPATH_PEAK, String(process.resourceUsage().maxRSS)));
`;

const floor = `const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
for (const [stack, text] of Object.entries(JSON.parse(readFileSync("files.json", "utf8")))) {
  mkdirSync("floor/stacks/" + stack, { recursive: true });
  writeFileSync("floor/stacks/" + stack + "/cdk.tf.json", text);
}
`;

function texts(outdir: string): Record<string, string> {
  const stacks = readdirSync(join(outdir, "stacks"));
  return Object.fromEntries(
    stacks.map((name) => [name, readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")]),
  );
}
