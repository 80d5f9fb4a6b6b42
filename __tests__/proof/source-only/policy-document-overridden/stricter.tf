data "aws_iam_policy_document" "stricter" {
  statement {
    sid       = "Files"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess"]
    resources = [aws_efs_file_system.notes.arn]
  }
}
