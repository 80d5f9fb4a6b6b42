resource "aws_security_group" "resolver" {
  vpc_id = aws_vpc.notes.id

  egress {
    from_port   = 53
    to_port     = 53
    protocol    = "udp"
    cidr_blocks = ["192.168.0.0/16"]
  }

  egress {
    from_port   = 53
    to_port     = 53
    protocol    = "tcp"
    cidr_blocks = ["192.168.0.0/16"]
  }
}

resource "aws_route53_resolver_endpoint" "out" {
  direction          = "OUTBOUND"
  security_group_ids = [aws_security_group.resolver.id]

  ip_address {
    subnet_id = aws_subnet.a.id
  }

  ip_address {
    subnet_id = aws_subnet.a.id
  }
}

resource "aws_route53_resolver_rule" "everything" {
  domain_name          = "."
  rule_type            = "FORWARD"
  resolver_endpoint_id = aws_route53_resolver_endpoint.out.id

  target_ip {
    ip = "192.168.0.53"
  }
}

resource "aws_route53_resolver_rule" "system" {
  for_each    = toset(["amazonaws.com", "public.ecr.aws"])
  domain_name = each.value
  rule_type   = "SYSTEM"
}

resource "aws_route53_resolver_rule_association" "everything" {
  resolver_rule_id = aws_route53_resolver_rule.everything.id
  vpc_id           = aws_vpc.notes.id
}

resource "aws_route53_resolver_rule_association" "system" {
  for_each         = aws_route53_resolver_rule.system
  resolver_rule_id = each.value.id
  vpc_id           = aws_vpc.notes.id
}
