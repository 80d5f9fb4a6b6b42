output "own_vpc_id" {
  description = "the team's own VPC"
  value       = aws_vpc.own.id
}

output "service_arn" {
  description = "the service that mounts the file system"
  value       = aws_ecs_service.reports.id
}
