import { type AwsRule, stack, violation } from "../rule";
import { blocks, type Resource, texts } from "../stacks";

/** The default quota of every account; AWS can raise it to 16. */
const max = 5;

const groups: Readonly<Record<string, (one: Resource) => unknown>> = {
  aws_ecs_service: ({ args }) => blocks(args["network_configuration"])[0]?.["security_groups"],
  aws_efs_mount_target: ({ args }) => args["security_groups"],
  aws_instance: ({ args }) => args["vpc_security_group_ids"],
  aws_launch_template: ({ args }) => args["vpc_security_group_ids"],
  aws_lb: ({ args }) => args["security_groups"],
  aws_vpc_endpoint: ({ args }) => args["security_group_ids"],
};

export const rule: AwsRule = {
  fact: "a network interface has at most five security groups until its account's quota is raised",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  check: (stacks) =>
    Object.entries(groups).flatMap(([type, of]) =>
      stacks.of(type).flatMap((one) => {
        const { length } = texts(of(one));
        return length > max ? [violation(one, `has ${length} security groups, AWS takes ${max}`)] : [];
      }),
    ),
  fails: { "s/aws_lb.web: has 6 security groups, AWS takes 5": balancer(6) },
  passes: [balancer(5)],
};

function balancer(count: number) {
  return stack({ "aws_lb.web": { security_groups: Array.from({ length: count }, (_, index) => `sg-${index}`) } });
}
