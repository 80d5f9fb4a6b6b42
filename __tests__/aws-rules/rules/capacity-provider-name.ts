import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_ecs_capacity_provider",
  max: 255,
  pattern: /^(?!aws|ecs|fargate)[\w-]*$/i,
  characters: "letters, digits, underscores and hyphens, without aws, ecs or fargate at the beginning",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html",
  refused: "fargate-pool",
  taken: "example-web-cached",
});
