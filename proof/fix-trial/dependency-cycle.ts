/** Whether Terraform would reject the changes because of a dependency cycle (TF-11). */
import { type Change, type Graph } from "../graph/graph";
import { type Reference, type Resource, type ResourceKey, type Value } from "../graph/model";
import { blockAddress } from "../graph/module-names";
import { keyOfAddition } from "../graph/what-if";

/** All instances of `count` and `for_each` belong to one block. */
export function isCycle(graph: Graph, changes: readonly Change[]): boolean {
  const added = new Map<string, readonly ResourceKey[]>();
  for (const change of changes) {
    if (change.kind === "add") added.set(blockOf(keyOfAddition(change)), namedIn(...change.attributes.values()));
  }
  return changes.some((change) => {
    if (change.kind !== "set") return false;
    const { resource, attribute, value } = change;
    const before = new Set(namedIn(resource.get(attribute)));
    const named = namedIn(value).filter((key) => !before.has(key));
    return isReached(graph, added, resource, named);
  });
}

function isReached(
  graph: Graph,
  added: ReadonlyMap<string, readonly ResourceKey[]>,
  wanted: Resource,
  from: readonly ResourceKey[],
): boolean {
  const end = blockOf(wanted.key);
  const seen = new Set<ResourceKey>();
  const waiting = [...from];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (blockOf(key) === end) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    waiting.push(...(added.get(blockOf(key)) ?? graph.at(key)?.dependsOn ?? []));
  }
  return false;
}

function blockOf(key: ResourceKey): string {
  return blockAddress(key);
}

/** The references of an expression itself. */
function namedIn(...values: readonly Value[]): ResourceKey[] {
  return values.flatMap((value): ResourceKey[] => {
    switch (value.kind) {
      case "reference":
        return [value.to];
      case "list":
        return namedIn(...value.items, ...(value.unknownRest ? [value.unknownRest] : []));
      case "object":
        return namedIn(...value.entries.values());
      case "template":
        return namedIn(...value.parts);
      case "json":
        return namedIn(value.of);
      case "unknown":
        return value.candidates.map(({ to }: Reference) => to);
      case "literal":
        return [];
    }
  });
}
