resource "aws_efs_access_point" "notes" {
  root_directory {
    path = "/notes"

    creation_info {
      owner_uid   = 0
      owner_gid   = 2000
      permissions = "755"
    }
  }
}
