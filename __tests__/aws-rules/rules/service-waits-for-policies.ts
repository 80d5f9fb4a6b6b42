import { type AwsRule, each, stack } from "../rule";
import { type Resource, texts } from "../stacks";

const policyTypes = ["aws_iam_role_policy", "aws_iam_role_policy_attachment"];

export const rule: AwsRule = {
  fact: "a service's tasks start, and stop last, with the rights that its roles have: it depends on their policies",
  source: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service",
  check: each("aws_ecs_service", (service, stacks) => {
    const roles = stacks
      .referred(service, service.args["task_definition"], "aws_ecs_task_definition")
      .flatMap((task) => stacks.referred(task, [task.args["task_role_arn"], task.args["execution_role_arn"]]));
    const policies = policyTypes.flatMap((type) => roles.flatMap((role) => stacks.referring(type, "role", role)));
    const named = texts(service.args["depends_on"]);
    const missing = policies.find((policy: Resource) => !named.includes(`${policy.type}.${policy.name}`));
    return missing && `does not depend on ${missing.address}`;
  }),
  fails: {
    "s/aws_ecs_service.web: does not depend on s/aws_iam_role_policy.secrets": service([]),
  },
  passes: [service(["aws_iam_role_policy.secrets"])],
};

function service(depends_on: readonly string[]) {
  return stack({
    "aws_ecs_service.web": { task_definition: "${aws_ecs_task_definition.web.arn}", depends_on },
    "aws_ecs_task_definition.web": { execution_role_arn: "${aws_iam_role.execution.arn}" },
    "aws_iam_role.execution": {},
    "aws_iam_role_policy.secrets": { role: "${aws_iam_role.execution.id}" },
  });
}
