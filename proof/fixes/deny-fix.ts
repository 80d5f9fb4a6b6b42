/**
 * Removes an explicit Deny, with the smallest change first: a read-only mount, a required access point, a narrower
 * Deny.
 */
import { propertyIgnoringCase } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { list, literal, NULL, type ObjectValue, type Resource, type Value } from "../graph/model";
import { type Fix } from "../hop-answer";
import { type MountPath } from "../workloads/mount-path";
import { type Statements, statementsOf } from "./policy-statements";
import { ownAccessPoint } from "./volume-fix";

/**
 * @param by the policy that denies, or the resource that attaches it
 * @param action such as `ClientWrite`
 */
export function denyFixes(facts: Facts, path: MountPath, by: Resource, action: string): Fix[] {
  const reading = action === "ClientWrite" ? mountToRead(facts.graph, path) : [];
  const isThrough = facts.graph.text(path.volume.accessPoint);
  return [
    ...reading,
    ...(isThrough ? [] : ownAccessPoint(facts, path)),
    ...lessDenied(facts.graph, by, `elasticfilesystem:${action}`),
  ];
}

/** Makes the mount point read-only, so that it needs no write permission. */
function mountToRead(graph: Graph, { workload, container, mountPoint, volume, names }: MountPath): Fix[] {
  const { resource } = volume;
  const definitions = graph.json(resource.get("container_definitions"));
  if (workload.kind !== "ecs" || !mountPoint || definitions.kind !== "list" || definitions.unknownRest) return [];
  const items = definitions.items.map((item) => {
    const definition = graph.follow(item);
    const isIt = graph.text(propertyIgnoringCase(graph, definition, "name")) === container?.name;
    return isIt && definition.kind === "object" ? readingAt(graph, definition, names.mountPath) : item;
  });
  const value: Value = { kind: "json", of: list(items) };
  return [
    {
      description: `make the mount point ${names.mountPath} of container ${names.container} in ${resource.address} read-only`,
      changes: [{ kind: "set", resource, attribute: "container_definitions", value }],
    },
  ];
}

function readingAt(graph: Graph, definition: ObjectValue, path: string): ObjectValue {
  const { items, unknownRest } = graph.items(propertyIgnoringCase(graph, definition, "mountPoints"));
  const points = items.map((item): Value => {
    const point = graph.follow(item);
    const isIt = point.kind === "object" && graph.text(propertyIgnoringCase(graph, point, "containerPath")) === path;
    return isIt ? without(point, "readonly", ["readOnly", literal(true)]) : item;
  });
  return without(definition, "mountpoints", ["mountPoints", list(points, unknownRest)]);
}

/** Replaces all entries of a name, in any case, by one. */
function without(object: ObjectValue, name: string, entry: readonly [string, Value]): ObjectValue {
  const others = [...object.entries].filter(([key]) => key.toLowerCase() !== name);
  return { ...object, entries: new Map([...others, entry]) };
}

/**
 * For each statement that denies: the same statement without the action, or else the policy without the statement.
 * @param action with the service prefix: `ecr:BatchGetImage`
 */
export function lessDenied(graph: Graph, by: Resource, action: string): Fix[] {
  const found = statementsOf(graph, by);
  if (!found) return [];
  const { holder, items, names, attribute } = found;
  return items.flatMap((item, at): Fix[] => {
    const statement = graph.follow(item);
    if (statement.kind !== "object" || graph.text(statement.entries.get(names.effect) ?? NULL) !== "Deny") return [];
    const where = `statement ${at + 1} of ${holder.address}`;
    const narrower = narrowed(graph, statement, names, action);
    if (narrower) {
      const less: Value = { ...statement, entries: new Map([...statement.entries, narrower]) };
      const kept = items.map((one, index) => (index === at ? less : one));
      return [
        {
          description: `stop denying ${action} in ${where}`,
          changes: [{ kind: "set", resource: holder, attribute, value: found.set(kept) }],
        },
      ];
    }
    if (items.length === 1 && by.type !== "aws_iam_role") {
      return [
        {
          description: `remove ${by.address}, which contains only this deny`,
          changes: [{ kind: "remove", resource: by }],
        },
      ];
    }
    const value = found.set(items.filter((_, index) => index !== at));
    const changes = [{ kind: "set", resource: holder, attribute, value }] as const;
    return [{ description: `remove ${where}, which denies`, changes }];
  });
}

/** Removes the action from a list of actions, or adds it to NotAction. */
function narrowed(
  graph: Graph,
  { entries }: ObjectValue,
  { actions, notActions }: Statements["names"],
  action: string,
): readonly [string, Value] | undefined {
  const listed = (name: string) => graph.items(entries.get(name) ?? NULL);
  const others = listed(notActions);
  if (others.unknownRest) return undefined;
  if (others.items.length > 0) return [notActions, list([...others.items, literal(action)])];
  const { items, unknownRest } = listed(actions);
  const kept = items.filter((one) => graph.text(one)?.toLowerCase() !== action.toLowerCase());
  return unknownRest || kept.length === 0 || kept.length === items.length ? undefined : [actions, list(kept)];
}
