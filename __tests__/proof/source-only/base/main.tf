# notes on Fargate in a public subnet, its files on EFS, mounted with IAM

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.41.0"
    }
  }
}

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["222222222222"]
}

resource "aws_vpc" "notes" {
  cidr_block           = "10.60.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.notes.id
  cidr_block        = "10.60.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_internet_gateway" "notes" {
  vpc_id = aws_vpc.notes.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.notes.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.notes.id
  }
}

resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "task" {
  vpc_id = aws_vpc.notes.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "efs" {
  vpc_id = aws_vpc.notes.id

  ingress {
    from_port       = 2049
    to_port         = 2049
    protocol        = "tcp"
    security_groups = [aws_security_group.task.id]
  }
}

resource "aws_efs_file_system" "notes" {
  encrypted = true
}

resource "aws_efs_mount_target" "a" {
  file_system_id  = aws_efs_file_system.notes.id
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.efs.id]
}

# with a policy of its own, the file system lets in no one but whom IAM allows
data "aws_iam_policy_document" "encrypted" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = [aws_efs_file_system.notes.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_efs_file_system_policy" "notes" {
  file_system_id = aws_efs_file_system.notes.id
  policy         = data.aws_iam_policy_document.encrypted.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "task" {
  name               = "notes"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "files" {
  statement {
    sid       = "Files"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"]
    resources = [aws_efs_file_system.notes.arn]
  }
}

resource "aws_iam_role_policy" "files" {
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.files.json
}

resource "aws_ecs_cluster" "notes" {
  name = "notes"
}

resource "aws_ecs_task_definition" "notes" {
  family                   = "notes"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.task.arn

  container_definitions = jsonencode([{
    name        = "notes"
    image       = "public.ecr.aws/docker/library/httpd:2.4"
    essential   = true
    mountPoints = [{ sourceVolume = "files", containerPath = "/files" }]
  }])

  volume {
    name = "files"

    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.notes.id
      transit_encryption = "ENABLED"

      authorization_config {
        iam = "ENABLED"
      }
    }
  }
}

resource "aws_ecs_service" "notes" {
  name            = "notes"
  cluster         = aws_ecs_cluster.notes.id
  task_definition = aws_ecs_task_definition.notes.arn
  desired_count   = 1
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.a.id]
    security_groups  = [aws_security_group.task.id]
    assign_public_ip = true
  }

  depends_on = [aws_efs_mount_target.a]
}
