resource "terraform_data" "groups" {
  input = [aws_security_group.efs.id]
}
