/** Other places where a cluster's pods may run: node groups, Auto Mode, Karpenter, self-managed nodes. */
import { attributeOf, notDeleted } from "../aws/attributes/block";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, type Resource } from "../graph/model";
import { manifests } from "../kubernetes/manifests";

/** A fact per cluster: the address of a resource that may run its pods on nodes; undefined if there is none. */
export function otherPlaceOf(facts: Facts, cluster: Resource): string | undefined {
  const { graph } = facts;
  return (
    autoMode(graph, cluster) ??
    ofCluster(graph, cluster, "aws_eks_node_group")?.address ??
    nodeEntry(graph, cluster) ??
    joining(graph) ??
    karpenter(facts, cluster)
  );
}

/** EKS user guide, automode.html: `compute_config { enabled = true }`. */
function autoMode(graph: Graph, cluster: Resource): string | undefined {
  const enabled = graph.follow(cluster.get("compute_config.enabled"));
  if (isNull(enabled) || graph.text(enabled) === "false") return undefined;
  return enabled.kind === "reference" && enabled.to === cluster.key ? undefined : cluster.address;
}

function ofCluster(graph: Graph, cluster: Resource, type: string): Resource | undefined {
  return notDeleted(graph.all(type, "both")).find((one) => {
    const named = graph.resolve(one.get("cluster_name"), "aws_eks_cluster", one);
    return named.kind === "literal" || named.kind === "unknown" || named.resource.key === cluster.key;
  });
}

/** Access entries that allow nodes to join. */
function nodeEntry(graph: Graph, cluster: Resource): string | undefined {
  const types = new Set(["EC2_LINUX", "EC2_WINDOWS", "EC2", "HYBRID_LINUX", "HYPERPOD_LINUX"]);
  const entry = notDeleted(graph.all("aws_eks_access_entry")).find((one) => {
    const named = graph.resolve(one.get("cluster_name"), "aws_eks_cluster", one);
    const isOwn = named.kind === "literal" || named.kind === "unknown" || named.resource.key === cluster.key;
    return isOwn && types.has(graph.text(one.get("type")) ?? "");
  });
  return entry?.address;
}

/** Instances that join a cluster by their tags or user data; which cluster is not evaluated. */
function joining(graph: Graph): string | undefined {
  for (const group of notDeleted(graph.all("aws_autoscaling_group"))) {
    const keys = group.blocks("tag").items.map((tag) => graph.text(attributeOf(tag, "key")) ?? "");
    if (keys.some((key) => key.startsWith("kubernetes.io/cluster/"))) return group.address;
  }
  for (const type of ["aws_launch_template", "aws_launch_configuration", "aws_instance"]) {
    for (const one of notDeleted(graph.all(type))) {
      const plain = graph.text(one.get("user_data")) ?? "";
      const decoded = Buffer.from(graph.text(one.get("user_data_base64")) ?? plain, "base64").toString("utf8");
      if ([plain, decoded].some((text) => /\/etc\/eks\/bootstrap\.sh|node\.eks\.aws/.test(text))) return one.address;
    }
  }
  return undefined;
}

const nodeMakers = new Set(["NodePool", "NodeClaim", "Provisioner"]);

function karpenter(facts: Facts, cluster: Resource): string | undefined {
  const { graph } = facts;
  for (const all of facts.once(manifests)) {
    if (all.cluster && all.cluster.key !== cluster.key) continue;
    const maker = all.objects.find(({ kind, apiVersion }) => nodeMakers.has(kind) && apiVersion.includes("karpenter"));
    if (maker) return maker.address;
  }
  return notDeleted(graph.all("helm_release")).find((one) => graph.text(one.get("chart"))?.includes("karpenter"))
    ?.address;
}
