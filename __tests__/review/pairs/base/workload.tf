resource "aws_vpc_endpoint" "ecr_api" {
  vpc_id              = aws_vpc.apps.id
  service_name        = "com.amazonaws.us-east-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.a.id, aws_subnet.b.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}
resource "aws_vpc_endpoint" "logs" {
  vpc_id              = aws_vpc.apps.id
  service_name        = "com.amazonaws.us-east-1.logs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.a.id, aws_subnet.b.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}
resource "aws_kms_key" "content" {
  description             = "content"
  deletion_window_in_days = 30
}
resource "aws_efs_file_system" "content" {
  creation_token = "content"
  encrypted      = true
  kms_key_id     = aws_kms_key.content.arn
}
resource "aws_efs_file_system_policy" "content" {
  file_system_id = aws_efs_file_system.content.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "*" }, Action = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], Resource = "*", Condition = { Bool = { "elasticfilesystem:AccessedViaMountTarget" = "true" } } },
      { Effect = "Deny", Principal = { AWS = "*" }, Action = "*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } },
    ]
  })
}
resource "aws_efs_access_point" "web" {
  file_system_id = aws_efs_file_system.content.id
  posix_user {
    uid = 1000
    gid = 1000
  }
  root_directory {
    path = "/web"
    creation_info {
      owner_uid   = 1000
      owner_gid   = 1000
      permissions = "0755"
    }
  }
}
resource "aws_security_group" "mount" {
  name   = "mount"
  vpc_id = aws_vpc.apps.id
}
resource "aws_vpc_security_group_ingress_rule" "mount" {
  security_group_id            = aws_security_group.mount.id
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
  referenced_security_group_id = aws_security_group.task.id
}
resource "aws_efs_mount_target" "a" {
  file_system_id  = aws_efs_file_system.content.id
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.mount.id]
}
resource "aws_efs_mount_target" "b" {
  file_system_id  = aws_efs_file_system.content.id
  subnet_id       = aws_subnet.b.id
  security_groups = [aws_security_group.mount.id]
}
resource "aws_security_group" "task" {
  name   = "task"
  vpc_id = aws_vpc.apps.id
}
resource "aws_vpc_security_group_egress_rule" "task" {
  security_group_id = aws_security_group.task.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
resource "aws_cloudwatch_log_group" "web" {
  name              = "/ecs/web"
  retention_in_days = 30
}
resource "aws_iam_role" "execution" {
  name = "web-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
resource "aws_iam_role" "task" {
  name = "web-task"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_iam_role_policy" "efs" {
  name = "efs"
  role = aws_iam_role.task.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
      Resource = "*"
    }]
  })
}
resource "aws_ecs_cluster" "web" {
  name = "web"
}
resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  cpu                      = "256"
  memory                   = "512"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions = jsonencode([{
    name        = "web"
    image       = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1"
    essential   = true
    mountPoints = [{ containerPath = "/srv", sourceVolume = "content", readOnly = false }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = "/ecs/web"
        "awslogs-region"        = "us-east-1"
        "awslogs-stream-prefix" = "web"
      }
    }
  }])
  volume {
    name = "content"
    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.content.id
      transit_encryption = "ENABLED"
      authorization_config {
        access_point_id = aws_efs_access_point.web.id
        iam             = "ENABLED"
      }
    }
  }
}
resource "aws_ecs_service" "web" {
  name             = "web"
  cluster          = aws_ecs_cluster.web.id
  task_definition  = aws_ecs_task_definition.web.arn
  launch_type      = "FARGATE"
  platform_version = "1.4.0"
  desired_count    = 2
  network_configuration {
    subnets         = [aws_subnet.a.id, aws_subnet.b.id]
    security_groups = [aws_security_group.task.id]
  }
  depends_on = [aws_efs_mount_target.a]
}
