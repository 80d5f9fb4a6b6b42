locals {
  rights = {
    mount = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess"]
    write = ["elasticfilesystem:ClientWrite"]
  }
}

data "aws_iam_policy_document" "rights" {
  dynamic "statement" {
    for_each = local.rights

    content {
      sid       = title(statement.key)
      actions   = statement.value
      resources = ["*"]

      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["true"]
      }
    }
  }
}
