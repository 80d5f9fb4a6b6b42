resource "aws_efs_file_system" "notes" {
  provider = aws.other
}
