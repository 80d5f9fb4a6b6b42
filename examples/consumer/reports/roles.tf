data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

# The platform team's policy on the file system refuses plain NFS and allows nobody by name: the role's own does.
data "aws_iam_policy_document" "mount" {
  statement {
    actions   = ["elasticfilesystem:ClientMount"]
    resources = [var.file_system.arn]
    condition {
      test     = "StringEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [var.file_system.access_point_arn]
    }
  }
}

resource "aws_iam_role_policy" "mount" {
  name   = "mount"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.mount.json
}

resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

data "aws_iam_policy_document" "start" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
  statement {
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = ["*"]
  }
  statement {
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    # Said outright: the group's own ARN is known only after apply, and would hide from the plan what is allowed.
    resources = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${local.log_group}:*"]
  }
}

resource "aws_iam_role_policy" "start" {
  name   = "start-tasks"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.start.json
}
