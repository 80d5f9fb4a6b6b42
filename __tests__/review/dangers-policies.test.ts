import { plan, resourceChange } from "./changes";
import { allow, created, deny, destroyed, type Json, ofAccount, type Pair, policy, stopsOf, updated } from "./dangers";

const own = "arn:aws:iam::111122223333:role/web";
const other = "arn:aws:iam::999988887777:root";
const objects = "arn:aws:s3:::content/*";
const noTls = { Bool: { "aws:SecureTransport": "false" } };
const tlsOnly = deny({ Principal: "*", Action: "s3:*", Resource: "*", Condition: noTls });
const readOwn = allow({ Principal: { AWS: own }, Action: "s3:GetObject", Resource: objects });

/** Another text of one attribute. */
function changed(address: string, attribute: string, before: string, after: string): Json {
  return ofAccount(updated(address, { [attribute]: before }, { [attribute]: after }));
}
const bucket = (before: string, after: string) => changed("aws_s3_bucket_policy.b", "policy", before, after);
const role = (before: string, after: string) => changed("aws_iam_role_policy.task", "policy", before, after);
const trust = (before: string, after: string) => changed("aws_iam_role.task", "assume_role_policy", before, after);

const ecsTasks = allow({ Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" });
const readContent = allow({ Action: "s3:GetObject", Resource: objects });
const attach = (name: string) =>
  created("aws_iam_role_policy_attachment.a", { policy_arn: `arn:aws:iam::aws:policy/${name}` });

const github = (condition?: object) =>
  allow({
    Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(condition ? { Condition: condition } : {}),
  });

const pairs: readonly Pair[] = [
  {
    name: "a bucket that everyone reads",
    danger: bucket(
      policy(readOwn),
      policy(readOwn, allow({ Principal: "*", Action: "s3:GetObject", Resource: objects })),
    ),
    kind: "access",
    says: ['allows s3:GetObject to everyone (Principal "*")'],
    harmless: bucket(
      policy(readOwn),
      policy(readOwn, allow({ Principal: { AWS: own }, Action: "s3:PutObject", Resource: objects })),
    ),
  },
  {
    name: "everyone, with a condition or without",
    danger: created("aws_s3_bucket_policy.b", {
      policy: policy(allow({ Principal: { AWS: ["*"] }, Action: ["s3:Get*"], Resource: objects })),
    }),
    kind: "access",
    says: ["allows s3:Get* to everyone"],
    harmless: created("aws_s3_bucket_policy.b", {
      policy: policy(
        allow({
          Principal: "*",
          Action: "s3:Get*",
          Resource: objects,
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } },
        }),
      ),
    }),
  },
  {
    name: "another account",
    danger: bucket(
      policy(readOwn),
      policy(readOwn, allow({ Principal: { AWS: "999988887777" }, Action: "s3:GetObject", Resource: objects })),
    ),
    kind: "access",
    says: [`allows s3:GetObject to another account (${other})`],
    harmless: bucket(
      policy(readOwn),
      policy(readOwn, allow({ Principal: { AWS: "111122223333" }, Action: "s3:GetObject", Resource: objects })),
    ),
  },
  {
    name: "TLS",
    danger: bucket(policy(tlsOnly, readOwn), policy(readOwn)),
    kind: "access",
    says: ["no longer denies requests without TLS"],
    harmless: bucket(
      policy(tlsOnly, readOwn),
      policy(readOwn, { ...tlsOnly, Principal: { AWS: "*" }, Action: ["s3:*"], Sid: "Tls" }),
    ),
  },
  {
    name: "a denial that gets narrower",
    danger: bucket(
      policy(deny({ Principal: "*", Action: ["s3:DeleteObject", "s3:PutObject"], Resource: "*" })),
      policy(deny({ Principal: "*", Action: ["s3:PutObject"], Resource: "*" })),
    ),
    kind: "access",
    says: ["no longer denies s3:DeleteObject"],
    harmless: bucket(
      policy(deny({ Principal: "*", Action: ["s3:DeleteObject", "s3:PutObject"], Resource: "*" })),
      policy(
        deny({ Principal: "*", Action: "s3:PutObject", Resource: "*" }),
        deny({ Principal: "*", Action: "s3:Delete*", Resource: "*" }),
      ),
    ),
  },
  {
    name: "a policy that is destroyed with its denial",
    danger: destroyed("aws_s3_bucket_policy.b", { bucket: "content", policy: policy(tlsOnly) }),
    kind: "access",
    says: ["no longer denies requests without TLS"],
    harmless: destroyed("aws_s3_bucket_policy.b", { bucket: "content", policy: policy(readOwn) }),
  },
  {
    name: "a condition",
    danger: bucket(
      policy({ ...readOwn, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }),
      policy(readOwn),
    ),
    kind: "access",
    says: ["allows s3:GetObject without the condition stringequals aws:sourcevpce vpce-1"],
    harmless: bucket(
      policy(readOwn),
      policy({ ...readOwn, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }),
    ),
  },
  {
    name: "a file system's policy",
    danger: created("aws_efs_file_system_policy.a", {
      policy: policy(allow({ Principal: { AWS: "*" }, Action: "*", Resource: "*" })),
    }),
    kind: "access",
    says: ["allows every action to everyone"],
    // Without a policy, clients may do that already.
    harmless: created("aws_efs_file_system_policy.a", {
      policy: policy(allow({ Principal: { AWS: "*" }, Action: ["elasticfilesystem:ClientMount"] })),
    }),
  },
  {
    name: "a repository's policy",
    danger: created("aws_ecr_repository_policy.a", {
      policy: policy(allow({ Principal: "*", Action: "ecr:BatchGetImage" })),
    }),
    kind: "access",
    says: ["allows ecr:BatchGetImage to everyone"],
    harmless: ofAccount(
      created("aws_ecr_repository_policy.a", {
        policy: policy(allow({ Principal: { AWS: own }, Action: "ecr:BatchGetImage" })),
      }),
    ),
  },
  {
    name: "a key's policy",
    danger: changed(
      "aws_kms_key.a",
      "policy",
      policy(allow({ Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" })),
      policy(allow({ Principal: { AWS: [other, "111122223333"] }, Action: "kms:*", Resource: "*" })),
    ),
    kind: "access",
    says: ["allows kms:* to another account"],
    harmless: changed(
      "aws_kms_key.a",
      "policy",
      policy(allow({ Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" })),
      policy(allow({ Principal: { AWS: [own, "arn:aws:iam::111122223333:root"] }, Action: "kms:*", Resource: "*" })),
    ),
  },
  {
    name: "a queue's policy",
    danger: created("aws_sqs_queue_policy.a", {
      policy: policy(allow({ Principal: "*", Action: "sqs:SendMessage", Resource: "*" })),
    }),
    kind: "access",
    says: ["allows sqs:SendMessage to everyone"],
    harmless: created("aws_sqs_queue_policy.a", {
      policy: policy(
        allow({
          Principal: "*",
          Action: "sqs:SendMessage",
          Resource: "*",
          Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:a" } },
        }),
      ),
    }),
  },
  {
    name: "trust in everyone",
    danger: trust(policy(ecsTasks), policy(ecsTasks, allow({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" }))),
    kind: "access",
    says: ["lets everyone", "assume the role"],
    harmless: trust(
      policy(ecsTasks),
      policy(
        allow({
          Principal: { Service: ["events.amazonaws.com", "ecs-tasks.amazonaws.com"] },
          Action: "sts:AssumeRole",
        }),
      ),
    ),
  },
  {
    name: "trust in another account",
    danger: trust(policy(ecsTasks), policy(ecsTasks, allow({ Principal: { AWS: other }, Action: "sts:AssumeRole" }))),
    kind: "access",
    says: [`lets another account (${other}) assume the role`],
    harmless: trust(policy(ecsTasks), policy(ecsTasks, allow({ Principal: { AWS: own }, Action: "sts:AssumeRole" }))),
  },
  {
    name: "trust in an identity provider",
    danger: trust(policy(ecsTasks), policy(ecsTasks, github())),
    kind: "access",
    says: ["lets every identity of"],
    harmless: trust(
      policy(ecsTasks),
      policy(
        ecsTasks,
        github({ StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/web:ref:refs/heads/main" } }),
      ),
    ),
  },
  {
    name: "the subject of an identity provider",
    danger: trust(
      policy(github({ StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/web:*" } })),
      policy(github({ StringLike: { "token.actions.githubusercontent.com:sub": "*" } })),
    ),
    kind: "access",
    says: ["token.actions.githubusercontent.com:sub"],
    harmless: trust(
      policy(github({ StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/web:*" } })),
      policy(
        github({ StringLike: { "token.actions.githubusercontent.com:sub": ["repo:acme/web:*", "repo:acme/api:*"] } }),
      ),
    ),
  },
  {
    name: "everything",
    danger: role(policy(readContent), policy(readContent, allow({ Action: "*", Resource: "*" }))),
    kind: "access",
    says: ["allows every action on everything"],
    harmless: role(
      policy(readContent),
      policy(allow({ Action: ["s3:GetObject", "s3:ListBucket"], Resource: objects })),
    ),
  },
  {
    name: "everything over TLS, which limits nothing",
    danger: role(
      policy(readContent),
      policy(
        readContent,
        allow({ Action: "*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      ),
    ),
    kind: "access",
    says: ["allows every action on everything"],
    harmless: role(
      policy(readContent),
      policy(
        readContent,
        allow({ Action: "s3:*", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/team": "web" } } }),
      ),
    ),
  },
  {
    name: "delicate actions on every resource",
    danger: role(policy(readContent), policy(readContent, allow({ Action: ["s3:*", "iam:PassRole"], Resource: "*" }))),
    kind: "access",
    says: ["allows s3:*, iam:PassRole on every resource"],
    harmless: role(
      policy(readContent),
      policy(
        readContent,
        allow({ Action: ["ecr:GetAuthorizationToken", "ssmmessages:OpenDataChannel"], Resource: "*" }),
      ),
    ),
  },
  {
    name: "all actions but some",
    danger: created("aws_iam_policy.a", { policy: policy(allow({ NotAction: "iam:*", Resource: "*" })) }),
    kind: "access",
    says: ["allows all but iam:* on everything"],
    harmless: created("aws_iam_policy.a", { policy: policy(deny({ NotAction: "iam:*", Resource: "*" })) }),
  },
  {
    name: "a denial of a role's own policy",
    danger: role(policy(readContent, deny({ Action: "s3:DeleteObject", Resource: "*" })), policy(readContent)),
    kind: "access",
    says: ["no longer denies s3:DeleteObject"],
    harmless: role(policy(readContent), policy(readContent, deny({ Action: "s3:DeleteObject", Resource: "*" }))),
  },
  {
    name: "an inline policy of a role",
    danger: ofAccount(
      updated(
        "aws_iam_role.task",
        { inline_policy: [{ name: "a", policy: policy(readContent) }] },
        { inline_policy: [{ name: "a", policy: policy(allow({ Action: "*", Resource: "*" })) }] },
      ),
    ),
    kind: "access",
    says: ["allows every action on everything"],
    harmless: ofAccount(
      updated(
        "aws_iam_role.task",
        { inline_policy: [{ name: "a", policy: policy(readContent) }] },
        { inline_policy: [{ name: "b", policy: policy(readContent) }] },
      ),
    ),
  },
  {
    name: "a broad AWS managed policy",
    danger: attach("AdministratorAccess"),
    kind: "access",
    says: ["allows every action on everything (AdministratorAccess)"],
    harmless: attach("service-role/AmazonECSTaskExecutionRolePolicy"),
  },
  {
    name: "full access to a service",
    danger: attach("AmazonS3FullAccess"),
    kind: "access",
    says: ["AmazonS3FullAccess"],
    harmless: attach("AmazonElasticFileSystemClientFullAccess"),
  },
  {
    name: "an own policy that exists, and allows everything",
    danger: plan([
      resourceChange("aws_iam_policy.all", ["no-op"], {
        before: { arn: "arn:aws:iam::1:policy/a", policy: policy(allow({ Action: "*", Resource: "*" })) },
        after: { arn: "arn:aws:iam::1:policy/a", policy: policy(allow({ Action: "*", Resource: "*" })) },
      }),
      resourceChange("aws_iam_role_policy_attachment.a", ["create"], {
        after: { policy_arn: "arn:aws:iam::1:policy/a" },
      }),
    ]),
    kind: "access",
    says: ["allows every action on everything"],
    harmless: plan([
      resourceChange("aws_iam_policy.all", ["no-op"], {
        before: { arn: "arn:aws:iam::1:policy/a", policy: policy(readContent) },
        after: { arn: "arn:aws:iam::1:policy/a", policy: policy(readContent) },
      }),
      resourceChange("aws_iam_role_policy_attachment.a", ["create"], {
        after: { policy_arn: "arn:aws:iam::1:policy/a" },
      }),
    ]),
  },
];

describe.each(pairs)("$name", ({ danger, kind, says, harmless }) => {
  test("fails", () => {
    const stops = stopsOf(danger);
    expect(stops.map((stop) => stop.kind)).toEqual([kind]);
    for (const part of says) expect(stops[0]!.what).toContain(part);
  });

  test("has a harmless twin", () => {
    expect(stopsOf(harmless)).toEqual([]);
  });
});

test("statements in another order, or written differently, change nothing", () => {
  const before = policy(readOwn, tlsOnly);
  const after = policy({ ...tlsOnly, Resource: ["*"] }, { ...readOwn, Action: ["s3:GetObject"] });
  expect(stopsOf(bucket(before, after))).toEqual([]);
});

test("a policy that is no JSON, or known only after apply, stops nothing on its own", () => {
  expect(stopsOf(created("aws_iam_policy.a", { policy: "no JSON" }))).toEqual([]);
  const json = plan([resourceChange("aws_iam_policy.a", ["create"], { after: {}, after_unknown: { policy: true } })]);
  expect(stopsOf(json)).toEqual([]);
});
