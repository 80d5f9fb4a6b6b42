import { inOrder, type OrderOptions } from "../../terraform/in-order";

interface Stack {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

const stack = (name: string, ...dependsOn: string[]): Stack => ({ name, dependsOn });

/** Runs stacks and records their beginnings and ends; stacks in `failing` are not done. */
async function run(stacks: readonly Stack[], options: Partial<OrderOptions<Stack, boolean>>, failing: string[] = []) {
  const events: string[] = [];
  const outcomes = await inOrder<Stack, boolean>(stacks, {
    atOnce: 4,
    isDone: (done) => done,
    isStopped: () => false,
    run: async ({ name }) => {
      events.push(`${name} begins`);
      for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
      events.push(`${name} ends`);
      return !failing.includes(name);
    },
    ...options,
  });
  return { events, outcomes: Object.fromEntries(outcomes) };
}

test("a stack begins as soon as the stacks that it depends on are done, beside others", async () => {
  const { events } = await run([stack("network"), stack("a", "network"), stack("b", "network"), stack("web", "a")], {});
  expect(events).toEqual([
    "network begins",
    "network ends",
    "a begins",
    "b begins",
    "a ends",
    "b ends",
    "web begins",
    "web ends",
  ]);
});

test("a failed stack holds back only those that depend on it, directly or not", async () => {
  const stacks = [
    stack("network"),
    stack("a", "network"),
    stack("b", "network"),
    stack("web", "a"),
    stack("job", "web"),
  ];
  const { outcomes } = await run(stacks, {}, ["a"]);
  expect(outcomes).toEqual({
    network: { started: true, result: true },
    a: { started: true, result: false },
    b: { started: true, result: true },
    web: { started: false, because: ["a"] },
    job: { started: false, because: ["web"] },
  });
});

test("no more stacks run at a time than allowed", async () => {
  const { events } = await run([stack("a"), stack("b"), stack("c")], { atOnce: 1 });
  expect(events).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("no stack begins after a stop, and those in progress end", async () => {
  let isStopped = false;
  const { outcomes } = await run([stack("a"), stack("b", "a"), stack("c")], {
    atOnce: 1,
    isStopped: () => isStopped,
    run: () => {
      isStopped = true;
      return Promise.resolve(true);
    },
  });
  expect(outcomes).toEqual({
    a: { started: true, result: true },
    b: { started: false, because: [] },
    c: { started: false, because: [] },
  });
});

test("a dependency that is not deployed in this run does not hold a stack back", async () => {
  expect((await run([stack("web", "a")], {})).outcomes).toEqual({ web: { started: true, result: true } });
});

test("fails if stacks depend on each other, and if one can't be run", async () => {
  await expect(run([stack("a", "b"), stack("b", "a")], {})).rejects.toThrow("stack dependencies form a cycle: a, b");
  await expect(run([stack("a")], { run: () => Promise.reject(new Error("no terraform")) })).rejects.toThrow(
    "no terraform",
  );
});
