import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { median } from "./measure";

/** The cost of one process. */
export interface ProcessRun {
  /** Wall time from the start of Node to its end, in milliseconds. */
  readonly wall: number;
  /** User and system time of all threads, in milliseconds. */
  readonly cpu: number;
  /** Maximum resident memory, in MB. */
  readonly memory: number;
}

/**
 * Runs Node in a folder.
 *
 * @param node path of the binary
 * @param args its options, the script and the script's arguments
 * @throws Error if it fails, or prints a deprecation warning
 */
export function processRun(node: string, args: readonly string[], folder: string): ProcessRun {
  const usage = join(folder, "usage.json");
  writeFileSync(join(folder, "usage.cjs"), recordUsage);
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(node, ["--require", join(folder, "usage.cjs"), ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, CDKTF_OUTDIR: join(folder, "cdktf.out"), MOUNTPATH_USAGE: usage },
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0 || stderr.includes("DeprecationWarning")) {
    throw new Error(`'${node} ${args.join(" ")}' ended with ${status}: ${stderr.slice(-2000)}`);
  }
  return { wall, ...(JSON.parse(readFileSync(usage, "utf8")) as { cpu: number; memory: number }) };
}

/** Takes the median of each value. */
export function medianRun(runs: readonly ProcessRun[]): ProcessRun {
  return {
    wall: median(runs.map(({ wall }) => wall)),
    cpu: median(runs.map(({ cpu }) => cpu)),
    memory: median(runs.map(({ memory }) => memory)),
  };
}

const recordUsage = `process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 };
  require("node:fs").writeFileSync(process.env.MOUNTPATH_USAGE, JSON.stringify(usage));
});
`;
