# A service in the subnets of vpc-apps that mounts the platform team's file system.

data "aws_region" "here" {}
data "aws_partition" "here" {}
data "aws_caller_identity" "here" {}

locals {
  # Provider 6 calls it `region` and deprecates `name`; the id is the same in both.
  region    = data.aws_region.here.id
  partition = data.aws_partition.here.partition
  account   = data.aws_caller_identity.here.account_id
  log_group = "/ecs/${var.name}"
}

resource "aws_ecs_cluster" "reports" {
  name = var.name
}

resource "aws_cloudwatch_log_group" "reports" {
  name              = local.log_group
  retention_in_days = 30
}

resource "aws_security_group" "reports" {
  name        = var.name
  description = "Tasks of ${var.name}"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.reports.id
  description       = "To VPC endpoints and S3"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_ecs_task_definition" "reports" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  container_definitions = jsonencode([{
    name        = "reports"
    image       = var.image
    essential   = true
    mountPoints = [{ sourceVolume = "content", containerPath = "/content", readOnly = true }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.reports.name
        awslogs-region        = local.region
        awslogs-stream-prefix = "reports"
      }
    }
  }])

  volume {
    name = "content"
    efs_volume_configuration {
      file_system_id     = var.file_system.id
      transit_encryption = "ENABLED"
      authorization_config {
        access_point_id = var.file_system.access_point_id
        iam             = "ENABLED"
      }
    }
  }
}

resource "aws_ecs_service" "reports" {
  name             = "reports"
  cluster          = aws_ecs_cluster.reports.arn
  task_definition  = aws_ecs_task_definition.reports.arn
  launch_type      = "FARGATE"
  platform_version = "1.4.0"
  desired_count    = 1

  network_configuration {
    subnets         = values(var.subnet_ids)
    security_groups = [aws_security_group.reports.id, var.client_security_group_id]
  }

  depends_on = [aws_iam_role_policy.mount, aws_iam_role_policy.start]
}
