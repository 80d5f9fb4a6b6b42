/** Changes of who may do what in an account, and of what keeps its data. */
import { add, addTo, all, args, json, moved, type RealPair, replace } from "./pair";

const rolePolicy = "aws_iam_role_policy.task";
const granted = 'Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::mountpath-content/*"]';
const denied = '{ Effect = "Deny", Action = ["s3:DeleteObject"], Resource = ["*"] },';
const gitHub = "token.actions.githubusercontent.com";

const federated = (conditions: object) =>
  add(`resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = "${json({
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${gitHub}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: conditions,
  })}"
}`);

const secretPolicy = (principal: unknown) =>
  add(`resource "aws_secretsmanager_secret_policy" "more" {
  secret_arn = aws_secretsmanager_secret.password.arn
  policy     = "${json({ Effect: "Allow", Principal: principal, Action: "secretsmanager:GetSecretValue", Resource: "*" })}"
}`);

const pullPolicy = (principal: unknown) =>
  add(`resource "aws_ecr_repository_policy" "more" {
  repository = aws_ecr_repository.web.name
  policy     = "${json({ Effect: "Allow", Principal: principal, Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] })}"
}`);

const keyPolicy = (principal: unknown, action: string) =>
  addTo(
    "aws_kms_key.second",
    `policy = "${json({ Effect: "Allow", Principal: principal, Action: action, Resource: "*" })}"`,
  );

const replication = (destination: string) =>
  add(`resource "aws_efs_replication_configuration" "more" {
  source_file_system_id = aws_efs_file_system.old.id
  destination {
    ${destination}
    region = "us-east-1"
  }
}`);

const deferred = (principal: string) =>
  all(
    replace("aws_sqs_queue.jobs", "345600", "345601"),
    replace(
      "aws_s3_bucket_policy.content",
      "policy = jsonencode({",
      "policy = data.aws_iam_policy_document.more.json\n}\nlocals {\n  unused = jsonencode({",
    ),
    add(`data "aws_iam_policy_document" "more" {
  depends_on = [aws_sqs_queue.jobs]
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::mountpath-content/*"]
    principals {
      type        = "AWS"
      identifiers = ["${principal}"]
    }
  }
  statement {
    sid       = "Tls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::mountpath-content/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}`),
  );

/** A root module's output; with an option, it is planned alone. */
const markSensitive = all(addTo("output.bucket", "sensitive = true"), args("-compact-warnings"));

const eachFile = all(
  replace("aws_efs_file_system.many", "count          = 2", 'for_each       = toset(["0", "1"])'),
  replace("aws_efs_file_system.many", "count.index", "each.key"),
);

export const accessPairs: readonly RealPair[] = [
  {
    name: "all-but-some-actions",
    danger: replace(rolePolicy, granted, 'NotAction = ["iam:*"], Resource = ["*"]'),
    stops: [`access ${rolePolicy}`],
    harmless: replace(rolePolicy, denied, `${denied} { Effect = "Deny", NotAction = ["s3:*"], Resource = ["*"] },`),
  },
  {
    name: "all-but-some-resources",
    danger: replace(rolePolicy, granted, 'Action = ["s3:*"], NotResource = ["arn:aws:s3:::secret/*"]'),
    stops: [`access ${rolePolicy}`],
    harmless: replace(
      rolePolicy,
      denied,
      `${denied} { Effect = "Deny", Action = ["s3:*"], NotResource = ["arn:aws:s3:::mountpath-content/*"] },`,
    ),
  },
  {
    name: "trust-of-identity-provider",
    danger: federated({ StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com" } }),
    stops: ["access aws_iam_role.deploy"],
    harmless: federated({
      StringEquals: {
        [`${gitHub}:aud`]: "sts.amazonaws.com",
        [`${gitHub}:sub`]: "repo:example/site:ref:refs/heads/main",
      },
    }),
  },
  {
    name: "secret-policy",
    danger: secretPolicy("*"),
    stops: ["access aws_secretsmanager_secret_policy.more"],
    harmless: secretPolicy({ AWS: "arn:aws:iam::123456789012:role/web-task" }),
  },
  {
    name: "repository-policy",
    danger: pullPolicy("*"),
    stops: ["access aws_ecr_repository_policy.more"],
    harmless: pullPolicy({ AWS: "arn:aws:iam::123456789012:root" }),
  },
  {
    name: "key-policy",
    danger: keyPolicy("*", "kms:Decrypt"),
    stops: ["access aws_kms_key.second"],
    harmless: keyPolicy({ AWS: "arn:aws:iam::123456789012:root" }, "kms:*"),
  },
  {
    name: "key-disabled-of-account",
    danger: addTo("aws_kms_key.content", "is_enabled = false"),
    stops: ["outage aws_kms_key.content"],
    harmless: addTo("aws_kms_key.content", "enable_key_rotation = true"),
  },
  {
    name: "policy-of-deferred-data",
    danger: deferred("*"),
    stops: ["access aws_s3_bucket_policy.content"],
    harmless: deferred("arn:aws:iam::123456789012:root"),
  },
  {
    name: "sensitive-output",
    danger: all(replace("output.bucket", "aws_s3_bucket.content.bucket", '"other-SECRET"'), markSensitive),
    stops: ["outage output.bucket"],
    saysNot: ["other-SECRET"],
    harmless: markSensitive,
  },
  {
    name: "count-to-for-each",
    danger: eachFile,
    stops: ["data-loss aws_efs_file_system.many[0]", "data-loss aws_efs_file_system.many[1]"],
    says: ["moved"],
    harmless: all(
      eachFile,
      moved("aws_efs_file_system.many[0]", 'aws_efs_file_system.many["0"]'),
      moved("aws_efs_file_system.many[1]", 'aws_efs_file_system.many["1"]'),
    ),
  },
  {
    name: "backup-disabled",
    danger: replace("aws_efs_backup_policy.old", '"ENABLED"', '"DISABLED"'),
    stops: ["outage aws_efs_backup_policy.old"],
    harmless: addTo("aws_efs_file_system.old", 'throughput_mode = "elastic"'),
  },
  {
    name: "replication-overwrites",
    danger: replication("file_system_id = aws_efs_file_system.many[0].id"),
    stops: ["data-loss aws_efs_replication_configuration.more"],
    harmless: replication(""),
  },
  {
    name: "table-key",
    danger: all(
      replace(
        "aws_dynamodb_table.sessions",
        'hash_key                    = "id"',
        'hash_key                    = "key"',
      ),
      replace("aws_dynamodb_table.sessions", 'name = "id"', 'name = "key"'),
    ),
    stops: ["data-loss aws_dynamodb_table.sessions"],
    says: ["hash_key"],
    harmless: replace("aws_secretsmanager_secret.password", "= 30", "= 7"),
  },
];
