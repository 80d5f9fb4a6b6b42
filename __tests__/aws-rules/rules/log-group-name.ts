import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_cloudwatch_log_group",
  max: 512,
  pattern: /^[\w./#-]*$/,
  characters: "letters, digits and ._-/#",
  source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
  refused: "web logs",
  taken: "/ecs/example-web-nginx",
});
