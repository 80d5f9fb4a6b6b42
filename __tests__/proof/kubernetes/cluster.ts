/** A graph of nothing but Kubernetes objects, in this project's output. */
import { Facts } from "../../../proof/facts";
import { Graph } from "../../../proof/graph/graph";
import { type Document, list, literal } from "../../../proof/graph/model";
import { type Manifests } from "../../../proof/kubernetes/manifest-source";
import { manifests } from "../../../proof/kubernetes/manifests";

const document: Document = { name: "eks-platform", kind: "configuration", root: "cdktf.out", path: "cdktf.out" };

export function graphOf(objects: readonly object[]): Graph {
  const value = list(objects.map((object) => literal(JSON.stringify(object))));
  return Graph.of([], [{ document, name: "kubernetes_manifests", value: () => value }]);
}

export function clusterOf(objects: readonly object[]): { readonly graph: Graph; readonly all: Manifests } {
  const graph = graphOf(objects);
  return { graph, all: manifests(new Facts(graph))[0]! };
}
