resource "aws_ecs_task_definition" "notes" {
  volume {
    name = "files"

    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.notes.id
      transit_encryption = "ENABLED"

      authorization_config {
        iam             = "ENABLED"
        access_point_id = aws_efs_access_point.notes.id
      }
    }
  }
}
