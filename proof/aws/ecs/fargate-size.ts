/** The CPU and memory combinations that Fargate supports (ECS-05). */

/** In CPU units, 1024 for each vCPU. Undefined if the text is not a size. */
export function cpuUnits(text: string): number | undefined {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*(vcpu)?\s*$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  return unit === undefined ? Number(number) : Number(number) * 1024;
}

/** In MiB. Undefined if the text is not a size. */
export function memoryMiB(text: string): number | undefined {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*(gb)?\s*$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  return unit === undefined ? Number(number) : Number(number) * 1024;
}

const gib = 1024;
const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * gib);

/** Memory in MiB by CPU units. */
export const fargateSizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1 * gib, 2 * gib]],
  [512, steps(1, 4, 1)],
  [1024, steps(2, 8, 1)],
  [2048, steps(4, 16, 1)],
  [4096, steps(8, 30, 1)],
  [8192, steps(16, 60, 4)],
  [16384, steps(32, 120, 8)],
  [32768, [60 * gib, 120 * gib, 244 * gib]],
]);

/** The smallest supported memory that is large enough. Undefined if there is none. */
export function nearestMemory(cpu: number, memory: number): number | undefined {
  const sizes = fargateSizes.get(cpu);
  return sizes?.find((size) => size >= memory) ?? sizes?.[sizes.length - 1];
}
