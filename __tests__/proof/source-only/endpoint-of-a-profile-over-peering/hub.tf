resource "aws_iam_role" "execution" {
  name               = "execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.61.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "hub" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.61.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "hub" {
  vpc_id = aws_vpc.hub.id
}

resource "aws_route_table_association" "hub" {
  subnet_id      = aws_subnet.hub.id
  route_table_id = aws_route_table.hub.id
}

resource "aws_security_group" "hub" {
  vpc_id = aws_vpc.hub.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_vpc_endpoint" "registry" {
  vpc_id              = aws_vpc.hub.id
  service_name        = "com.amazonaws.eu-west-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.hub.id]
  security_group_ids  = [aws_security_group.hub.id]
}

resource "aws_route53profiles_profile" "hub" {
  name = "hub"
}

resource "aws_route53profiles_resource_association" "registry" {
  name         = "registry"
  profile_id   = aws_route53profiles_profile.hub.id
  resource_arn = aws_vpc_endpoint.registry.arn
}

resource "aws_route53profiles_association" "notes" {
  name        = "notes"
  profile_id  = aws_route53profiles_profile.hub.id
  resource_id = aws_vpc.notes.id
}

resource "aws_vpc_peering_connection" "hub" {
  vpc_id      = aws_vpc.notes.id
  peer_vpc_id = aws_vpc.hub.id
  auto_accept = true
}

resource "aws_route" "hub" {
  route_table_id            = aws_route_table.hub.id
  destination_cidr_block    = aws_vpc.notes.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.hub.id
}
