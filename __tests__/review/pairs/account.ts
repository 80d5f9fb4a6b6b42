/** Changes of what an account keeps: data, keys, policies; and what a plan itself says. */
import {
  add,
  addTo,
  all,
  args,
  deposed,
  json,
  moved,
  type RealPair,
  remove,
  rename,
  replace,
  tag,
  tainted,
} from "./pair";

const file = "aws_efs_file_system.old";
const bucketPolicy = "aws_s3_bucket_policy.content";

const check = (condition: string) => `check "count" {
  assert {
    condition     = ${condition}
    error_message = "The <b>bucket</b> has no objects."
  }
}`;

const lifecycle = (rule: string) => `resource "aws_s3_bucket_lifecycle_configuration" "content" {
  bucket = aws_s3_bucket.content.id
  rule {
    id     = "old"
    status = "Enabled"
    filter {}
    ${rule}
  }
}`;

const images = (more: string) => `resource "aws_ecr_lifecycle_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy     = jsonencode({ rules = [{ rulePriority = 1, selection = { ${more}, countType = "imageCountMoreThan", countNumber = 5 }, action = { type = "expire" } }] })
}`;

export const accountPairs: readonly RealPair[] = [
  {
    name: "tainted",
    danger: tainted(file),
    stops: [`data-loss ${file}`],
    says: ["because it is tainted", "terraform untaint"],
    harmless: tainted("terraform_data.version"),
  },
  {
    name: "replaced-by-request",
    danger: args(`-replace=${file}`),
    stops: [`data-loss ${file}`],
    says: ["-replace asks for it"],
    harmless: args("-replace=terraform_data.version"),
  },
  {
    name: "replaced-by-trigger",
    danger: all(
      replace("terraform_data.version", '"1"', '"2"'),
      addTo(file, "lifecycle {\n    replace_triggered_by = [terraform_data.version]\n  }"),
    ),
    stops: [`data-loss ${file}`],
    says: ["replace_triggered_by refers to something that changes"],
    harmless: replace("terraform_data.version", '"1"', '"2"'),
  },
  {
    name: "deposed",
    danger: deposed(file),
    stops: [`data-loss ${file}`],
    says: ["has an old (deposed) object that is destroyed"],
    harmless: deposed("aws_iam_policy.operators"),
  },
  {
    name: "count-smaller",
    danger: replace("aws_efs_file_system.many", "= 2", "= 1"),
    stops: ["data-loss aws_efs_file_system.many[1]"],
    says: ["count is smaller"],
    harmless: replace("aws_efs_file_system.many", "= 2", "= 3"),
  },
  {
    name: "key-removed",
    danger: replace("aws_cloudwatch_log_group.each", '"a", "b"', '"a"'),
    stops: ['data-loss aws_cloudwatch_log_group.each["b"]'],
    says: ["for_each no longer has its key"],
    harmless: replace("aws_cloudwatch_log_group.each", '"a", "b"', '"a", "b", "c"'),
  },
  {
    name: "renamed",
    danger: rename(file, "files"),
    stops: [`data-loss ${file}`],
    says: ["if it is the same file system, add moved"],
    harmless: all(rename(file, "files"), moved(file, "aws_efs_file_system.files")),
  },
  {
    name: "no-longer-managed",
    danger: all(
      remove("aws_dynamodb_table.sessions"),
      add("removed {\n  from = aws_dynamodb_table.sessions\n  lifecycle {\n    destroy = false\n  }\n}"),
    ),
    stops: ["plan aws_dynamodb_table.sessions"],
    says: ["is no longer managed by Terraform"],
    harmless: tag("aws_dynamodb_table.sessions"),
  },
  {
    name: "check-fails",
    danger: add(check('aws_s3_bucket.content.bucket == "other"')),
    stops: ["plan check.count"],
    says: ["The <b>bucket</b> has no objects."],
    harmless: add(check('aws_s3_bucket.content.bucket == "mountpath-content"')),
  },
  {
    name: "target",
    danger: all(replace("aws_sqs_queue.jobs", "345600", "345601"), args("-target=aws_sqs_queue.jobs")),
    stops: ["plan plan"],
    harmless: replace("aws_sqs_queue.jobs", "345600", "345601"),
  },
  {
    name: "bucket",
    danger: remove(
      "aws_s3_bucket.content",
      "aws_s3_bucket_public_access_block.content",
      "aws_s3_bucket_versioning.content",
      bucketPolicy,
      "output.bucket",
    ),
    stops: ["data-loss aws_s3_bucket.content"],
    harmless: tag("aws_s3_bucket.content"),
  },
  {
    name: "versions",
    danger: replace("aws_s3_bucket_versioning.content", '"Enabled"', '"Suspended"'),
    stops: ["outage aws_s3_bucket_versioning.content"],
    harmless: all(
      rename("aws_s3_bucket_versioning.content", "v"),
      moved("aws_s3_bucket_versioning.content", "aws_s3_bucket_versioning.v"),
    ),
  },
  {
    name: "expired-objects",
    danger: add(lifecycle("expiration {\n      days = 1\n    }")),
    stops: ["data-loss aws_s3_bucket_lifecycle_configuration.content"],
    harmless: add(lifecycle("abort_incomplete_multipart_upload {\n      days_after_initiation = 7\n    }")),
  },
  {
    name: "expired-images",
    danger: add(images('tagStatus = "any"')),
    stops: ["data-loss aws_ecr_lifecycle_policy.web"],
    harmless: add(images('tagStatus = "untagged"')),
  },
  {
    name: "public-access-block",
    danger: remove("aws_s3_bucket_public_access_block.content"),
    stops: ["access aws_s3_bucket_public_access_block.content"],
    harmless: all(
      rename("aws_s3_bucket_public_access_block.content", "b"),
      moved("aws_s3_bucket_public_access_block.content", "aws_s3_bucket_public_access_block.b"),
    ),
  },
  {
    name: "bucket-policy",
    danger: replace(bucketPolicy, 'Principal = { AWS = "arn:aws:iam::123456789012:root" }', 'Principal = "*"'),
    stops: [`access ${bucketPolicy}`],
    harmless: replace(bucketPolicy, 'Action = "s3:GetObject"', 'Action = ["s3:GetObject"]'),
  },
  {
    name: "bucket-tls",
    danger: replace(bucketPolicy, 'Sid = "Tls", Effect = "Deny"', 'Sid = "Tls", Effect = "Allow"'),
    stops: [`access ${bucketPolicy}`],
    harmless: replace(bucketPolicy, 'Sid = "Tls"', 'Sid = "OnlyTls"'),
  },
  {
    name: "key-deleted-of-account",
    danger: remove("aws_kms_key.second"),
    stops: ["data-loss aws_kms_key.second"],
    harmless: replace("aws_kms_key.second", "= 30", "= 20"),
  },
  {
    name: "alias-of-another-key",
    danger: replace("aws_kms_alias.content", "aws_kms_key.content.key_id", "aws_kms_key.second.key_id"),
    stops: ["outage aws_kms_alias.content"],
    harmless: add(
      'resource "aws_kms_alias" "second" {\n  name          = "alias/second"\n  target_key_id = aws_kms_key.second.key_id\n}',
    ),
  },
  {
    name: "key-grant",
    danger: add(
      'resource "aws_kms_grant" "more" {\n  key_id            = aws_kms_key.content.key_id\n  grantee_principal = "arn:aws:iam::999999999999:role/other"\n  operations        = ["Decrypt"]\n}',
    ),
    stops: ["access aws_kms_grant.more"],
    harmless: add(
      'resource "aws_kms_grant" "more" {\n  key_id            = aws_kms_key.content.key_id\n  grantee_principal = aws_iam_role.task.arn\n  operations        = ["Decrypt"]\n}',
    ),
  },
  {
    name: "repository",
    danger: remove("aws_ecr_repository.web"),
    stops: ["data-loss aws_ecr_repository.web"],
    harmless: addTo("aws_ecr_repository.web", "image_scanning_configuration {\n    scan_on_push = true\n  }"),
  },
  {
    name: "mutable-images",
    danger: replace("aws_ecr_repository.web", '"IMMUTABLE"', '"MUTABLE"'),
    stops: ["access aws_ecr_repository.web"],
    harmless: tag("aws_ecr_repository.web"),
  },
  {
    name: "log-retention",
    danger: replace("aws_cloudwatch_log_group.web", "= 90", "= 7"),
    stops: ["data-loss aws_cloudwatch_log_group.web"],
    says: ["90 → 7"],
    harmless: replace("aws_cloudwatch_log_group.web", "= 90", "= 365"),
  },
  {
    name: "secret",
    danger: remove("aws_secretsmanager_secret.password", "aws_secretsmanager_secret_version.password"),
    stops: ["data-loss aws_secretsmanager_secret.password"],
    harmless: replace("aws_secretsmanager_secret_version.password", "hunter2-SECRET", "hunter3-SECRET"),
  },
  {
    name: "parameter",
    danger: remove("aws_ssm_parameter.level"),
    stops: ["data-loss aws_ssm_parameter.level"],
    harmless: replace("aws_ssm_parameter.level", '"info"', '"debug"'),
  },
  {
    name: "backup-plan",
    danger: replace("aws_backup_plan.daily", "delete_after = 35", "delete_after = 3"),
    stops: ["data-loss aws_backup_plan.daily"],
    says: ["35 → 3"],
    harmless: replace("aws_backup_plan.daily", "delete_after = 35", "delete_after = 70"),
  },
  {
    name: "backup-of-files",
    danger: remove("aws_efs_backup_policy.old"),
    stops: ["outage aws_efs_backup_policy.old"],
    harmless: add(
      'resource "aws_efs_backup_policy" "many" {\n  file_system_id = aws_efs_file_system.many[0].id\n  backup_policy {\n    status = "ENABLED"\n  }\n}',
    ),
  },
  {
    name: "backup-vault",
    danger: all(
      remove("aws_backup_vault.main"),
      replace("aws_backup_plan.daily", "aws_backup_vault.main.name", '"Default"'),
    ),
    stops: ["data-loss aws_backup_vault.main"],
    harmless: tag("aws_backup_vault.main"),
  },
  {
    name: "table-protection",
    danger: replace(
      "aws_dynamodb_table.sessions",
      "deletion_protection_enabled = true",
      "deletion_protection_enabled = false",
    ),
    stops: ["data-loss aws_dynamodb_table.sessions"],
    harmless: replace(
      "aws_dynamodb_table.sessions",
      "deletion_protection_enabled = true",
      'deletion_protection_enabled = true\n  table_class = "STANDARD_INFREQUENT_ACCESS"',
    ),
  },
  {
    name: "table-recovery",
    danger: replace("aws_dynamodb_table.sessions", "enabled = true\n  }\n}", "enabled = false\n  }\n}"),
    stops: ["data-loss aws_dynamodb_table.sessions"],
    harmless: addTo(
      "aws_dynamodb_table.sessions",
      'ttl {\n    attribute_name = "expires"\n    enabled        = true\n  }',
    ),
  },
  {
    name: "queue-retention",
    danger: remove("aws_sqs_queue.jobs"),
    stops: ["data-loss aws_sqs_queue.jobs"],
    harmless: tag("aws_sqs_queue.jobs"),
  },
  {
    name: "role-everything",
    danger: replace(
      "aws_iam_role_policy.task",
      '["s3:GetObject"], Resource = ["arn:aws:s3:::mountpath-content/*"]',
      '["*"], Resource = ["*"]',
    ),
    stops: ["access aws_iam_role_policy.task"],
    harmless: replace("aws_iam_role_policy.task", '["s3:GetObject"]', '["s3:GetObject", "s3:PutObject"]'),
  },
  {
    name: "role-denial",
    danger: replace(
      "aws_iam_role_policy.task",
      '{ Effect = "Deny", Action = ["s3:DeleteObject"], Resource = ["*"] },',
      "",
    ),
    stops: ["access aws_iam_role_policy.task"],
    harmless: replace("aws_iam_role_policy.task", '["s3:DeleteObject"]', '["s3:DeleteObject", "s3:DeleteBucket"]'),
  },
  {
    name: "role-trust",
    danger: replace(
      "aws_iam_role.task",
      'Principal = { Service = "ecs-tasks.amazonaws.com" }',
      'Principal = { Service = "ecs-tasks.amazonaws.com", AWS = "arn:aws:iam::999999999999:root" }',
    ),
    stops: ["access aws_iam_role.task"],
    says: ["999999999999"],
    harmless: replace("aws_iam_role.task", '"ecs-tasks.amazonaws.com"', '["ecs-tasks.amazonaws.com"]'),
  },
  {
    name: "role-boundary",
    danger: replace("aws_iam_role.task", '  permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"\n', ""),
    stops: ["access aws_iam_role.task"],
    harmless: addTo("aws_iam_role.task", "max_session_duration = 7200"),
  },
  {
    name: "role-admin",
    danger: add(
      'resource "aws_iam_role_policy_attachment" "more" {\n  role       = aws_iam_role.task.name\n  policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"\n}',
    ),
    stops: ["access aws_iam_role_policy_attachment.more"],
    harmless: add(
      'resource "aws_iam_role_policy_attachment" "more" {\n  role       = aws_iam_role.task.name\n  policy_arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"\n}',
    ),
  },
  {
    name: "managed-policy",
    danger: replace("aws_iam_policy.operators", '"ecs:ListTasks"]', '"ecs:ListTasks", "iam:PassRole"]'),
    stops: ["access aws_iam_policy.operators"],
    harmless: replace(
      "aws_iam_policy.operators",
      '"ecs:DescribeServices", "ecs:ListTasks"',
      '"ecs:ListTasks", "ecs:DescribeServices"',
    ),
  },
  {
    name: "queue-policy",
    danger: addTo(
      "aws_sqs_queue.jobs",
      `policy = "${json({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" })}"`,
    ),
    stops: ["access aws_sqs_queue.jobs"],
    harmless: addTo(
      "aws_sqs_queue.jobs",
      `policy = "${json({ Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*", Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } })}"`,
    ),
  },
  {
    name: "function-url",
    danger: add(
      'resource "aws_lambda_permission" "more" {\n  action        = "lambda:InvokeFunction"\n  function_name = "web"\n  principal     = "*"\n}',
    ),
    stops: ["access aws_lambda_permission.more"],
    harmless: add(
      'resource "aws_lambda_permission" "more" {\n  action         = "lambda:InvokeFunction"\n  function_name  = "web"\n  principal      = "s3.amazonaws.com"\n  source_arn     = aws_s3_bucket.content.arn\n  source_account = "123456789012"\n}',
    ),
  },
  {
    name: "imported",
    danger: all(add('resource "aws_sqs_queue" "imported" {\n  name = "imported"\n}'), remove("aws_sqs_queue.jobs")),
    stops: ["data-loss aws_sqs_queue.jobs"],
    harmless: add('resource "aws_sqs_queue" "imported" {\n  name = "imported"\n}'),
  },
  {
    name: "output-of-bucket",
    danger: replace("output.file_system_ids", "{ old = ", "{ older = "),
    stops: ["outage output.file_system_ids"],
    harmless: replace("output.file_system_ids", "old.id }", "old.id, many = aws_efs_file_system.many[0].id }"),
  },
  {
    name: "whole-plan-destroyed",
    danger: args("-destroy"),
    stops: [
      "data-loss aws_efs_file_system.many[0]",
      "data-loss aws_efs_file_system.many[1]",
      "data-loss aws_efs_file_system.old",
      "data-loss aws_backup_vault.main",
      'data-loss aws_cloudwatch_log_group.each["a"]',
      'data-loss aws_cloudwatch_log_group.each["b"]',
      "data-loss aws_cloudwatch_log_group.web",
      "data-loss aws_dynamodb_table.sessions",
      "data-loss aws_ecr_repository.web",
      "data-loss aws_kms_key.content",
      "data-loss aws_kms_key.second",
      "data-loss aws_s3_bucket.content",
      "data-loss aws_secretsmanager_secret.password",
      "data-loss aws_sqs_queue.jobs",
      "data-loss aws_ssm_parameter.level",
      "outage aws_backup_plan.daily",
      "plan plan",
    ],
    says: ["destroys or replaces 26 of the 26 resources that exist"],
    harmless: replace("aws_ssm_parameter.level", '"String"', '"String"\n  description = "level"'),
  },
];
