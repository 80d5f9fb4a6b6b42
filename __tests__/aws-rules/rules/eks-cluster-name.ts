import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_eks_cluster",
  max: 100,
  pattern: /^[0-9A-Za-z][\w-]*$/,
  characters: "letters, digits, hyphens and underscores, with a letter or digit at the beginning",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
  refused: "-platform",
  taken: "example-platform",
});
