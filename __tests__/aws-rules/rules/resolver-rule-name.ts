import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_route53_resolver_rule",
  max: 64,
  pattern: /^(?!\d+$)[\w' -]*$/,
  characters: "letters, digits, spaces, hyphens and underscores, not of digits alone",
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverRule.html",
  refused: "corp.example.com",
  taken: "example-corp-example-com",
});
