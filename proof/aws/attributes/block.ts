/** Helpers to read nested values. */
import { type Facts } from "../../facts";
import { type Graph, type Referrers } from "../../graph/graph";
import {
  type Blocks,
  list,
  type ListValue,
  NULL,
  type ObjectValue,
  type Resource,
  type Value,
} from "../../graph/model";
import { blocksOf, steps, valueAt } from "../../graph/path";

/** Resources that Terraform does not delete. */
export function notDeleted(resources: readonly Resource[]): readonly Resource[] {
  const isDeleted = ({ action }: Resource) => action === "delete";
  return resources.some(isDeleted) ? resources.filter((resource) => !isDeleted(resource)) : resources;
}

/**
 * Resources of a type whose attribute references the target, or may reference it. A value that the provider computes is
 * not a possible reference, because nobody chose it.
 */
export function referrersOf({ graph }: Facts, type: string, attribute: string, target: Resource | Value): Referrers {
  const found = graph.referrers(type, attribute, target);
  const certain = notDeleted(found.certain);
  if (found.possible.length === 0 && certain === found.certain) return found;
  return { certain, possible: notDeleted(found.possible).filter((resource) => !isUnset(graph, resource, attribute)) };
}

/** The items of a list, including those that a plan references as a whole (`aws_subnet.app[*].id`). */
export function itemsOf(graph: Graph, value: Value): ListValue {
  const found = graph.items(value);
  const { items, unknownRest } = found;
  return unknownRest?.closed && unknownRest.whole ? list([...items, ...unknownRest.candidates]) : found;
}

/** The only resource of a type that a value references, even within an expression that the plan does not show. */
export function targetOf(graph: Graph, value: Value, type: string, near: Resource): Resource | undefined {
  const found = graph.target(value, type, near);
  const at = found ? undefined : graph.follow(value);
  if (at?.kind !== "unknown") return found;
  const named = new Set(at.candidates.map(({ to }) => graph.at(to)));
  const [only] = named;
  return named.size === 1 && only?.type === type ? only : undefined;
}

/** `attributeOf(block, "authorization_config.iam")` works like `Resource.get`. */
export function attributeOf(block: Value, path: string): Value {
  return valueAt(block, steps(path));
}

export function blocksIn(block: Value, name: string): Blocks {
  return blocksOf(valueAt(block, steps(name)));
}

/** A property of a JSON document that AWS reads without regard to case. */
export function propertyIgnoringCase(graph: Graph, of: Value, name: string): Value {
  const object = graph.follow(of);
  if (object.kind === "unknown") return object;
  if (object.kind !== "object") return NULL;
  const exact = object.entries.get(name);
  if (exact) return exact;
  const wanted = name.toLowerCase();
  for (const key of object.entries.keys()) {
    if (key.length === wanted.length && key.toLowerCase() === wanted) return object.entries.get(key)!;
  }
  return object.unknownRest ?? NULL;
}

/** `attribute` with one more block, for a fix. */
export function withBlock(resource: Resource, name: string, block: ObjectValue): Value {
  return withBlocks(resource, name, [block]);
}

export function withBlocks(resource: Resource, name: string, blocks: readonly ObjectValue[]): Value {
  const { items, unknownRest } = resource.blocks(name);
  return { kind: "list", items: [...items, ...blocks], unknownRest };
}

/** Whether an attribute is not set: it is absent, or the provider computes it. */
export function isUnset(graph: Graph, resource: Resource, attribute: string): boolean {
  const value = graph.follow(resource.get(attribute));
  if (value.kind === "reference") return value.to === resource.key && value.attribute === attribute;
  return value.kind === "literal"
    ? value.value === null || value.value === ""
    : value.kind === "list" && !value.unknownRest && value.items.length === 0;
}

export function objectOf(entries: Readonly<Record<string, Value>>): ObjectValue {
  return { kind: "object", entries: new Map(Object.entries(entries)) };
}
