resource "aws_efs_access_point" "notes" {
  file_system_id = aws_efs_file_system.notes.id

  posix_user {
    uid            = 1000
    gid            = 1000
    secondary_gids = [2000]
  }

  root_directory {
    path = "/notes"

    creation_info {
      owner_uid   = 0
      owner_gid   = 2000
      permissions = "775"
    }
  }
}
