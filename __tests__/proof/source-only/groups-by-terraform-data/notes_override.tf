resource "aws_ecs_service" "notes" {
  network_configuration {
    subnets          = [aws_subnet.a.id]
    security_groups  = terraform_data.groups.output
    assign_public_ip = true
  }
}
