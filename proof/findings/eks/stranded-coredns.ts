/** CoreDNS of a Fargate-only cluster: no profile selects it, or its add-on is not configured for Fargate (EKS-05). */
import { notDeleted, propertyIgnoringCase } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { isNull, type Resource } from "../../graph/model";
import { type Finding } from "../../verdict";
import { profileFor, profilesOf } from "../../workloads/fargate-profile";
import { otherPlaceOf } from "../../workloads/other-places";
import { type FindingCheck } from "../finding";

const labels = new Map([["k8s-app", "kube-dns"]]);
const selectsCoredns = "add a Fargate profile that selects namespace kube-system with label k8s-app=kube-dns";

export const strandedCoredns: FindingCheck = {
  name: "stranded-coredns",
  rules: ["EKS-05"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    for (const cluster of notDeleted(graph.all("aws_eks_cluster"))) {
      // On nodes it runs with its default configuration.
      if (facts.per(profilesOf, cluster).length === 0 || facts.per(otherPlaceOf, cluster) !== undefined) continue;
      const addons = addonsOf(facts, cluster);
      const { profile, open } = profileFor(facts, cluster, "kube-system", labels);
      if (!profile && !open && isBootstrapped(facts, cluster) && !mayHaveAddon(facts, addons)) {
        const detail =
          `no Fargate profile of ${cluster.address} selects the pods of CoreDNS, which EKS installs with the cluster: ` +
          "without nodes or such a profile elsewhere, no pod can resolve names";
        yield finding(cluster, detail, selectsCoredns, "warning");
      }
      for (const addon of addons) {
        if (!profile && !open) {
          yield finding(
            addon,
            `no Fargate profile of ${cluster.address} selects the pods of ${addon.address}, so no pod can resolve names`,
            selectsCoredns,
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

/** Whether the cluster has the add-on, or one of the input may be it. */
function mayHaveAddon({ graph }: Facts, addons: readonly Resource[]): boolean {
  return (
    addons.length > 0 ||
    notDeleted(graph.all("aws_eks_addon")).some((addon) => {
      const name = graph.text(addon.get("addon_name"));
      const cluster = graph.resolve(addon.get("cluster_name"), "aws_eks_cluster", addon);
      return name === undefined || (name === "coredns" && cluster.kind !== "resource" && cluster.kind !== "attribute");
    })
  );
}

/**
 * Whether Terraform creates the cluster here, and EKS installs CoreDNS with it: `bootstrap_self_managed_addons` is true by
 * default.
 */
function isBootstrapped({ graph }: Facts, cluster: Resource): boolean {
  if (cluster.mode !== "managed") return false;
  const value = graph.follow(cluster.get("bootstrap_self_managed_addons"));
  return isNull(value) || graph.text(value) === "true";
}

function finding({ address }: Resource, detail: string, fix: string, severity: Finding["severity"] = "error"): Finding {
  return { rule: "EKS-05", severity, resource: address, detail, fix };
}
