import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_kms_alias",
  max: 256,
  pattern: /^alias\/(?!aws\/)[\w/-]+$/,
  characters: "alias/, then letters, digits, slashes, underscores and hyphens",
  source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  refused: "alias/aws/eks",
  prefix: "alias/",
  taken: "alias/example-platform-secrets",
});
