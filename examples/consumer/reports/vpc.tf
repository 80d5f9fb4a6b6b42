# The team's own VPC, whose names are answered as in every other VPC of the organisation.

resource "aws_vpc" "own" {
  cidr_block           = var.own_vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_route53_resolver_rule_association" "aws" {
  name             = "${var.name}-amazonaws-com"
  resolver_rule_id = var.resolver_rule_ids["amazonaws.com"]
  vpc_id           = aws_vpc.own.id
}

# After AWS's own names: with "." alone, a file system's name would go to the servers on-premises.
resource "aws_route53_resolver_rule_association" "forwarded" {
  for_each = { for domain, id in var.resolver_rule_ids : domain => id if domain != "amazonaws.com" }

  name             = "${var.name}-${each.key == "." ? "everything" : replace(each.key, ".", "-")}"
  resolver_rule_id = each.value
  vpc_id           = aws_vpc.own.id

  depends_on = [aws_route53_resolver_rule_association.aws]
}
