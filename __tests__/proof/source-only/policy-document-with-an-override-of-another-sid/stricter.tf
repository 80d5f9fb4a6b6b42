data "aws_iam_policy_document" "stricter" {
  statement {
    sid       = "Mount"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess"]
    resources = [aws_efs_file_system.notes.arn]
  }
}
