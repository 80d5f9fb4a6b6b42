import { type AwsRule, each, stack } from "../rule";
import { type Arguments, blocks, type Resource, type Stacks } from "../stacks";

const reason = "its API is private, and no ingress rule of the cluster security group allows tcp/443";

export const rule: AwsRule = {
  fact: "a private EKS API is reached from outside the cluster only by an ingress rule of the cluster security group",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
  check: each("aws_eks_cluster", (cluster, stacks) => {
    const [vpc] = blocks(cluster.args["vpc_config"]);
    return vpc?.["endpoint_public_access"] === true || admitsSomebody(cluster, stacks) ? undefined : reason;
  }),
  warning: "should allow a client outside the cluster",
  fails: {
    [`s/aws_eks_cluster.one: ${reason}`]: cluster({ endpoint_private_access: true, endpoint_public_access: false }),
  },
  passes: [
    cluster({ endpoint_private_access: true, endpoint_public_access: true }),
    cluster({ endpoint_private_access: true }, "${aws_eks_cluster.one.vpc_config[0].cluster_security_group_id}"),
  ],
};

function admitsSomebody(cluster: Resource, stacks: Stacks): boolean {
  return stacks
    .referring("aws_vpc_security_group_ingress_rule", "security_group_id", cluster)
    .some(({ args }) => args["from_port"] === 443 && args["to_port"] === 443);
}

function cluster(vpc_config: Arguments, security_group_id = "${aws_security_group.other.id}") {
  return stack({
    "aws_eks_cluster.one": { vpc_config },
    "aws_vpc_security_group_ingress_rule.api": {
      security_group_id,
      cidr_ipv4: "10.0.0.0/8",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    },
  });
}
