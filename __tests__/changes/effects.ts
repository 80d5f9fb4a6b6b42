import { Composition } from "./configuration";
import { dependentsOf } from "./dependents";
import { type Deployed, planned, type PlannedChange, type Planning } from "./planned";
import { allResources, type Block, canonical, type Stack, type Stacks } from "./synthesized";

/** An organization that is deployed. */
export interface Base {
  readonly stacks: Stacks;
  /** By place. */
  readonly deployed: ReadonlyMap<string, Deployed>;
}

/** What a change of the file comes to. */
export interface Effect {
  /** Stacks that go to another account or Region: all of it is made there, and what there was is left. */
  readonly elsewhere: readonly string[];
  /** Stacks whose state is kept elsewhere from then on. */
  readonly stateMoves: readonly string[];
  /** Whether Kubernetes manifests change. */
  readonly manifests: boolean;
  /** Whether the tags change that every resource has. */
  readonly tags: boolean;
  readonly changes: readonly PlannedChange[];
  /** Addresses that Terraform refuses to destroy. */
  readonly guarded: ReadonlySet<string>;
  /** What Terraform says of a configuration that it does not take. */
  readonly refused?: string;
}

const resourcesAtOnce = 500;
const plansAtOnce = 2;

export interface After {
  readonly stacks: Stacks;
  /** Plan what has not changed, too. */
  readonly everything: boolean;
}

/** What every change of a deployed organization comes to, in the order given. */
export async function effectsOf(base: Base, variants: readonly After[]): Promise<Effect[]> {
  const plannings = variants.map(({ stacks, everything }) => planningOf(base, stacks, everything));
  const batches: [string, Planning][][] = [[]];
  let size = 0;
  plannings.forEach((planning, index) => {
    if (planning === undefined) return;
    if (size > resourcesAtOnce) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)!.push([`v${index}`, planning]);
    size += planning.deployed.length;
  });
  const changes = new Map<string, readonly PlannedChange[]>();
  const refused = new Map<string, string>();
  const work = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const plan = await planned(new Map(batch));
      for (const [name, each] of plan.changes) changes.set(name, each);
      for (const [name, message] of plan.refused) refused.set(name, message);
    }
  };
  await Promise.all(Array.from({ length: plansAtOnce }, work));
  return variants.map(({ stacks }, index) =>
    effectOf(base, stacks, changes.get(`v${index}`) ?? [], refused.get(`v${index}`)),
  );
}

function effectOf(base: Base, stacks: Stacks, changes: readonly PlannedChange[], refused?: string): Effect {
  const both = [...stacks.values()].flatMap((after): [Stack, Stack][] => {
    const before = base.stacks.get(after.name);
    return before === undefined ? [] : [[before, after]];
  });
  const where = ({ provider }: Stack) => canonical([provider["region"], provider["allowed_account_ids"]]);
  const differing = (of: (stack: Stack) => unknown) =>
    both.filter(([before, after]) => canonical(of(before)) !== canonical(of(after)));
  return {
    elsewhere: differing(where).map(([{ name }]) => name),
    stateMoves: differing(({ backend }) => backend).map(([{ name }]) => name),
    manifests: differing(({ outputs }) => outputs["kubernetes_manifests"]).length > 0,
    tags: differing(({ provider }) => provider["default_tags"]).length > 0,
    changes: changes.filter(isChange),
    guarded: new Set(
      [...allResources(base.stacks).values()]
        .filter(({ block }) => (block["lifecycle"] as { prevent_destroy?: boolean } | undefined)?.prevent_destroy)
        .map(({ type, stack, name }) => `${type}.${stack}--${name}`),
    ),
    ...(refused !== undefined && { refused }),
  };
}

/** Marks of what is secret are no change. */
function isChange({ actions, before, after, afterUnknown }: PlannedChange): boolean {
  if (actions[0] === "no-op") return false;
  return (
    actions[0] !== "update" || canonical(before) !== canonical(after) || JSON.stringify(afterUnknown).includes("true")
  );
}

/** What is to be planned: what differs, and what depends on it. */
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

/** Data sources that look for something else. */
function changedData(before: Stacks, after: Stacks): string[] {
  return [...after.values()].flatMap(({ name, data }) =>
    [...data].flatMap(([address, block]) => {
      const was = before.get(name)?.data.get(address);
      return was === undefined || asked(was) === asked(block) ? [] : [`${name}/${address}`];
    }),
  );
}

/** What a data source asks for. */
function asked({ "//": _, lifecycle: __, ...block }: Block): string {
  return canonical(block);
}
