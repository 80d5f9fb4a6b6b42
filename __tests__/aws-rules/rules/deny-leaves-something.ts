import { names, policy, type Statement, statementsOf } from "../policy";
import { type AwsRule, stack, violation } from "../rule";

const types = ["aws_s3_bucket_policy", "aws_efs_file_system_policy", "aws_iam_role_policy"];

export const rule: AwsRule = {
  fact: "each Deny with NotResource refuses all but its own list, so two that bind one principal leave what both list",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
  check: (stacks) =>
    types.flatMap((type) =>
      stacks.of(type).flatMap((one) => {
        const denies = statementsOf(one.args["policy"]).filter((each) => each.effect === "Deny" && each.notResources);
        const bound = new Set(denies.flatMap(({ principals }) => principals));
        return [...bound].flatMap((principal) => {
          const action = refused(denies.filter(({ principals }) => principals.includes(principal)));
          return action
            ? [violation(one, `${principal} may ${action} nowhere: its Deny statements have nothing in common`)]
            : [];
        });
      }),
    ),
  fails: {
    "s/aws_s3_bucket_policy.states: arn:aws:iam::111111111111:role/ci may s3:PutObject nowhere: its Deny statements have nothing in common":
      bucket(["network/*"], ["apps/*"]),
  },
  passes: [bucket(["network/*", "apps/*"], ["apps/*"]), bucket(["network/*"])],
};

/** An action that a principal is denied everywhere. */
function refused(denies: readonly Statement[]): string | undefined {
  const actions = [...new Set(denies.flatMap((one) => one.actions))];
  return actions.find((action) => {
    const [first, ...others] = denies.filter((one) => names(one.actions, action));
    const left = first?.notResources?.filter((one) =>
      others.every(({ notResources = [] }) => names(notResources, one)),
    );
    return left?.length === 0;
  });
}

function bucket(...lists: readonly (readonly string[])[]) {
  const statements = lists.map((NotResource) => ({
    Effect: "Deny",
    Principal: { AWS: "arn:aws:iam::111111111111:role/ci" },
    Action: ["s3:PutObject"],
    NotResource,
  }));
  return stack({ "aws_s3_bucket_policy.states": { policy: policy(...statements) } });
}
