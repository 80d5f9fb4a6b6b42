import { zonesOf } from "../network";
import { type AwsRule, stack, violation } from "../rule";
import { blocks, type Resource } from "../stacks";

const subnets: Readonly<Record<string, (one: Resource) => unknown>> = {
  aws_lb: ({ args }) => args["subnets"],
  aws_eks_cluster: ({ args }) => blocks(args["vpc_config"]).map((one) => one["subnet_ids"]),
};

export const rule: AwsRule = {
  fact: "an Application Load Balancer and an EKS cluster need subnets in two Availability Zones",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  check: (stacks) =>
    Object.entries(subnets).flatMap(([type, of]) =>
      stacks.of(type).flatMap((one) => {
        const zones = zonesOf(stacks, one, of(one));
        return zones.length === 1 ? [violation(one, `has subnets in ${zones.join()} alone`)] : [];
      }),
    ),
  fails: {
    "s/aws_eks_cluster.one: has subnets in us-east-1a alone": stack({
      "aws_eks_cluster.one": { vpc_config: { subnet_ids: ["${aws_subnet.a.id}"] } },
      "aws_subnet.a": { availability_zone: "us-east-1a" },
    }),
  },
  passes: [
    stack({
      "aws_lb.web": { subnets: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"] },
      "aws_subnet.a": { availability_zone: "us-east-1a" },
      "aws_subnet.b": { availability_zone: "us-east-1b" },
    }),
  ],
};
