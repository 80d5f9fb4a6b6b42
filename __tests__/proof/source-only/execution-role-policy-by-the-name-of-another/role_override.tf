data "aws_iam_policy" "execution" {
  name = "AmazonEC2ContainerServiceEventsRole"
}
