resource "aws_security_group" "efs" {
  provider = aws.other
}
