# The network's VPC, with the endpoints of VPC Resolver.
resource "aws_vpc" "hub" {
  cidr_block           = "10.0.0.0/22"
  enable_dns_hostnames = true
  enable_dns_support   = true
}
resource "aws_subnet" "hub" {
  for_each          = { a = "10.0.0.0/24", b = "10.0.1.0/24" }
  vpc_id            = aws_vpc.hub.id
  cidr_block        = each.value
  availability_zone = "us-east-1${each.key}"
}
resource "aws_security_group" "resolver" {
  name   = "resolver"
  vpc_id = aws_vpc.hub.id
}
resource "aws_vpc_security_group_egress_rule" "resolver_udp" {
  security_group_id = aws_security_group.resolver.id
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  cidr_ipv4         = "10.2.0.0/16"
}
resource "aws_vpc_security_group_ingress_rule" "resolver_udp" {
  security_group_id = aws_security_group.resolver.id
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 53
  cidr_ipv4         = "10.0.0.0/8"
}
resource "aws_route53_resolver_endpoint" "out" {
  name               = "out"
  direction          = "OUTBOUND"
  security_group_ids = [aws_security_group.resolver.id]
  ip_address {
    subnet_id = aws_subnet.hub["a"].id
    ip        = "10.0.0.40"
  }
  ip_address {
    subnet_id = aws_subnet.hub["b"].id
    ip        = "10.0.1.40"
  }
}
resource "aws_route53_resolver_endpoint" "second" {
  name               = "second"
  direction          = "OUTBOUND"
  security_group_ids = [aws_security_group.resolver.id]
  ip_address {
    subnet_id = aws_subnet.hub["a"].id
    ip        = "10.0.0.41"
  }
  ip_address {
    subnet_id = aws_subnet.hub["b"].id
    ip        = "10.0.1.41"
  }
}
resource "aws_route53_resolver_rule" "example" {
  name                 = "example"
  domain_name          = "corp.example"
  rule_type            = "FORWARD"
  resolver_endpoint_id = aws_route53_resolver_endpoint.out.id
  target_ip {
    ip = "10.2.0.1"
  }
  target_ip {
    ip = "10.2.0.2"
  }
}
resource "aws_route53_resolver_rule" "aws" {
  name        = "aws"
  domain_name = "amazonaws.com"
  rule_type   = "SYSTEM"
}
resource "aws_ram_resource_share" "dns" {
  name                      = "dns"
  allow_external_principals = false
}
resource "aws_ram_resource_association" "example" {
  resource_arn       = aws_route53_resolver_rule.example.arn
  resource_share_arn = aws_ram_resource_share.dns.arn
}
resource "aws_ram_principal_association" "apps" {
  principal          = "222222222222"
  resource_share_arn = aws_ram_resource_share.dns.arn
}

# The VPC of workloads.
resource "aws_vpc" "apps" {
  cidr_block           = "10.11.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true
}
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.apps.id
  cidr_block        = "10.11.1.0/24"
  availability_zone = "us-east-1a"
}
resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.apps.id
  cidr_block        = "10.11.2.0/24"
  availability_zone = "us-east-1b"
}
resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.apps.id
  cidr_block        = "10.11.3.0/24"
  availability_zone = "us-east-1a"
}
resource "aws_vpc_dhcp_options" "dns" {
  domain_name         = "ec2.internal"
  domain_name_servers = ["AmazonProvidedDNS"]
}
resource "aws_vpc_dhcp_options_association" "dns" {
  vpc_id          = aws_vpc.apps.id
  dhcp_options_id = aws_vpc_dhcp_options.dns.id
}
resource "aws_route53_resolver_rule_association" "example" {
  resolver_rule_id = aws_route53_resolver_rule.example.id
  vpc_id           = aws_vpc.apps.id
}
resource "aws_route53_resolver_rule_association" "aws" {
  resolver_rule_id = aws_route53_resolver_rule.aws.id
  vpc_id           = aws_vpc.apps.id
}
resource "aws_route53_zone" "private" {
  name = "apps.internal"
  vpc {
    vpc_id = aws_vpc.apps.id
  }
}
resource "aws_route53_record" "database" {
  zone_id = aws_route53_zone.private.zone_id
  name    = "database.apps.internal"
  type    = "A"
  ttl     = 60
  records = ["10.11.1.10"]
}
resource "aws_internet_gateway" "apps" {
  vpc_id = aws_vpc.apps.id
}
resource "aws_eip" "nat" {
  domain = "vpc"
}
resource "aws_nat_gateway" "a" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}
resource "aws_ec2_transit_gateway" "main" {
  description = "main"
}
resource "aws_ec2_transit_gateway_vpc_attachment" "apps" {
  transit_gateway_id = aws_ec2_transit_gateway.main.id
  vpc_id             = aws_vpc.apps.id
  subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_ec2_transit_gateway_route_table" "apps" {
  transit_gateway_id = aws_ec2_transit_gateway.main.id
}
resource "aws_ec2_transit_gateway_route" "on_premises" {
  destination_cidr_block         = "10.2.0.0/16"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.apps.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.apps.id
}
resource "aws_route_table" "a" {
  vpc_id = aws_vpc.apps.id
}
resource "aws_route_table" "b" {
  vpc_id = aws_vpc.apps.id
}
resource "aws_route" "out" {
  route_table_id         = aws_route_table.a.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}
resource "aws_route" "on_premises" {
  route_table_id         = aws_route_table.a.id
  destination_cidr_block = "10.2.0.0/16"
  transit_gateway_id     = aws_ec2_transit_gateway.main.id
}
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.a.id
}
resource "aws_route_table_association" "b" {
  subnet_id      = aws_subnet.b.id
  route_table_id = aws_route_table.b.id
}
resource "aws_network_acl" "apps" {
  vpc_id     = aws_vpc.apps.id
  subnet_ids = [aws_subnet.a.id]
  ingress {
    rule_no    = 100
    protocol   = "-1"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  egress {
    rule_no    = 100
    protocol   = "-1"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}
resource "aws_security_group" "endpoints" {
  name   = "endpoints"
  vpc_id = aws_vpc.apps.id
}
resource "aws_security_group" "others" {
  name   = "others"
  vpc_id = aws_vpc.apps.id
}
resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  security_group_id = aws_security_group.endpoints.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.11.0.0/16"
}
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.apps.id
  service_name      = "com.amazonaws.us-east-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.a.id, aws_route_table.b.id]
}
resource "aws_vpc_endpoint" "ecr" {
  vpc_id              = aws_vpc.apps.id
  service_name        = "com.amazonaws.us-east-1.ecr.dkr"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.a.id, aws_subnet.b.id]
  security_group_ids  = [aws_security_group.endpoints.id]
}
output "vpc_id" {
  value = aws_vpc.apps.id
}
output "subnet_ids" {
  value = [aws_subnet.a.id, aws_subnet.b.id]
}
output "resolver_addresses" {
  value = ["10.0.0.40", "10.0.1.40"]
}
