import { listed } from "../nearest";
import { defaultTaskSize } from "../schema/ecs-task";
import { ecsTasks } from "../workload-parts";
import { type Check } from "./check";

const range = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * 1024);

/** The combinations that Fargate supports: CPU units to MiB of memory (ECS-05). */
export const fargateSizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, range(1, 4, 1)],
  [1024, range(2, 8, 1)],
  [2048, range(4, 16, 1)],
  [4096, range(8, 30, 1)],
  [8192, range(16, 60, 4)],
  [16384, range(32, 120, 8)],
  [32768, [60, 120, 244].map((gib) => gib * 1024)],
]);

/** The CPU and memory of every task are a combination that Fargate supports (ECS-05). */
export const checkFargateSizes: Check = (draft, report) => {
  for (const { path, task, workload } of ecsTasks(draft)) {
    if (workload.platform !== "ecs-fargate") continue;
    const { cpu, memory } = { ...defaultTaskSize, ...task };
    if (cpu === undefined || memory === undefined) continue;
    const memories = fargateSizes.get(cpu);
    if (memories?.includes(memory)) continue;
    const [nearCpu, nearMemory] = nearestSize(cpu, memory);
    const nearest = `the nearest combination is cpu ${nearCpu}, memory ${nearMemory}`;
    if (memories === undefined) {
      const cpus = listed([...fargateSizes.keys()].map(String), "or");
      report.error([...path, "cpu"], `should be ${cpus} (ECS-05), got ${cpu}; ${nearest}`);
    } else {
      const got = "memory" in task ? `got ${memory}` : `got none, which means ${memory}`;
      report.error(
        [...path, "memory"],
        `should be ${memoryRange(memories)} for cpu ${cpu} (ECS-05), ${got}; ${nearest}`,
      );
    }
  }
};

function memoryRange(memories: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = memories;
  if (memories.length <= 4) return listed(memories.map(String), "or");
  return `from ${first} to ${memories[memories.length - 1]} in steps of ${third - second}`;
}

/** The smallest combination that has at least what was requested, or else the largest. */
function nearestSize(cpu: number, memory: number): [cpu: number, memory: number] {
  for (const [candidate, memories] of fargateSizes) {
    if (candidate < cpu) continue;
    const enough = memories.find((size) => size >= memory);
    if (enough !== undefined) return [candidate, enough];
  }
  return [32768, 244 * 1024];
}
