resource "aws_ecs_task_definition" "notes" {
  task_role_arn = null

  volume {
    name = "files"

    s3files_volume_configuration {
      file_system_arn = "arn:aws:s3files:eu-west-1:222222222222:file-system/fs-0123456789abcdef0"
    }
  }
}
