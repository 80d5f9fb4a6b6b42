/**
 * Blocks that can also be written as an attribute, `ingress = [{ … }]`, which has to contain all properties (provider
 * schema of hashicorp/aws 5.100; "Attributes as Blocks" in Terraform's documentation).
 */
import { type Graph } from "../../graph/graph";
import { NULL, type ObjectValue, type Resource } from "../../graph/model";
import { factsOf } from "../../resource-types";
import { isUnset } from "./block";

/** A block as an item of such an attribute, with every property. */
export function asItem({ type }: Resource, block: ObjectValue): ObjectValue {
  const names = factsOf(type).blockProperties ?? [];
  const entries = names.map((name) => [name, block.entries.get(name) ?? NULL] as const);
  return { ...block, entries: new Map([...block.entries, ...entries]) };
}

/** Whether a resource itself lists its rules or routes, even if the list is empty: `ingress = []`. */
export function writesBlocks(graph: Graph, resource: Resource, name: string): boolean {
  return !isUnset(graph, resource, name) || (resource.asAttribute?.(name) ?? false);
}
