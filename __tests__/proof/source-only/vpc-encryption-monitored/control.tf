resource "aws_vpc_encryption_control" "notes" {
  vpc_id = aws_vpc.notes.id
  mode   = "monitor"
}
