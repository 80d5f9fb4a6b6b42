/** The pod template of an object, of a built-in or a custom kind. */
import { type Graph } from "../graph/graph";
import { type Value } from "../graph/model";
import { at, groupOf, type KubernetesObject } from "./object";

export interface PodTemplate {
  /** With `metadata` and `spec`, as in a Pod. */
  readonly pod: Value;
  /** Its own address if an object contains several. */
  readonly address: string;
  /** Set if a custom controller creates the pods, in which case its use of the template is not known. */
  readonly isCustom: boolean;
}

const template = ["spec", "template"];

/** The path of the template in each built-in kind, by API group. */
const places = new Map<string, Readonly<Record<string, readonly string[]>>>([
  ["", { Pod: [], ReplicationController: template }],
  ["apps", { Deployment: template, StatefulSet: template, DaemonSet: template, ReplicaSet: template }],
  ["batch", { Job: template, CronJob: ["spec", "jobTemplate", "spec", "template"] }],
  // Removed in 1.16, but still in use in files.
  ["extensions", { Deployment: template, DaemonSet: template, ReplicaSet: template }],
]);

export function podTemplates(graph: Graph, object: KubernetesObject): readonly PodTemplate[] {
  const place = places.get(groupOf(object))?.[object.kind];
  if (place) return [{ pod: at(graph, object.body, ...place), address: object.address, isCustom: false }];
  const found = [...templatesIn(graph, object.body, [])];
  return found.map(({ pod, path }) => ({
    pod,
    address: found.length === 1 ? object.address : `${object.address} ${path.join(".")}`,
    isCustom: true,
  }));
}

/** Deeper than any custom resource. */
const deepest = 24;

/** Every mapping with `containers` is treated as a pod's `spec`, with its `metadata` beside it if there is any. */
function* templatesIn(
  graph: Graph,
  value: Value,
  path: readonly string[],
): Iterable<{ readonly pod: Value; readonly path: readonly string[] }> {
  const found = graph.follow(value);
  if (path.length > deepest) return;
  if (found.kind === "list") {
    for (const [index, item] of found.items.entries()) yield* templatesIn(graph, item, [...path, String(index)]);
  }
  if (found.kind !== "object") return;
  if (isPodSpec(graph, found)) {
    yield { pod: { kind: "object", entries: new Map([["spec", found]]) }, path };
    return;
  }
  for (const [name, inner] of found.entries) {
    const spec = graph.follow(inner);
    if (name === "spec" && spec.kind === "object" && isPodSpec(graph, spec)) yield { pod: found, path };
    else yield* templatesIn(graph, inner, [...path, name]);
  }
}

function isPodSpec(graph: Graph, value: Value): boolean {
  const { items } = graph.items(at(graph, value, "containers"));
  return items.some((item) => graph.follow(item).kind === "object");
}
