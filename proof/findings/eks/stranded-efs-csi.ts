/**
 * The EFS CSI driver add-on of a Fargate-only cluster: its pods can't be scheduled, so it does not become ACTIVE. Pods
 * on Fargate can still mount (EKS-16; eksctl#3917, aws-efs-csi-driver#589).
 */
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { profileFor, profilesOf } from "../../workloads/fargate-profile";
import { otherPlaceOf } from "../../workloads/other-places";
import { type FindingCheck } from "../finding";

const labels = new Map([["app", "efs-csi-controller"]]);

export const strandedEfsCsi: FindingCheck = {
  name: "stranded-efs-csi",
  rules: ["EKS-06"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    for (const addon of notDeleted(graph.all("aws_eks_addon"))) {
      if (graph.text(addon.get("addon_name")) !== "aws-efs-csi-driver") continue;
      const named = graph.resolve(addon.get("cluster_name"), "aws_eks_cluster", addon);
      const cluster = named.kind === "resource" || named.kind === "attribute" ? named.resource : undefined;
      if (!cluster || facts.per(profilesOf, cluster).length === 0) continue;
      if (facts.per(otherPlaceOf, cluster) !== undefined) continue;
      const { profile, open } = profileFor(facts, cluster, "kube-system", labels);
      const { address } = addon;
      yield {
        rule: "EKS-06",
        // It depends on the release of the driver whether its controller runs on Fargate.
        severity: profile || open ? "warning" : "error",
        resource: address,
        detail: `${address} is the EFS CSI driver for nodes, but ${cluster.address} has only Fargate, so the add-on does not become ACTIVE and terraform apply fails`,
        fix: `remove ${address}: Fargate has the EFS CSI driver built in`,
      };
    }
  },
};
