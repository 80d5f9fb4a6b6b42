import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "an add-on without a version keeps that of its first deploy when the cluster is upgraded",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html",
  check: each("aws_eks_addon", (addon, stacks) => {
    if (addon.args["addon_version"] === undefined) return "has no version, and keeps that of its first deploy";
    const [cluster] = stacks.referred(addon, addon.args["cluster_name"], "aws_eks_cluster");
    const [looked] = stacks.referred(addon, addon.args["addon_version"], "data.aws_eks_addon_version");
    const [asked, has] = [looked?.args["kubernetes_version"], cluster?.args["version"]];
    return looked && asked !== has ? `has the version for Kubernetes ${String(asked)}, not ${String(has)}` : undefined;
  }),
  fails: {
    "s/aws_eks_addon.coredns: has no version, and keeps that of its first deploy": addon(undefined, "1.35"),
    "s/aws_eks_addon.coredns: has the version for Kubernetes 1.34, not 1.35": addon(
      "${data.aws_eks_addon_version.coredns.version}",
      "1.34",
    ),
  },
  passes: [addon("${data.aws_eks_addon_version.coredns.version}", "1.35"), addon("v1.12.4-eksbuild.1", "1.35")],
};

function addon(addon_version: string | undefined, kubernetes_version: string) {
  return stack({
    "aws_eks_cluster.one": { version: "1.35" },
    "data.aws_eks_addon_version.coredns": { addon_name: "coredns", kubernetes_version },
    "aws_eks_addon.coredns": { cluster_name: "${aws_eks_cluster.one.name}", addon_version },
  });
}
