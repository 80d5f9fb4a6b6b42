resource "aws_route_table" "public" {
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.notes.id
  }
}

resource "aws_ecs_service" "notes" {
  network_configuration {
    subnets         = [aws_subnet.a.id]
    security_groups = [aws_security_group.task.id]
  }
}
