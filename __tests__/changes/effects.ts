import { Composition } from "./configuration";
import { dependentsOf } from "./dependents";
import { type Deployed, type PlannedChange, type Planner, type Planning } from "./planned";
import { allResources, type Block, canonical, type Stack, type Stacks } from "./synthesized";

/** A deployed organization. */
export interface Base {
  readonly stacks: Stacks;
  /** By place. */
  readonly deployed: ReadonlyMap<string, Deployed>;
}

/** The effect of a change of the file. */
export interface Effect {
  /**
   * Stacks that move to another account or Region: everything is created there, and the old resources are left behind.
   */
  readonly elsewhere: readonly string[];
  /** Stacks whose state moves to another backend. */
  readonly stateMoves: readonly string[];
  /** Whether Kubernetes manifests change. */
  readonly manifests: boolean;
  /** Whether the default tags change. */
  readonly tags: boolean;
  readonly changes: readonly PlannedChange[];
  /** Addresses that Terraform refuses to destroy. */
  readonly guarded: ReadonlySet<string>;
  /** Terraform's errors for a configuration that it refuses. */
  readonly refused?: string;
}

/** Terraform takes more than twice as long for twice as many modules. */
const resourcesAtOnce = 300;
const plansAtOnce = 2;

export interface After {
  readonly stacks: Stacks;
  /** Plans unchanged resources too. */
  readonly everything: boolean;
}

/**
 * The effects of the changes of a deployed organization, in the order given. Each change is read when it is planned.
 */
export async function effectsOf(planner: Planner, base: Base, variants: Iterable<After>): Promise<Effect[]> {
  const guarded = guardedIn(base.stacks);
  const effects: Effect[] = [];
  const batches = batchesOf(base, variants, (effect) => effects.push({ ...effect, guarded }) - 1);
  const work = async (): Promise<void> => {
    for (let next = batches.next(); !next.done; next = batches.next()) {
      const modules = new Map([...next.value].map(([index, one]) => [`v${index}`, one]));
      const { changes, refused } = await planner.planned(modules);
      for (const index of next.value.keys()) {
        const message = refused.get(`v${index}`);
        effects[index] = {
          ...effects[index]!,
          changes: (changes.get(`v${index}`) ?? []).filter(isChange),
          ...(message !== undefined && { refused: message }),
        };
      }
    }
  };
  await Promise.all(Array.from({ length: plansAtOnce }, work));
  return effects;
}

/** The changes that are planned in one run, by their index. */
function* batchesOf(
  base: Base,
  variants: Iterable<After>,
  add: (effect: Omit<Effect, "guarded">) => number,
): Generator<Map<number, Planning>> {
  let batch = new Map<number, Planning>();
  let size = 0;
  for (const { stacks, everything } of variants) {
    const index = add(unplanned(base, stacks));
    const planning = planningOf(base, stacks, everything);
    if (planning === undefined) continue;
    batch.set(index, planning);
    size += planning.deployed.length;
    if (size <= resourcesAtOnce) continue;
    yield batch;
    batch = new Map();
    size = 0;
  }
  if (batch.size > 0) yield batch;
}

/** The effects that need no plan. */
function unplanned(base: Base, stacks: Stacks): Omit<Effect, "guarded"> {
  const both = [...stacks.values()].flatMap((after): [Stack, Stack][] => {
    const before = base.stacks.get(after.name);
    return before === undefined ? [] : [[before, after]];
  });
  const where = ({ provider }: Stack) => canonical([provider["region"], provider["allowed_account_ids"]]);
  const differing = (of: (stack: Stack) => unknown) =>
    both.filter(([before, after]) => before !== after && canonical(of(before)) !== canonical(of(after)));
  return {
    elsewhere: differing(where).map(([{ name }]) => name),
    stateMoves: differing(({ backend }) => backend).map(([{ name }]) => name),
    manifests: differing(({ outputs }) => outputs["kubernetes_manifests"]).length > 0,
    tags: differing(({ provider }) => provider["default_tags"]).length > 0,
    changes: [],
  };
}

function guardedIn(stacks: Stacks): Set<string> {
  return new Set(
    [...allResources(stacks).values()]
      .filter(({ block }) => (block["lifecycle"] as { prevent_destroy?: boolean } | undefined)?.prevent_destroy)
      .map(({ type, stack, name }) => `${type}.${stack}--${name}`),
  );
}

/** Marks of sensitive values are not a change. */
function isChange({ actions, before, after, afterUnknown }: PlannedChange): boolean {
  if (actions[0] === "no-op") return false;
  return (
    actions[0] !== "update" || canonical(before) !== canonical(after) || JSON.stringify(afterUnknown).includes("true")
  );
}

/** The resources to plan: those that differ, and those that depend on them. */
function planningOf({ stacks: before, deployed }: Base, after: Stacks, everything: boolean): Planning | undefined {
  const were = allResources(before);
  const are = allResources(after);
  const changed = [...are].filter(
    ([place, { block }]) => everything || canonical(were.get(place)?.block) !== canonical(block),
  );
  const removed = [...were.keys()].filter((place) => !are.has(place));
  const seeds = [...changed.map(([place]) => place), ...changedData(before, after)];
  const live = new Set([...dependentsOf(after, seeds)].filter((place) => are.has(place)));
  if (live.size === 0 && removed.length === 0) return undefined;
  const composition = new Composition(after, { isLive: (place) => live.has(place) });
  const configuration = composition.configuration([...live].map((place) => are.get(place)!));
  const present = [...live, ...removed].flatMap((place) => deployed.get(place) ?? []);
  return { configuration, deployed: present };
}

/** Data sources whose lookup changes. */
function changedData(before: Stacks, after: Stacks): string[] {
  return [...after.values()].flatMap(({ name, data }) =>
    [...data].flatMap(([address, block]) => {
      const was = before.get(name)?.data.get(address);
      return was === undefined || asked(was) === asked(block) ? [] : [`${name}/${address}`];
    }),
  );
}

/** The arguments of a data source's lookup. */
function asked({ "//": _, lifecycle: __, ...block }: Block): string {
  return canonical(block);
}
