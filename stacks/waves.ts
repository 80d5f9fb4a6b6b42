/** A stack as far as its place in a deployment goes. */
interface Deployable {
  readonly name: string;
  /** Names of the stacks that are deployed before it. */
  readonly dependsOn: readonly string[];
}

/**
 * Parts stacks into waves: those of one wave can be deployed side by side once every earlier wave is done.
 *
 * @throws Error where stacks depend on each other in a circle
 */
export function waves<T extends Deployable>(stacks: readonly T[]): T[][] {
  const result: T[][] = [];
  let left = [...stacks];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const wave = left.filter(({ dependsOn }) => !dependsOn.some((name) => waiting.has(name)));
    if (wave.length === 0) throw new Error(`stacks depend on each other in a circle: ${[...waiting].join(", ")}`);
    result.push(wave);
    left = left.filter((stack) => !wave.includes(stack));
  }
  return result;
}
