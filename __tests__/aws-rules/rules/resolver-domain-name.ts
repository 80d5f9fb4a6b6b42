import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_route53_resolver_rule",
  argument: "domain_name",
  max: 256,
  pattern: /^[\w!"#$%&()*+,./:;<=>?@\\[\]^{|}~-]*$/,
  characters: "characters of domain names",
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverRule.html",
  refused: "corp example",
  taken: "corp.example.com",
});
