import { names, policy, statementsOf } from "../policy";
import { type AwsRule, each, stack } from "../rule";
import { blocks, type Resource, type Stacks } from "../stacks";

const needed = ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"];

export const rule: AwsRule = {
  fact: "the cluster role of EKS needs rights to the key that encrypts Kubernetes secrets",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html",
  check: each("aws_eks_cluster", (cluster, stacks) => {
    const encrypted = blocks(cluster.args["encryption_config"]);
    if (encrypted.length === 0) return undefined;
    const actions = allowed(cluster, stacks);
    const missing = needed.filter((action) => !names(actions, action));
    return missing.length > 0 ? `its role lacks ${missing.join(", ")} on the secrets' key` : undefined;
  }),
  fails: {
    "s/aws_eks_cluster.one: its role lacks kms:ListGrants, kms:DescribeKey on the secrets' key": cluster([
      "kms:Encrypt",
      "kms:Decrypt",
    ]),
  },
  passes: [cluster(needed), stack({ "aws_eks_cluster.one": { role_arn: "${aws_iam_role.cluster.arn}" } })],
};

function allowed(cluster: Resource, stacks: Stacks): string[] {
  return stacks
    .referred(cluster, cluster.args["role_arn"], "aws_iam_role")
    .flatMap((role) => stacks.referring("aws_iam_role_policy", "role", role))
    .flatMap(({ args }) => statementsOf(args["policy"]))
    .flatMap(({ effect, actions }) => (effect === "Allow" ? actions : []));
}

function cluster(actions: readonly string[]) {
  return stack({
    "aws_eks_cluster.one": {
      role_arn: "${aws_iam_role.cluster.arn}",
      encryption_config: { resources: ["secrets"], provider: { key_arn: "${aws_kms_key.secrets.arn}" } },
    },
    "aws_iam_role.cluster": {},
    "aws_iam_role_policy.secrets": {
      role: "${aws_iam_role.cluster.id}",
      policy: policy({ Effect: "Allow", Action: actions, Resource: "${aws_kms_key.secrets.arn}" }),
    },
  });
}
