/**
 * The CoreDNS add-on of a Fargate-only cluster that is not configured for Fargate, or that no profile selects (EKS-05).
 */
import { notDeleted, propertyIgnoringCase } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Resource } from "../../graph/model";
import { type Finding } from "../../verdict";
import { profileFor, profilesOf } from "../../workloads/fargate-profile";
import { otherPlaceOf } from "../../workloads/other-places";
import { type FindingCheck } from "../finding";

const labels = new Map([["k8s-app", "kube-dns"]]);

export const strandedCoredns: FindingCheck = {
  name: "stranded-coredns",
  rules: ["EKS-05"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    for (const cluster of notDeleted(graph.all("aws_eks_cluster"))) {
      // On nodes it runs with its default configuration.
      if (facts.per(profilesOf, cluster).length === 0 || facts.per(otherPlaceOf, cluster) !== undefined) continue;
      for (const addon of addonsOf(facts, cluster)) {
        const { profile, open } = profileFor(facts, cluster, "kube-system", labels);
        if (!profile && !open) {
          yield finding(
            addon,
            `no Fargate profile of ${cluster.address} selects the pods of ${addon.address}, so no pod can resolve names`,
            "add a Fargate profile that selects namespace kube-system with label k8s-app=kube-dns",
          );
        }
        const settings = graph.json(addon.get("configuration_values"));
        const compute = propertyIgnoringCase(graph, settings, "computeType");
        if (settings.kind === "unknown" || compute.kind === "unknown") continue;
        if (graph.text(compute)?.toLowerCase() === "fargate") continue;
        yield finding(
          addon,
          `${addon.address} is not configured to run on Fargate, but ${cluster.address} has no nodes`,
          `set configuration_values of ${addon.address} to jsonencode({ computeType = "Fargate" })`,
        );
      }
    }
  },
};

function addonsOf({ graph }: Facts, cluster: Resource): readonly Resource[] {
  return notDeleted(graph.all("aws_eks_addon")).filter((addon) => {
    if (graph.text(addon.get("addon_name")) !== "coredns") return false;
    const named = graph.resolve(addon.get("cluster_name"), "aws_eks_cluster", addon);
    return (named.kind === "resource" || named.kind === "attribute") && named.resource.key === cluster.key;
  });
}

function finding({ address }: Resource, detail: string, fix: string): Finding {
  return { rule: "EKS-05", severity: "error", resource: address, detail, fix };
}
