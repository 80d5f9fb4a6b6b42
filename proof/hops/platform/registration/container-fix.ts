/** Changes one container of a task definition. */
import { propertyIgnoringCase } from "../../../aws/attributes/block";
import { type Graph } from "../../../graph/graph";
import { list, type Resource, type Value } from "../../../graph/model";
import { type Fix } from "../../../hop-answer";
import { type Container } from "../../../workloads/workload";

/** @param value undefined removes the property. */
export function setInContainer(
  graph: Graph,
  task: Resource,
  container: Container,
  property: string,
  value: Value | undefined,
  description: string,
): Fix[] {
  const definitions = graph.json(task.get("container_definitions"));
  if (definitions.kind !== "list") return [];
  const { items, unknownRest } = graph.items(definitions);
  const names = items.map((item) => graph.text(propertyIgnoringCase(graph, item, "name")));
  const at = names.indexOf(container.name);
  if (at < 0 || names.lastIndexOf(container.name) !== at || container.definition.kind !== "object") return [];
  const entries = new Map(container.definition.entries);
  for (const key of [...entries.keys()]) if (key.toLowerCase() === property.toLowerCase()) entries.delete(key);
  if (value) entries.set(property, value);
  const changed: Value = { ...container.definition, entries };
  const of = list(
    items.map((item, index) => (index === at ? changed : item)),
    unknownRest,
  );
  return [
    {
      description,
      changes: [{ kind: "set", resource: task, attribute: "container_definitions", value: { kind: "json", of } }],
    },
  ];
}

export function withoutProperty(graph: Graph, task: Resource, container: Container, name: string): Fix[] {
  const description = `remove ${name} from container ${container.name ?? "?"} of ${task.address}`;
  return setInContainer(graph, task, container, name, undefined, description);
}
