resource "aws_ecs_task_definition" "notes" {
  execution_role_arn = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name        = "notes"
    image       = "222222222222.dkr.ecr.eu-west-1.amazonaws.com/notes:1"
    essential   = true
    mountPoints = [{ sourceVolume = "files", containerPath = "/files" }]
  }])
}
