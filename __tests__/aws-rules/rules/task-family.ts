import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_ecs_task_definition",
  argument: "family",
  max: 255,
  pattern: /^[\w-]*$/,
  characters: "letters, digits, underscores and hyphens",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
  refused: "web/api",
  taken: "example-web-nginx",
});
