/**
 * Ids that AWS has assigned to resources of a stack without a plan: other stacks' plans have read its outputs, and its
 * configuration says whose attributes they are.
 */
import { ConfigurationResource } from "./configuration/resource";
import { type World } from "./configuration/world";
import { type Resource, type ResourceKey, resourceKey, type Value } from "./model";
import { ChangedResource } from "./what-if";

/**
 * @param configured all resources of the configurations
 * @param planned the resources of plans and states
 * @param represented paths of plans and states, by the name of the configuration that they represent
 * @returns the configured resources, with these ids
 */
export function withRemoteIdentities(
  world: World,
  configured: readonly Resource[],
  planned: readonly Resource[],
  represented: ReadonlyMap<string, string>,
): readonly Resource[] {
  if (represented.size === 0) return configured;
  const byKey = new Map(planned.map((resource) => [resource.key, resource]));
  const found = new Map<ResourceKey, Map<string, Value>>();
  for (const reader of configured) {
    const path = represented.get(reader.document.name);
    if (path === undefined || reader.type !== "terraform_remote_state") continue;
    const read = byKey.get(resourceKey(path, reader.address))?.get("outputs");
    const stack = world.stacks.find(({ document }) => document.name === reader.document.name);
    const producer = stack && reader instanceof ConfigurationResource ? world.producerOf(stack, reader) : undefined;
    if (read?.kind !== "object" || !producer || represented.has(producer.document.name)) continue;
    for (const [name, value] of read.entries)
      if (producer.hasOutput(name)) align(world.follow(producer.output(name)), value, world, found);
  }
  return configured.map((resource) =>
    [...(found.get(resource.key) ?? [])].reduce<Resource>(
      (changed, [attribute, value]) => new ChangedResource(changed, attribute, value),
      resource,
    ),
  );
}

/** Notes the value of each attribute that AWS sets and that an output shows. */
function align(declared: Value, value: Value, world: World, found: Map<ResourceKey, Map<string, Value>>): void {
  if (declared.kind === "reference" && value.kind === "literal" && typeof value.value === "string") {
    if (!/^\w+$/.test(declared.attribute) || value.value === "") return;
    const known = found.get(declared.to) ?? new Map<string, Value>();
    found.set(declared.to, known.set(declared.attribute, value));
  } else if (declared.kind === "object" && value.kind === "object") {
    for (const [key, inner] of declared.entries) {
      const of = value.entries.get(key);
      if (of) align(world.follow(inner), of, world, found);
    }
  } else if (declared.kind === "list" && value.kind === "list" && declared.items.length === value.items.length) {
    for (const [at, inner] of declared.items.entries()) align(world.follow(inner), value.items[at]!, world, found);
  }
}
