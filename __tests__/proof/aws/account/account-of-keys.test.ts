import { accountOf } from "../../../../proof/aws/account/account";
import { graphOfStacks } from "../../../../proof/graph/read";

type Json = Record<string, unknown>;

const may = (principal: string, action = "kms:*") => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: action,
  Resource: "*",
});
const root = (account: string) => `arn:aws:iam::${account}:root`;

/** The account of a role, with keys that have these policies. */
function account(...keys: readonly { statements: readonly Json[]; attributes?: Json }[]): string | undefined {
  const graph = graphOfStacks({
    apps: {
      provider: { aws: [{ region: "us-east-1" }] },
      resource: {
        aws_iam_role: { task: { name: "task" } },
        aws_kms_key: Object.fromEntries(
          keys.map(({ statements, attributes }, at) => [
            `key_${at}`,
            { policy: JSON.stringify({ Statement: statements }), ...attributes },
          ]),
        ),
      },
    },
  });
  return accountOf(graph, graph.resource("aws_iam_role.task")!);
}

const own = { statements: [may(root("222222222222"))] };

describe("the account according to KMS keys", () => {
  it("is the one whose principals may change the key's policy", () => {
    expect(account(own)).toBe("222222222222");
  });

  it("is not one that may only use the key", () => {
    expect(account({ statements: [...own.statements, may(root("111111111111"), "kms:Decrypt")] })).toBe("222222222222");
  });

  it("is not known if two may change it", () => {
    expect(account({ statements: [...own.statements, may(root("111111111111"), "kms:Put*")] })).toBeUndefined();
  });

  it("is not known if keys disagree", () => {
    expect(account(own, { statements: [may(root("111111111111"))] })).toBeUndefined();
  });

  it("is not known if a role without an account in its ARN may change it", () => {
    expect(account({ statements: [...own.statements, may("${aws_iam_role.task.arn}")] })).toBeUndefined();
  });

  it("is not known if the lockout check is off", () => {
    expect(account({ ...own, attributes: { bypass_policy_lockout_safety_check: true } })).toBeUndefined();
  });
});
