import { names, policy, statementsOf } from "../policy";
import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "kms:Decrypt is needed on the secrets' own keys, and on no other",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
  check: each("aws_iam_role_policy", ({ args }) => {
    const decrypting = statementsOf(args["policy"]).filter(
      ({ effect, actions }) => effect === "Allow" && names(actions, "kms:Decrypt"),
    );
    const open = decrypting.find(({ resources }) => resources.length === 0 || resources.includes("*"));
    return open ? "allows kms:Decrypt on every key" : undefined;
  }),
  fails: {
    "s/aws_iam_role_policy.execution: allows kms:Decrypt on every key": stack({
      "aws_iam_role_policy.execution": {
        policy: policy({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }),
      },
    }),
  },
  passes: [
    stack({
      "aws_iam_role_policy.execution": {
        policy: policy({
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: "arn:aws:kms:us-east-1:222222222222:key/1",
        }),
      },
    }),
  ],
};
