/** Changes of what keeps data, or lets others read it. */
import { add, addTo, all, moved, type RealPair, remove, rename, replace } from "./pair";

const lifecycle = (rule: string) =>
  add(`resource "aws_s3_bucket_lifecycle_configuration" "content" {
  bucket = aws_s3_bucket.content.id
  rule {
    id     = "old"
    status = "Enabled"
    filter {}
    ${rule}
  }
}`);

const acl = (name: string) =>
  add(`resource "aws_s3_bucket_acl" "more" {
  bucket = aws_s3_bucket.content.id
  acl    = "${name}"
}`);

const attached = (policy: string) =>
  add(`resource "aws_iam_group" "more" {
  name = "more"
}
resource "aws_iam_group_policy_attachment" "more" {
  group      = aws_iam_group.more.name
  policy_arn = "arn:aws:iam::aws:policy/${policy}"
}`);

export const storagePairs: readonly RealPair[] = [
  {
    name: "bucket-acl",
    danger: acl("public-read"),
    stops: ["access aws_s3_bucket_acl.more"],
    harmless: acl("private"),
  },
  {
    name: "expired-versions",
    danger: lifecycle("noncurrent_version_expiration {\n      noncurrent_days = 1\n    }"),
    stops: ["data-loss aws_s3_bucket_lifecycle_configuration.content"],
    harmless: lifecycle('transition {\n      days          = 30\n      storage_class = "STANDARD_IA"\n    }'),
  },
  {
    name: "alias-removed",
    danger: remove("aws_kms_alias.content"),
    stops: ["outage aws_kms_alias.content"],
    harmless: all(rename("aws_kms_alias.content", "files"), moved("aws_kms_alias.content", "aws_kms_alias.files")),
  },
  {
    name: "queue-retention-shorter",
    danger: replace("aws_sqs_queue.jobs", "345600", "60"),
    stops: ["data-loss aws_sqs_queue.jobs"],
    says: ["345600 → 60"],
    harmless: replace("aws_sqs_queue.jobs", "345600", "1209600"),
  },
  {
    name: "group-admin",
    danger: attached("AdministratorAccess"),
    stops: ["access aws_iam_group_policy_attachment.more"],
    harmless: attached("AWSXRayDaemonWriteAccess"),
  },
  {
    name: "role-boundary-changed",
    danger: replace(
      "aws_iam_role.task",
      "arn:aws:iam::123456789012:policy/boundary",
      "arn:aws:iam::aws:policy/AdministratorAccess",
    ),
    stops: ["access aws_iam_role.task"],
    harmless: addTo("aws_iam_role.task", 'description = "of web"'),
  },
  {
    name: "role-policy-removed",
    danger: remove("aws_iam_role_policy.task"),
    stops: ["access aws_iam_role_policy.task"],
    says: ["s3:DeleteObject"],
    harmless: all(
      remove("aws_iam_role_policy.task"),
      add(`resource "aws_iam_role_policy" "more" {
  name = "more"
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::mountpath-content/*"] },
      { Effect = "Deny", Action = ["s3:DeleteObject"], Resource = ["*"] },
    ]
  })
}`),
    ),
  },
  {
    name: "output-without-value",
    danger: replace("output.bucket", "aws_s3_bucket.content.bucket", "null"),
    stops: ["outage output.bucket"],
    harmless: addTo("output.bucket", 'description = "of content"'),
  },
];
