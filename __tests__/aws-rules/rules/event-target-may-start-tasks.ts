import { names, policy, statementsOf } from "../policy";
import { type AwsRule, each, stack } from "../rule";
import { blocks, number } from "../stacks";

export const rule: AwsRule = {
  fact: "EventBridge starts one to ten tasks by a role that may run the task and pass its roles",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html",
  check: each("aws_cloudwatch_event_target", (target, stacks) => {
    const [task] = blocks(target.args["ecs_target"]);
    const count = number(task?.["task_count"]) ?? 1;
    if (count < 1 || count > 10) return `task_count ${count} should be 1 to 10`;
    const statements = stacks
      .referred(target, target.args["role_arn"], "aws_iam_role")
      .flatMap((role) => stacks.referring("aws_iam_role_policy", "role", role))
      .flatMap(({ args }) => statementsOf(args["policy"]));
    const missing = ["ecs:RunTask", "iam:PassRole"].find(
      (action) => !statements.some(({ effect, actions }) => effect === "Allow" && names(actions, action)),
    );
    return missing && `its role may not ${missing}`;
  }),
  fails: {
    "s/aws_cloudwatch_event_target.nightly: its role may not iam:PassRole": target(["ecs:RunTask"]),
    "s/aws_cloudwatch_event_target.nightly: task_count 11 should be 1 to 10": target(
      ["ecs:RunTask", "iam:PassRole"],
      11,
    ),
  },
  passes: [target(["ecs:RunTask", "iam:PassRole"])],
};

function target(Action: readonly string[], task_count = 1) {
  return stack({
    "aws_cloudwatch_event_target.nightly": { role_arn: "${aws_iam_role.start.arn}", ecs_target: { task_count } },
    "aws_iam_role.start": {},
    "aws_iam_role_policy.start": { role: "${aws_iam_role.start.id}", policy: policy({ Effect: "Allow", Action }) },
  });
}
