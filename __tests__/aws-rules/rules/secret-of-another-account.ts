import { allowedBy, decrypting, viaServices } from "../keys";
import { policy } from "../policy";
import { type AwsRule, each, stackJson } from "../rule";
import { blocks, type Resource, type Stacks } from "../stacks";

export const rule: AwsRule = {
  fact: "a secret of another account is under a customer managed key, which the execution role needs kms:Decrypt on",
  source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html",
  check: each("aws_ecs_task_definition", (definition, stacks) => {
    const account = stacks.accountOf(definition.stack);
    const foreign = secretsOf(definition).find((arn) => isOfAnother(arn, account));
    return foreign === undefined || mayDecrypt(definition, stacks)
      ? undefined
      : `the execution role lacks kms:Decrypt for ${foreign}`;
  }),
  warning: "is in another account, so the execution role needs permission for its KMS key",
  fails: {
    "s/aws_ecs_task_definition.web: the execution role lacks kms:Decrypt for arn:aws:secretsmanager:us-east-1:333333333333:secret:db-AbCdEf":
      task("333333333333", "s3"),
  },
  passes: [task("222222222222", "s3"), task("333333333333", "secretsmanager")],
};

function secretsOf({ args }: Resource): string[] {
  const text = args["container_definitions"];
  if (typeof text !== "string" || !text.startsWith("[")) return [];
  const arns = text.matchAll(/"valueFrom":\s*"(arn:[^"]+)"/g);
  return [...arns].map(([, arn = ""]) => arn);
}

/** Parameters can be shared as plain text too. */
function isOfAnother(arn: string, account: string): boolean {
  const [, , service, , owner] = arn.split(":");
  return service === "secretsmanager" && owner !== account;
}

function mayDecrypt(definition: Resource, stacks: Stacks): boolean {
  return stacks
    .referred(definition, definition.args["execution_role_arn"], "aws_iam_role")
    .flatMap((role) => decrypting(allowedBy(stacks, role)))
    .some((one) => viaServices(one).length === 0 || viaServices(one).some((via) => via.startsWith("secretsmanager.")));
}

function task(owner: string, service: string) {
  const valueFrom = `arn:aws:secretsmanager:us-east-1:${owner}:secret:db-AbCdEf`;
  const json = stackJson({
    "aws_ecs_task_definition.web": {
      execution_role_arn: "${aws_iam_role.start.arn}",
      container_definitions: JSON.stringify(blocks({ name: "web", secrets: [{ name: "S", valueFrom }] })),
    },
    "aws_iam_role.start": {},
    "aws_iam_role_policy.start": {
      role: "${aws_iam_role.start.id}",
      policy: policy({
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: `arn:aws:kms:us-east-1:${owner}:key/1`,
        Condition: { StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` } },
      }),
    },
  });
  return { s: { ...json, provider: { aws: [{ allowed_account_ids: ["222222222222"] }] } } };
}
