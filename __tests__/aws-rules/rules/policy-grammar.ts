import { policy, statementsOf } from "../policy";
import { type AwsRule, stack, type Violation, violation } from "../rule";

const documents: Readonly<Record<string, string>> = {
  aws_iam_role: "assume_role_policy",
  aws_iam_role_policy: "policy",
  aws_s3_bucket_policy: "policy",
  aws_efs_file_system_policy: "policy",
};

export const rule: AwsRule = {
  fact: "a policy holds characters up to U+00FF, Sids of letters and digits that are unique, and actions of service:Action",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  check: (stacks) =>
    Object.entries(documents).flatMap(([type, argument]) =>
      stacks.of(type).flatMap((one): Violation[] => {
        const reason = reasonOf(one.args[argument]);
        return reason === undefined ? [] : [violation(one, reason)];
      }),
    ),
  fails: {
    "s/aws_iam_role_policy.one: holds 'ł', which IAM refuses": written({
      Action: "s3:Get",
      Resource: "arn:aws:s3:::ł",
    }),
    "s/aws_iam_role_policy.one: Sid 'read-all' should consist of letters and digits": written({ Sid: "read-all" }),
    "s/aws_iam_role_policy.one: Sid 'a' is there twice": written({ Sid: "a" }, { Sid: "a" }),
    "s/aws_iam_role_policy.one: 'GetObject' is no action": written({ Action: ["GetObject"] }),
  },
  passes: [written({ Sid: "ReadAll1", Action: ["s3:Get*"], Resource: "*" }, { Action: "*" })],
};

function reasonOf(document: unknown): string | undefined {
  const [refused] = /[^\t\n\r\x20-\xff]/u.exec(String(document)) ?? [];
  if (refused !== undefined) return `holds '${refused}', which IAM refuses`;
  const statements = statementsOf(document);
  const sids = statements.flatMap(({ sid }) => sid ?? []);
  const bad = sids.find((sid) => !/^[A-Za-z0-9]*$/.test(sid));
  if (bad !== undefined) return `Sid '${bad}' should consist of letters and digits`;
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined) return `Sid '${twice}' is there twice`;
  const action = statements
    .flatMap(({ actions }) => actions)
    .find((one) => !/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/.test(one));
  return action === undefined ? undefined : `'${action}' is no action`;
}

function written(...statements: readonly object[]) {
  return stack({ "aws_iam_role_policy.one": { policy: policy(...statements) } });
}
