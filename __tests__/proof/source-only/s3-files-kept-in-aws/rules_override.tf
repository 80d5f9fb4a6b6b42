resource "aws_route53_resolver_rule" "system" {
  for_each = toset(["amazonaws.com", "public.ecr.aws", "on.aws"])
}
