import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_iam_role",
  max: 64,
  pattern: /^[\w+=,.@-]*$/,
  characters: "letters, digits and +=,.@_-",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  refused: "task role",
  taken: "example-web-nginx-execution",
});
