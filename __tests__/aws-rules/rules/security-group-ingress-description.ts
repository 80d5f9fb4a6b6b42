import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_vpc_security_group_ingress_rule",
  argument: "description",
  max: 255,
  pattern: /^[\w .:/()#,@[\]+=&;{}!$*-]*$/,
  characters: "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
  refused: "the VPC's clients",
  taken: "HTTPS from the VPC",
});
