data "aws_iam_policy_document" "encrypted" {
  statement {
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"]
    resources = [aws_efs_file_system.notes.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_ecs_task_definition" "notes" {
  volume {
    name = "files"

    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.notes.id
      transit_encryption = "ENABLED"
    }
  }
}
