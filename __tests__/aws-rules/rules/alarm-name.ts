import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_cloudwatch_metric_alarm",
  argument: "alarm_name",
  max: 255,
  pattern: /^[ -~]*$/,
  characters: "ASCII characters",
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
  refused: "störung",
  taken: "example-web-below-desired",
});
