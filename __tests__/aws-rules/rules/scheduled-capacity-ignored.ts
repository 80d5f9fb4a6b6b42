import { type AwsRule, each, stack } from "../rule";
import { blocks, texts } from "../stacks";

const limits = ["min_capacity", "max_capacity"];

export const rule: AwsRule = {
  fact: "scheduled actions change a target's capacity, which the next apply would take back",
  source: "https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/422",
  check: each("aws_appautoscaling_target", (target, stacks) => {
    const scheduled = stacks.referring("aws_appautoscaling_scheduled_action", "resource_id", target).length > 0;
    const ignored = texts(blocks(target.args["lifecycle"])[0]?.["ignore_changes"]);
    const taken = scheduled ? limits.filter((one) => !ignored.includes(one)) : [];
    return taken.length > 0 ? `has scheduled actions and does not ignore ${taken.join(" and ")}` : undefined;
  }),
  fails: {
    "s/aws_appautoscaling_target.web: has scheduled actions and does not ignore max_capacity": target(["min_capacity"]),
  },
  passes: [target(limits), stack({ "aws_appautoscaling_target.web": {} })],
};

function target(ignored: readonly string[]) {
  return stack({
    "aws_appautoscaling_target.web": { lifecycle: { ignore_changes: ignored } },
    "aws_appautoscaling_scheduled_action.noon": { resource_id: "${aws_appautoscaling_target.web.resource_id}" },
  });
}
