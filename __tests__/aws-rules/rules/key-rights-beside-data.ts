import { decrypting, viaServices } from "../keys";
import { names, policy, type Statement, statementsOf } from "../policy";
import { type AwsRule, each, stack } from "../rule";

/** The action that reads a service's data, for data under a key. */
const reading: Readonly<Record<string, string>> = {
  s3: "s3:GetObject",
  secretsmanager: "secretsmanager:GetSecretValue",
  ssm: "ssm:GetParameters",
};

export const rule: AwsRule = {
  fact: "who reads objects or secrets under a customer managed key needs kms:Decrypt and the right to read them",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  check: each("aws_iam_role_policy", ({ args }) => {
    const statements = statementsOf(args["policy"]);
    const useless = decrypting(statements).find((one) => !readsSomething(statements, one));
    return useless && `may decrypt through ${viaServices(useless).join(" and ")}, but reads nothing there`;
  }),
  fails: {
    "s/aws_iam_role_policy.seed: may decrypt through s3.us-east-1.amazonaws.com, but reads nothing there": seed([
      "s3:ListBucket",
    ]),
  },
  passes: [seed(["s3:GetObject"]), stack({ "aws_iam_role_policy.seed": { policy: policy() } })],
};

function readsSomething(statements: readonly Statement[], key: Statement): boolean {
  const services = viaServices(key);
  const actions = statements.filter(({ effect }) => effect === "Allow").flatMap((one) => one.actions);
  return (
    services.length === 0 ||
    services.some((service) => names(actions, reading[service.split(".")[0] ?? ""] ?? "not known"))
  );
}

function seed(Action: readonly string[]) {
  return stack({
    "aws_iam_role_policy.seed": {
      policy: policy(
        { Effect: "Allow", Action, Resource: "arn:aws:s3:::example-content/web/*" },
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: "arn:aws:kms:us-east-1:222222222222:key/1",
          Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
        },
      ),
    },
  });
}
