import { Composition, type Configuration } from "./configuration";
import { givenOut } from "./given-out";
import { type Deployed, type PlannedChange } from "./planned";
import { complete, type ResourceSchemas } from "./resource-schemas";
import { allResources, type Resource, type Stacks } from "./synthesized";

/** The values from AWS that are referred to, by address and path. */
type GivenOut = Map<string, Map<string, unknown>>;

/** An organization's stacks as one module in which every reference is resolved, for a plan that creates everything. */
export function firstDeployment(stacks: Stacks): { configuration: Configuration; givenOut: GivenOut } {
  const asked: GivenOut = new Map();
  const composition = new Composition(stacks, {
    isLive: () => false,
    giveOut: (place, path, value) =>
      asked.set(place, (asked.get(place) ?? new Map<string, unknown>()).set(path, value)),
  });
  const configuration = composition.configuration(allResources(stacks).values());
  for (const { outputs, name } of stacks.values()) composition.rewritten(name, outputs);
  return { configuration, givenOut: asked };
}

/** The state after a plan is applied: the planned values and the values from AWS, by address. */
export function deployedBy(
  stacks: Stacks,
  changes: readonly PlannedChange[],
  asked: GivenOut,
  schemas: ResourceSchemas,
): Map<string, Deployed> {
  const planned = new Map(changes.map((change) => [change.address, change]));
  const deployed = new Map<string, Deployed>();
  for (const [place, resource] of allResources(stacks)) {
    const change = planned.get(`${resource.type}.${resource.stack}--${resource.name}`);
    if (change?.after == null) throw new Error(`${place} is not in the plan`);
    const attributes = attributesOf(place, resource, change, asked.get(place));
    complete(attributes, schemas[resource.type]!.block);
    deployed.set(place, {
      type: resource.type,
      name: change.name,
      schemaVersion: change.schemaVersion,
      attributes,
    });
  }
  return deployed;
}

function attributesOf(
  place: string,
  { type }: Resource,
  { after, afterUnknown }: PlannedChange,
  asked: ReadonlyMap<string, unknown> = new Map(),
): Record<string, unknown> {
  const attributes = structuredClone(after) as Record<string, unknown>;
  for (const name of ["id", "arn"]) {
    if (afterUnknown[name] === true) attributes[name] = givenOut(place, type, `.${name}`);
  }
  for (const [path, value] of asked) putEach(attributes, path, value);
  return attributes;
}

/** Sets the values at a path such as `.ip_address[*].ip`, or one value if there is no `[*]`. */
function putEach(attributes: Record<string, unknown>, path: string, value: unknown): void {
  if (!path.includes("[*]")) put(attributes, path, value);
  else (value as unknown[]).forEach((one, index) => put(attributes, path.replace("[*]", `[${index}]`), one));
}

/** Sets a value at a path such as `.vpc_config[0].cluster_security_group_id`, unless the plan has one. */
function put(attributes: Record<string, unknown>, path: string, value: unknown): void {
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  let at = attributes as Record<string | number, unknown>;
  steps.forEach((step, index) => {
    if (index === steps.length - 1) at[step] ??= value;
    else at = (at[step] ??= typeof steps[index + 1] === "number" ? [] : {}) as typeof at;
  });
}
