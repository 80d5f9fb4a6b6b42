import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_autoscaling_group",
  max: 255,
  pattern: /^[^:]*$/,
  characters: "any characters but colons",
  source: "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html",
  refused: "web:cached",
  taken: "example-web-cached",
});
