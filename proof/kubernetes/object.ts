/** A Kubernetes object, and access to its body. */
import { propertyIgnoringCase } from "../aws/attributes/block";
import { type Graph } from "../graph/graph";
import { isNull, type Output, type Resource, type Value } from "../graph/model";

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Empty for a cluster-scoped object. */
  readonly namespace: string;
  /** The name in reports: `Deployment/web/nginx`, `Namespace/web`. */
  readonly address: string;
  /** The position in the order in which an output's objects are applied; undefined if there is no order. */
  readonly position?: number;
  readonly body: Value;
  /** Whether it exists in the cluster already; its namespace then exists too. */
  readonly exists?: boolean;
  /** The source of the object, one of the two. */
  readonly output?: Output;
  readonly resource?: Resource;
  /** Whether a fix can write its body: not in a typed resource or a text. */
  readonly isManifest?: boolean;
}

/** The fields that all objects from one place share. */
export type Origin = Pick<KubernetesObject, "position" | "exists" | "output" | "resource" | "isManifest">;

/** The objects in a body, which may be a list; `undefined` for one without a kind. */
export function objectsOf(graph: Graph, body: Value, origin: Origin): (KubernetesObject | undefined)[] {
  const kind = graph.text(at(graph, body, "kind"));
  // kubectl splits any kind of list: `List`, `DeploymentList`.
  if (kind?.endsWith("List") && !isNull(at(graph, body, "items"))) {
    const { items, unknownRest } = graph.items(at(graph, body, "items"));
    const objects = items.flatMap((item) => objectsOf(graph, item, origin));
    return unknownRest ? [...objects, undefined] : objects;
  }
  return [objectOf(graph, body, origin)];
}

function objectOf(graph: Graph, body: Value, origin: Origin): KubernetesObject | undefined {
  const [apiVersion, kind] = [["apiVersion"], ["kind"]].map((path) => graph.text(at(graph, body, ...path)));
  const name = nameOf(graph, body);
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const namespace = clusterWide.has(kind) ? "" : namespaceOf(graph, body);
  if (namespace === undefined) return undefined;
  const address = [kind, namespace, name].filter(Boolean).join("/");
  return { ...origin, apiVersion, kind, name, namespace, address, body };
}

/** `web`, or `web-*` if the API server generates the suffix. */
function nameOf(graph: Graph, body: Value): string | undefined {
  const name = at(graph, body, "metadata", "name");
  if (!isNull(graph.follow(name))) return graph.text(name);
  const prefix = graph.text(at(graph, body, "metadata", "generateName"));
  return prefix === undefined ? undefined : `${prefix}*`;
}

function namespaceOf(graph: Graph, body: Value): string | undefined {
  const written = at(graph, body, "metadata", "namespace");
  return isNull(graph.follow(written)) ? "default" : graph.text(written);
}

const clusterWide = new Set([
  "Namespace",
  "PersistentVolume",
  "StorageClass",
  "CSIDriver",
  "ClusterRole",
  "ClusterRoleBinding",
]);

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf({ apiVersion }: KubernetesObject): string {
  return apiVersion.includes("/") ? apiVersion.split("/")[0]! : "";
}

/** A nested property; `null` if there is none. */
export function at(graph: Graph, body: Value, ...path: readonly string[]): Value {
  return path.reduce((value: Value, name) => propertyIgnoringCase(graph, value, name), body);
}

/** A mapping of strings, such as labels; undefined if it is not completely known. */
export function textMap(graph: Graph, value: Value): ReadonlyMap<string, string> | undefined {
  const found = graph.follow(value);
  if (isNull(found)) return new Map();
  if (found.kind !== "object" || found.unknownRest) return undefined;
  const texts = new Map<string, string>();
  for (const [key, entry] of found.entries) {
    const text = graph.text(entry);
    if (text === undefined) return undefined;
    texts.set(key, text);
  }
  return texts;
}
