/** The Kubernetes objects of a cluster, from every place in Terraform. */
import { notDeleted } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Resource } from "../graph/model";
import { type KubernetesDocument, type Manifests } from "./manifest-source";
import { outputObjects } from "./outputs";
import { resourceObjects } from "./resources";

/** One fact for the whole graph. */
export function manifests(facts: Facts): readonly Manifests[] {
  const found = new Map<string, Manifests>();
  for (const source of [...outputObjects(facts), ...resourceObjects(facts)]) {
    const cluster = clusterOf(facts, source.document);
    const key = cluster?.key ?? source.document.name;
    const before = found.get(key);
    found.set(key, {
      cluster,
      objects: [...(before?.objects ?? []), ...source.objects],
      others: before?.others ?? source.others,
      isWhole: (before?.isWhole ?? true) && source.isWhole,
    });
  }
  return [...found.values()];
}

/** The cluster that a document's manifests are for: its own, or the one that its data sources name. */
export function clusterOf({ graph }: Facts, document: KubernetesDocument): Resource | undefined {
  const own = notDeleted(graph.all("aws_eks_cluster")).filter((one) => one.document.name === document.name);
  if (own.length > 0) return own.length === 1 ? own[0] : undefined;
  const named = new Set(
    ["aws_eks_cluster", "aws_eks_cluster_auth"]
      .flatMap((type) => graph.all(type, "data"))
      .filter((one) => one.document.name === document.name)
      .map((one) => graph.target(one.get("name"), "aws_eks_cluster", one)),
  );
  const [only] = named;
  return named.size === 1 && only?.mode === "managed" ? only : undefined;
}
