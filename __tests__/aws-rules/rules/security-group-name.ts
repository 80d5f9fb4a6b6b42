import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_security_group",
  max: 255,
  pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]*$/,
  characters: "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, without sg- at the beginning",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
  refused: "sg-web",
  taken: "example-web_nginx-task",
});
