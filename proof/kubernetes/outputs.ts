/** Kubernetes objects in this project's output `kubernetes_manifests`. */
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { NULL, type Unknown, unknownValue, type Value } from "../graph/model";
import { type Source } from "./manifest-source";
import { type KubernetesObject, objectsOf } from "./object";
import { bodiesOf } from "./yaml";

const outputName = "kubernetes_manifests";

export function outputObjects({ graph }: Facts): Source[] {
  return graph.outputs(outputName).map((output) => {
    const objects: KubernetesObject[] = [];
    const { texts, unknownRest } = textsOf(graph, output.value());
    let others = unknownRest;
    for (const text of texts) {
      const bodies = bodiesOf(graph, text);
      if (bodies === undefined)
        others ??= unknownValue(graph.describe(text), "is not a Kubernetes manifest that is known");
      for (const body of bodies ?? []) {
        // Objects of one list have the same position, so that none counts as later than another.
        const position = objects.length;
        for (const object of objectsOf(graph, body, { position, output, isManifest: true })) {
          if (object) objects.push(object);
          else others ??= unknownValue(graph.describe(text), "does not tell its kind and name");
        }
      }
    }
    return { document: output.document, objects, others, isWhole: true };
  });
}

/** A list in its order; a map sorted by key, as in Terraform. */
function textsOf(graph: Graph, value: Value): { texts: readonly Value[]; unknownRest?: Unknown } {
  const all = graph.follow(value);
  if (all.kind === "object") {
    const keys = [...all.entries.keys()].sort();
    return { texts: keys.map((key) => all.entries.get(key) ?? NULL), unknownRest: all.unknownRest };
  }
  const { items, unknownRest } = graph.items(all);
  return { texts: items, unknownRest };
}
