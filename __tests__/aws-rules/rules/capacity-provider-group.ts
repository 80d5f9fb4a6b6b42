import { type AwsRule, each, stack } from "../rule";
import { blocks, texts } from "../stacks";

export const rule: AwsRule = {
  fact: "a group that ECS scales has the tag AmazonECSManaged and a desired capacity that Terraform leaves alone",
  source: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_capacity_provider",
  check: each("aws_ecs_capacity_provider", (provider, stacks) => {
    const [settings] = blocks(provider.args["auto_scaling_group_provider"]);
    for (const group of stacks.referred(provider, settings?.["auto_scaling_group_arn"], "aws_autoscaling_group")) {
      if (!blocks(group.args["tag"]).some(({ key }) => key === "AmazonECSManaged"))
        return `${group.address} lacks the tag AmazonECSManaged`;
      const ignored = texts(blocks(group.args["lifecycle"])[0]?.["ignore_changes"]);
      if (!ignored.includes("desired_capacity")) return `${group.address} does not ignore desired_capacity`;
      const guarded = settings?.["managed_termination_protection"] === "ENABLED";
      if (guarded && group.args["protect_from_scale_in"] !== true)
        return `${group.address} does not protect from scale-in`;
    }
    return undefined;
  }),
  fails: {
    "s/aws_ecs_capacity_provider.pool: s/aws_autoscaling_group.pool lacks the tag AmazonECSManaged": pool({}),
    "s/aws_ecs_capacity_provider.pool: s/aws_autoscaling_group.pool does not ignore desired_capacity": pool({
      tag: [{ key: "AmazonECSManaged" }],
    }),
    "s/aws_ecs_capacity_provider.pool: s/aws_autoscaling_group.pool does not protect from scale-in": pool(
      { tag: [{ key: "AmazonECSManaged" }], lifecycle: { ignore_changes: ["desired_capacity"] } },
      "ENABLED",
    ),
  },
  passes: [pool({ tag: [{ key: "AmazonECSManaged" }], lifecycle: { ignore_changes: ["desired_capacity"] } })],
};

function pool(group: Readonly<Record<string, unknown>>, protection?: string) {
  return stack({
    "aws_autoscaling_group.pool": group,
    "aws_ecs_capacity_provider.pool": {
      auto_scaling_group_provider: {
        auto_scaling_group_arn: "${aws_autoscaling_group.pool.arn}",
        managed_termination_protection: protection,
      },
    },
  });
}
