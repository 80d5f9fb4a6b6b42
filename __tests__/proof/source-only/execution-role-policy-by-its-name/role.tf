data "aws_iam_policy" "execution" {
  name = "AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "execution" {
  name               = "execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = data.aws_iam_policy.execution.arn
}
