import { type Service } from "./resource-type";

export const eks: Service = {
  ownIds: "aws_eks_",
  types: {
    aws_eks_cluster: {
      identity: ["name"],
      referencedBy: { name: ["cluster_name"] },
      creates: { "vpc_config[0].cluster_security_group_id": { type: "aws_security_group" } },
      computed: { vpc_config: ["cluster_security_group_id", "vpc_id"] },
      destruction: { means: "everything that runs in it stops" },
      opens: [{ form: "public-endpoint" }, { form: "deletion-protection", attribute: "deletion_protection" }],
    },
    aws_eks_cluster_auth: {},
    aws_eks_fargate_profile: { destruction: { means: "its pods stop" } },
    aws_eks_node_group: {
      destruction: { means: "its nodes are terminated with their pods" },
      withdraws: ["max_size", "desired_size"].map((attribute) => ({
        form: "becomes",
        attribute: `scaling_config.${attribute}`,
        is: 0,
        means: "has no node any more, so its pods stop",
        todo: `keep ${attribute} above 0, or confirm that its pods are to stop`,
      })),
    },
    aws_eks_addon: {
      destruction: { means: "pods that need it no longer start, mount or resolve names", onlyDeleted: true },
    },
    aws_eks_access_entry: { destruction: { means: "its principal loses access to the cluster", onlyDeleted: true } },
    aws_eks_access_policy_association: {
      opens: ["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy"].map((policy) => ({
        form: "value",
        attribute: "policy_arn",
        is: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
        what: `lets its principal administer the cluster (${policy})`,
        todo: "associate a policy with only the rights that are needed",
      })),
      destruction: { means: "its principal loses its rights in the cluster", onlyDeleted: true },
    },
    aws_eks_pod_identity_association: { destruction: { means: "its pods lose the rights of their role" } },
  },
};
