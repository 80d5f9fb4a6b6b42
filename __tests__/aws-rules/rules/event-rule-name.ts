import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_cloudwatch_event_rule",
  max: 64,
  pattern: /^[\w.-]*$/,
  characters: "letters, digits and ._-",
  source: "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
  refused: "nightly report",
  taken: "example-web-report",
});
