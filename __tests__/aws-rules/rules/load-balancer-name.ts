import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_lb",
  max: 32,
  pattern: /^(?!internal-)(?!-)[A-Za-z0-9-]*(?<!-)$/,
  characters: "letters, digits and hyphens, without a hyphen at either end and without internal- at the beginning",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  refused: "internal-web",
  taken: "example-web-api",
});
