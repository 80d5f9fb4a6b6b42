import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_ecs_cluster",
  max: 255,
  pattern: /^[\w-]*$/,
  characters: "letters, digits, underscores and hyphens",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html",
  refused: "example.web",
  taken: "example-web",
});
