/** Kubernetes objects: in this project's output `kubernetes_manifests`, and as resources of the Kubernetes provider. */
import { parseAllDocuments } from "yaml";

import { alive, property } from "../aws/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { structured } from "../graph/json";
import {
  type Document,
  isNull,
  NULL,
  type Output,
  type Resource,
  type Unknown,
  unknown,
  type Value,
} from "../graph/model";
import { manifestOf, typedResources } from "./typed";

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Empty for what belongs to the whole cluster. */
  readonly namespace: string;
  /** `Deployment/web/nginx`, `Namespace/web`: as the report names it. */
  readonly address: string;
  /** Where it stands in the order in which the objects are applied. */
  readonly position: number;
  readonly body: Value;
  /** Whether the cluster has it already: its namespace is then there, too. */
  readonly exists?: boolean;
  /** Of an object that is a `kubernetes_manifest`. */
  readonly resource?: Resource;
}

/** What one stack's output holds, in the order in which it is applied, or its resources, which have none. */
export interface Manifests {
  readonly document: Document;
  readonly objects: readonly KubernetesObject[];
  /** What holds them, unless they are resources. */
  readonly output?: Output;
  /** Set where there may be other objects. */
  readonly others?: Unknown;
}

const outputName = "kubernetes_manifests";

/** One fact for the whole graph. */
export function manifests(facts: Facts): readonly Manifests[] {
  return [...ofOutputs(facts), ...ofResources(facts)];
}

/** By document. */
function ofResources({ graph }: Facts): Iterable<Manifests> {
  const found = new Map<string, { document: Document; objects: KubernetesObject[]; others?: Unknown }>();
  for (const type of ["kubernetes_manifest", ...typedResources]) {
    for (const resource of alive(graph.all(type))) {
      const { document } = resource;
      const all = found.get(document.name) ?? { document, objects: [] };
      found.set(document.name, all);
      const typed = manifestOf(resource);
      const body = typed ?? graph.follow(resource.get("manifest"));
      const object = body.kind === "object" ? objectOf(graph, body, 0) : undefined;
      const exists = document.kind === "state" || resource.action === "no-op" || resource.action === "update";
      if (object) all.objects.push({ ...object, exists, resource: typed ? undefined : resource });
      else all.others ??= unknown(`manifest of ${resource.address}`, "does not tell its kind and name");
    }
  }
  return found.values();
}

function ofOutputs(facts: Facts): Manifests[] {
  return facts.graph.outputs(outputName).map((output) => {
    const { document } = output;
    const objects: KubernetesObject[] = [];
    const { texts, rest } = textsOf(facts.graph, output.value());
    let others = rest;
    for (const text of texts) {
      const bodies = bodiesOf(facts.graph, text);
      if (bodies === undefined)
        others ??= unknown(facts.graph.describe(text), "is no Kubernetes manifest that is known");
      for (const body of bodies ?? []) {
        const object = objectOf(facts.graph, body, objects.length);
        if (object) objects.push(object);
        else others ??= unknown(facts.graph.describe(text), "does not tell its kind and name");
      }
    }
    return { document, output, objects, others };
  });
}

/** A list as it stands; a map as Terraform orders it, by key. */
function textsOf(graph: Graph, value: Value): { texts: readonly Value[]; rest?: Unknown } {
  const all = graph.follow(value);
  if (all.kind === "object") {
    const keys = [...all.entries.keys()].sort();
    return { texts: keys.map((key) => all.entries.get(key) ?? NULL), rest: all.rest };
  }
  const { items, rest } = graph.items(all);
  return { texts: items, rest };
}

/** A text may hold several documents. kubectl reads YAML 1.1. */
function bodiesOf(graph: Graph, text: Value): readonly Value[] | undefined {
  const at = graph.follow(text);
  if (at.kind === "object") return [at];
  if (at.kind !== "template" && (at.kind !== "literal" || typeof at.value !== "string")) return undefined;
  const read = structured(at, (source) => {
    const documents = parseAllDocuments(source, { version: "1.1", logLevel: "silent" });
    const [wrong] = [...documents].flatMap(({ errors }) => errors);
    if (wrong) throw wrong;
    return [...documents].map((document) => document.toJS() as unknown);
  });
  return read?.kind === "list" ? read.items.filter((item) => !isNull(item)) : undefined;
}

function objectOf(graph: Graph, body: Value, position: number): KubernetesObject | undefined {
  const [apiVersion, kind, name] = [["apiVersion"], ["kind"], ["metadata", "name"]].map((path) =>
    graph.text(at(graph, body, ...path)),
  );
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const written = graph.text(at(graph, body, "metadata", "namespace"));
  const namespace = clusterWide.has(kind) ? "" : (written ?? "default");
  const address = [kind, namespace, name].filter(Boolean).join("/");
  return { apiVersion, kind, name, namespace, address, position, body };
}

const clusterWide = new Set([
  "Namespace",
  "PersistentVolume",
  "StorageClass",
  "CSIDriver",
  "ClusterRole",
  "ClusterRoleBinding",
]);

/** A property of a property; `null` where there is none. */
export function at(graph: Graph, body: Value, ...path: readonly string[]): Value {
  return path.reduce((value: Value, name) => property(graph, value, name), body);
}

/** A mapping of texts, such as labels; undefined where it is not known as a whole. */
export function textMap(graph: Graph, value: Value): ReadonlyMap<string, string> | undefined {
  const found = graph.follow(value);
  if (isNull(found)) return new Map();
  if (found.kind !== "object" || found.rest) return undefined;
  const texts = new Map<string, string>();
  for (const [key, entry] of found.entries) {
    const text = graph.text(entry);
    if (text === undefined) return undefined;
    texts.set(key, text);
  }
  return texts;
}

export function find(
  { objects }: Manifests,
  kind: string,
  name: string | undefined,
  namespace = "",
): KubernetesObject | undefined {
  return objects.find((object) => object.kind === kind && object.name === name && object.namespace === namespace);
}
