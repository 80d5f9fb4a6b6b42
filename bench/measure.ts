import { spawnSync } from "node:child_process";

/**
 * Measures the wall time of commands in turns, so that other load on the machine affects all of them equally.
 *
 * @param commands argument lists by name
 * @param rounds how often each runs, after one round that is not counted
 * @returns the median of the rounds in milliseconds, by name
 */
export function medianTimes(
  commands: Readonly<Record<string, readonly string[]>>,
  rounds: number,
): Record<string, number> {
  const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, [program = "", ...args]] of Object.entries(commands)) {
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
      const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
      if (status !== 0) throw new Error(`'${[program, ...args].join(" ")}' ended with ${status}: ${stderr}`);
      if (round > 0) times.get(name)?.push(milliseconds);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
