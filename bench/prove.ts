import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { largeOrganization } from "./large-organization";
import { medianTimes } from "./measure";

const launcher = resolve("bin/mountpath.cjs");
const workloadsEach = 3;
const sizes = { small: 30, large: 300 } as const;
/** The maximum wall time for the large organization, without Node's start, on a quiet machine, in milliseconds. */
const longest = 1500;
/** The maximum ratio of the times for ten times the size. */
const steepest = 12;

/** Measures `npm run prove` on the folders of 30 and 300 VPCs with three workloads each. */
export function benchProve(): string {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-bench-"));
  try {
    for (const [name, vpcs] of Object.entries(sizes)) write(join(folder, name), vpcs);
    const prove = (name: string) => ["node", launcher, "prove", join(folder, name, "cdktf.out")];
    const times = medianTimes({ node: ["node", "--eval", ""], small: prove("small"), large: prove("large") }, 5);
    const node = times["node"] ?? Number.NaN;
    const [small, large] = [(times["small"] ?? Number.NaN) - node, (times["large"] ?? Number.NaN) - node];
    const ratio = large / small;
    return (
      `prove of ${sizes.large} VPCs with ${workloadsEach} workloads each: ${large.toFixed(0)} ms after Node's start ` +
      `(at most ${longest}), of ${sizes.small}: ${small.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (at most ${steepest})` +
      (large > longest || ratio > steepest ? ": TOO SLOW" : "")
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder: string, vpcs: number): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "organization.yaml"), largeOrganization(vpcs, workloadsEach));
  const env = { ...process.env, CDKTF_OUTDIR: join(folder, "cdktf.out") };
  const synth = spawnSync("node", [launcher, "synth", "--no-prove"], { cwd: folder, env, encoding: "utf8" });
  const { status, stderr } = synth;
  if (status !== 0) throw new Error(`synth of ${vpcs} VPCs ended with ${status}: ${stderr}`);
}
