import { names, policy, statementsOf } from "../policy";
import { type AwsRule, each, stack } from "../rule";
import { blocks, type Resource, type Stacks } from "../stacks";

export const rule: AwsRule = {
  fact: "a task role needs kms:Decrypt on the cluster's key for ECS Exec sessions",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
  check: each("aws_ecs_service", (service, stacks) => {
    if (service.args["enable_execute_command"] !== true) return undefined;
    const keys = stacks
      .referred(service, service.args["cluster"], "aws_ecs_cluster")
      .flatMap(({ args }) => blocks(args["configuration"]))
      .flatMap((configuration) => blocks(configuration["execute_command_configuration"]))
      .flatMap(({ kms_key_id: key }) => (typeof key === "string" ? [key] : []));
    const missing = keys.find((key) => !mayDecrypt(service, stacks, key));
    return missing === undefined ? undefined : `its task role lacks kms:Decrypt on the exec key ${missing}`;
  }),
  fails: {
    "s/aws_ecs_service.web: its task role lacks kms:Decrypt on the exec key arn:aws:kms:r:1:key/a": exec("key/b"),
  },
  passes: [exec("key/a"), exec("key/*")],
};

function mayDecrypt(service: Resource, stacks: Stacks, key: string): boolean {
  return stacks
    .referred(service, service.args["task_definition"], "aws_ecs_task_definition")
    .flatMap((definition) => stacks.referred(definition, definition.args["task_role_arn"], "aws_iam_role"))
    .flatMap((role) => stacks.referring("aws_iam_role_policy", "role", role))
    .flatMap(({ args }) => statementsOf(args["policy"]))
    .some((one) => one.effect === "Allow" && names(one.actions, "kms:Decrypt") && names(one.resources, key));
}

function exec(resource: string) {
  return stack({
    "aws_ecs_cluster.one": {
      configuration: { execute_command_configuration: { kms_key_id: "arn:aws:kms:r:1:key/a" } },
    },
    "aws_ecs_service.web": {
      cluster: "${aws_ecs_cluster.one.arn}",
      enable_execute_command: true,
      task_definition: "${aws_ecs_task_definition.web.arn}",
    },
    "aws_ecs_task_definition.web": { task_role_arn: "${aws_iam_role.web.arn}" },
    "aws_iam_role.web": {},
    "aws_iam_role_policy.web": {
      role: "${aws_iam_role.web.id}",
      policy: policy({ Effect: "Allow", Action: ["kms:Decrypt"], Resource: `arn:aws:kms:r:1:${resource}` }),
    },
  });
}
