import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_security_group",
  argument: "description",
  max: 255,
  pattern: /^[\w .:/()#,@[\]+=&;{}!$*-]*$/,
  characters: "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
  refused: "the VPC's clients",
  taken: "tasks of example-web",
});
