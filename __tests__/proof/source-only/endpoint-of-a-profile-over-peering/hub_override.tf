resource "aws_route_table" "public" {
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.notes.id
  }

  route {
    cidr_block                = aws_vpc.hub.cidr_block
    vpc_peering_connection_id = aws_vpc_peering_connection.hub.id
  }
}

resource "aws_ecs_task_definition" "notes" {
  execution_role_arn = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name        = "notes"
    image       = "222222222222.dkr.ecr.eu-west-1.amazonaws.com/notes:1"
    essential   = true
    mountPoints = [{ sourceVolume = "files", containerPath = "/files" }]
  }])
}
