data "aws_iam_policy_document" "files" {
  source_policy_documents = [data.aws_iam_policy_document.rights.json]

  statement {
    sid       = "Files"
    actions   = ["elasticfilesystem:DescribeMountTargets"]
    resources = ["*"]
  }
}
