/** The part of a stack that determines its place in a deployment. */
interface Deployable {
  readonly name: string;
  /** Names of the stacks that are deployed before it. */
  readonly dependsOn: readonly string[];
}

/**
 * Splits stacks into waves: the stacks of a wave can be deployed in parallel after every earlier wave is complete.
 *
 * @throws Error if the dependencies form a cycle
 */
export function waves<T extends Deployable>(stacks: readonly T[]): T[][] {
  const result: T[][] = [];
  let left = [...stacks];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const wave = left.filter(({ dependsOn }) => !dependsOn.some((name) => waiting.has(name)));
    if (wave.length === 0) throw new Error(`stack dependencies form a cycle: ${[...waiting].join(", ")}`);
    result.push(wave);
    const deployed = new Set(wave);
    left = left.filter((stack) => !deployed.has(stack));
  }
  return result;
}
