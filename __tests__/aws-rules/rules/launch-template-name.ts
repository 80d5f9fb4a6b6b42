import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_launch_template",
  max: 128,
  min: 3,
  pattern: /^[\w()./-]*$/,
  characters: "letters, digits and ().-/_",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html",
  refused: "web cached",
  taken: "example-web-cached",
});
