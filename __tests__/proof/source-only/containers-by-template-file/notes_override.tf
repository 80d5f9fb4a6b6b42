resource "aws_ecs_task_definition" "notes" {
  container_definitions = data.template_file.containers.rendered
}
