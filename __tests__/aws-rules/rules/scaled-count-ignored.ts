import { type AwsRule, each, stack } from "../rule";
import { blocks, number, texts } from "../stacks";

export const rule: AwsRule = {
  fact: "scaling changes a service's desired count, which the next apply would take back",
  source:
    "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#ignoring-changes-to-desired-count",
  check: each("aws_appautoscaling_target", (target, stacks) => {
    const [min, max] = [number(target.args["min_capacity"]) ?? 0, number(target.args["max_capacity"]) ?? 0];
    if (min > max) return `min_capacity ${min} is more than max_capacity ${max}`;
    const service = stacks
      .referred(target, target.args["resource_id"], "aws_ecs_service")
      .find(({ args }) => !texts(blocks(args["lifecycle"])[0]?.["ignore_changes"]).includes("desired_count"));
    return service && `${service.address} does not ignore desired_count`;
  }),
  fails: {
    "s/aws_appautoscaling_target.web: s/aws_ecs_service.web does not ignore desired_count": scaled({}),
    "s/aws_appautoscaling_target.web: min_capacity 3 is more than max_capacity 2": scaled({}, 3),
  },
  passes: [scaled({ ignore_changes: ["desired_count"] })],
};

function scaled(lifecycle: object, min = 1) {
  return stack({
    "aws_appautoscaling_target.web": {
      resource_id: "service/web/${aws_ecs_service.web.name}",
      min_capacity: min,
      max_capacity: 2,
    },
    "aws_ecs_service.web": { lifecycle },
  });
}
