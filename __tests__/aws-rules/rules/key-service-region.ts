import { decrypting, viaServices } from "../keys";
import { policy, type Statement, statementsOf } from "../policy";
import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "a service uses a KMS key of its own Region, so that kms:ViaService names the Region of the key",
  source: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
  check: each("aws_iam_role_policy", ({ args }) =>
    decrypting(statementsOf(args["policy"]))
      .map(reasonOf)
      .find((reason) => reason !== undefined),
  ),
  fails: {
    "s/aws_iam_role_policy.read: the keys are of us-east-1, but kms:ViaService names s3.us-west-2.amazonaws.com":
      read("s3.us-west-2.amazonaws.com"),
  },
  passes: [read("s3.us-east-1.amazonaws.com"), read(["secretsmanager.us-east-1.amazonaws.com"])],
};

function reasonOf(statement: Statement): string | undefined {
  const services = viaServices(statement);
  if (services.length === 0) return undefined;
  const regions = new Set(statement.resources.map((arn) => arn.split(":")[3] ?? ""));
  const other = services.find((service) => !regions.has(service.split(".")[1] ?? ""));
  return other === undefined ? undefined : `the keys are of ${[...regions].join()}, but kms:ViaService names ${other}`;
}

function read(service: string | readonly string[]) {
  return stack({
    "aws_iam_role_policy.read": {
      policy: policy({
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: "arn:aws:kms:us-east-1:222222222222:key/1",
        Condition: { StringEquals: { "kms:ViaService": service } },
      }),
    },
  });
}
