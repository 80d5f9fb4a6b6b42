/** A stack that is deployed after others. */
interface Ordered {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

export interface OrderOptions<T, R> {
  /** How many stacks are in progress at a time. */
  readonly atOnce: number;
  readonly run: (stack: T) => Promise<R>;
  /** Whether the stacks that read this one can follow. */
  readonly isDone: (result: R) => boolean;
  /** Whether no further stack may begin. */
  readonly isStopped: () => boolean;
}

/** `because`: the stacks that it depends on and that were not done; empty if the deployment was stopped. */
export type Outcome<R> =
  { readonly started: true; readonly result: R } | { readonly started: false; readonly because: readonly string[] };

/**
 * Runs stacks as soon as the stacks that they depend on are done, side by side. Dependencies that are not among the
 * stacks are taken for done. A stack that is not done holds back only those that depend on it.
 *
 * @returns the outcomes, in the order of the stacks
 */
export async function inOrder<T extends Ordered, R>(
  stacks: readonly T[],
  { atOnce, run, isDone, isStopped }: OrderOptions<T, R>,
): Promise<Map<string, Outcome<R>>> {
  const outcomes = new Map<string, Outcome<R>>();
  const names = new Set(stacks.map(({ name }) => name));
  const running = new Map<string, Promise<void>>();
  const done = (name: string) => {
    const outcome = outcomes.get(name);
    return outcome !== undefined && outcome.started && isDone(outcome.result);
  };
  const start = async (stack: T) => {
    try {
      outcomes.set(stack.name, { started: true, result: await run(stack) });
    } finally {
      running.delete(stack.name);
    }
  };
  let waiting = [...stacks];
  for (;;) {
    for (const stack of waiting) {
      const needs = stack.dependsOn.filter((name) => names.has(name) && !done(name));
      const because = needs.filter((name) => outcomes.has(name));
      if (because.length > 0 || isStopped()) outcomes.set(stack.name, { started: false, because });
      else if (needs.length === 0 && running.size < atOnce) running.set(stack.name, start(stack));
    }
    const left = waiting.filter(({ name }) => !outcomes.has(name) && !running.has(name));
    // A stack that was held back may hold back others.
    const isSettled = left.length === waiting.length;
    waiting = left;
    if (running.size > 0) await Promise.race(running.values());
    else if (waiting.length === 0) break;
    else if (isSettled)
      throw new Error(`stack dependencies form a cycle: ${waiting.map(({ name }) => name).join(", ")}`);
  }
  return new Map(stacks.flatMap(({ name }) => (outcomes.has(name) ? [[name, outcomes.get(name)!]] : [])));
}
