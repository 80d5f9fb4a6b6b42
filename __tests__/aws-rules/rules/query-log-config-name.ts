import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_route53_resolver_query_log_config",
  max: 64,
  pattern: /^(?!\d+$)[\w' -]*$/,
  characters: "letters, digits, spaces, hyphens and underscores, not of digits alone",
  source:
    "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverQueryLogConfig.html",
  refused: "queries/all",
  taken: "example-queries",
});
