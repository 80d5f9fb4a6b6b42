import { policy, statementsOf } from "../policy";
import { type AwsRule, each, stack } from "../rule";

/** EC2 assumes an instance's role for the instance itself and sets no source. */
const unbound = ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"];

export const rule: AwsRule = {
  fact: "a role that a service assumes for others is bound to a source account, and a pod's role to audience and subject",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  check: each("aws_iam_role", ({ args }) => {
    for (const { principals, actions, condition } of statementsOf(args["assume_role_policy"])) {
      const keys = Object.values(condition).flatMap((one) => Object.keys(one));
      const has = (end: string) => keys.some((key) => key.endsWith(end));
      if (actions.includes("sts:AssumeRoleWithWebIdentity")) {
        if (!has(":aud") || !has(":sub")) return "web identities are not bound to audience and subject";
      } else if (
        !principals.every((one) => unbound.includes(one)) &&
        !has("aws:SourceAccount") &&
        !has("aws:SourceArn")
      ) {
        return `${principals.join()} may assume it for any account`;
      }
    }
    return undefined;
  }),
  fails: {
    "s/aws_iam_role.task: ecs-tasks.amazonaws.com may assume it for any account": role({}),
    "s/aws_iam_role.task: web identities are not bound to audience and subject": role(
      { StringEquals: { "oidc.eks/id:aud": "sts.amazonaws.com" } },
      "sts:AssumeRoleWithWebIdentity",
    ),
  },
  passes: [
    role({ StringEquals: { "aws:SourceAccount": "222222222222" } }),
    role({ StringEquals: { "oidc/1:aud": "sts.amazonaws.com", "oidc/1:sub": "a" } }, "sts:AssumeRoleWithWebIdentity"),
  ],
};

function role(Condition: object, Action = "sts:AssumeRole") {
  const Principal = { Service: "ecs-tasks.amazonaws.com" };
  return stack({
    "aws_iam_role.task": { assume_role_policy: policy({ Effect: "Allow", Action, Principal, Condition }) },
  });
}
