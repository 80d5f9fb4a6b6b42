import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_iam_instance_profile",
  max: 128,
  pattern: /^[\w+=,.@-]*$/,
  characters: "letters, digits and +=,.@_-",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  refused: "pool/cached",
  taken: "example-web-cached",
});
