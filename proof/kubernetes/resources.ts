/** Kubernetes objects in resources: typed ones, `kubernetes_manifest`, and those of other providers. */
import { notDeleted } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { type Resource, type Unknown, unknownValue, type Value } from "../graph/model";
import { type Source } from "./manifest-source";
import { type KubernetesObject, objectsOf } from "./object";
import { manifestOf, typedResources } from "./typed";
import { bodiesOf } from "./yaml";

/** The attribute with the manifests by resource type, as an object or as text. */
const manifestAttributes = new Map([
  ["kubernetes_manifest", "manifest"],
  ["kubectl_manifest", "yaml_body"],
  ["kustomization_resource", "manifest"],
  ["k8s_manifest", "content"],
]);

/** By document. */
export function resourceObjects({ graph }: Facts): Iterable<Source> {
  const found = new Map<string, Source & { objects: KubernetesObject[]; others?: Unknown }>();
  for (const type of [...manifestAttributes.keys(), ...typedResources]) {
    for (const resource of notDeleted(graph.all(type))) {
      const { document } = resource;
      const all = found.get(document.name) ?? { document, objects: [], isWhole: false };
      found.set(document.name, all);
      const exists = document.kind === "state" || resource.action === "no-op" || resource.action === "update";
      const origin = { resource, exists, isManifest: type === "kubernetes_manifest" };
      const bodies = bodiesIn(graph, resource);
      const objects = bodies?.flatMap((body) => objectsOf(graph, body, origin)) ?? [undefined];
      // The number is not known: there may be others besides this one.
      if (resource.unsure) objects.push(undefined);
      for (const object of objects) {
        if (object) all.objects.push(object);
        else all.others ??= unknownValue(`manifest of ${resource.address}`, "does not tell its kind and name");
      }
    }
  }
  return found.values();
}

function bodiesIn(graph: Graph, resource: Resource): readonly Value[] | undefined {
  const attribute = manifestAttributes.get(resource.type);
  if (attribute !== undefined) return bodiesOf(graph, resource.get(attribute));
  const typed = manifestOf(resource);
  return typed && [typed];
}
