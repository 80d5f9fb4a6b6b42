resource "aws_nat_gateway" "notes" {
  vpc_id            = aws_vpc.notes.id
  availability_mode = "regional"
  depends_on        = [aws_internet_gateway.notes]
}
