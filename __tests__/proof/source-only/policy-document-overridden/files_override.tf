data "aws_iam_policy_document" "files" {
  override_policy_documents = [data.aws_iam_policy_document.stricter.json]
}
