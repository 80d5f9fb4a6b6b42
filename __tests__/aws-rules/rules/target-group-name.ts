import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_lb_target_group",
  max: 32,
  pattern: /^(?!-)[A-Za-z0-9-]*(?<!-)$/,
  characters: "letters, digits and hyphens, without a hyphen at either end",
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
  refused: "web_api",
  taken: "example-web-api",
});
