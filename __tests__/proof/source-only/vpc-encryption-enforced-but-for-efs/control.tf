resource "aws_vpc_encryption_control" "notes" {
  vpc_id                        = aws_vpc.notes.id
  mode                          = "enforce"
  elastic_file_system_exclusion = "enable"
  internet_gateway_exclusion    = "enable"
}
