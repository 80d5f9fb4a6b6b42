resource "aws_efs_file_system" "old" {
  creation_token = "old"
  encrypted      = true
}
resource "aws_efs_file_system" "many" {
  count          = 2
  creation_token = "many-${count.index}"
  encrypted      = true
}
resource "aws_efs_backup_policy" "old" {
  file_system_id = aws_efs_file_system.old.id
  backup_policy {
    status = "ENABLED"
  }
}
resource "aws_s3_bucket" "content" {
  bucket = "mountpath-content"
}
resource "aws_s3_bucket_public_access_block" "content" {
  bucket                  = aws_s3_bucket.content.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_versioning" "content" {
  bucket = aws_s3_bucket.content.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_policy" "content" {
  bucket = aws_s3_bucket.content.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Read", Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:root" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::mountpath-content/*" },
      { Sid = "Tls", Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::mountpath-content/*", Condition = { Bool = { "aws:SecureTransport" = "false" } } },
    ]
  })
}
resource "aws_kms_key" "content" {
  description             = "content"
  deletion_window_in_days = 30
}
resource "aws_kms_alias" "content" {
  name          = "alias/content"
  target_key_id = aws_kms_key.content.key_id
}
resource "aws_kms_key" "second" {
  description             = "second"
  deletion_window_in_days = 30
}
resource "aws_ecr_repository" "web" {
  name                 = "web"
  image_tag_mutability = "IMMUTABLE"
}
resource "aws_cloudwatch_log_group" "web" {
  name              = "/ecs/web"
  retention_in_days = 90
}
resource "aws_secretsmanager_secret" "password" {
  name                    = "web/password"
  recovery_window_in_days = 30
}
resource "aws_secretsmanager_secret_version" "password" {
  secret_id     = aws_secretsmanager_secret.password.id
  secret_string = "hunter2-SECRET"
}
resource "aws_ssm_parameter" "level" {
  name  = "/web/level"
  type  = "String"
  value = "info"
}
resource "aws_backup_vault" "main" {
  name = "main"
}
resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 5 * * ? *)"
    lifecycle {
      delete_after = 35
    }
  }
}
resource "aws_iam_role" "task" {
  name                 = "web-task"
  permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_iam_role_policy" "task" {
  name = "content"
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::mountpath-content/*"] },
      { Effect = "Deny", Action = ["s3:DeleteObject"], Resource = ["*"] },
    ]
  })
}
resource "aws_iam_policy" "operators" {
  name   = "operators"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ecs:DescribeServices", "ecs:ListTasks"], Resource = "*" }] })
}
resource "aws_sqs_queue" "jobs" {
  name                      = "jobs"
  message_retention_seconds = 345600
}
resource "aws_dynamodb_table" "sessions" {
  name                        = "sessions"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = true
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
}
resource "terraform_data" "version" {
  input = "1"
}
resource "aws_cloudwatch_log_group" "each" {
  for_each          = toset(["a", "b"])
  name              = "/each/${each.key}"
  retention_in_days = 30
}
output "bucket" {
  value = aws_s3_bucket.content.bucket
}
output "file_system_ids" {
  value = { old = aws_efs_file_system.old.id }
}
