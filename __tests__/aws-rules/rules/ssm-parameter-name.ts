import { nameRule } from "../name-rule";

export const rule = nameRule({
  type: "aws_ssm_parameter",
  max: 1011,
  pattern: /^(?!\/?(aws|ssm)(\/|$))(\/[\w.-]+){1,15}$|^(?!aws|ssm)[\w.-]+$/i,
  characters: "a path of at most 15 parts of letters, digits and ._-, which does not begin with aws or ssm",
  source: "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html",
  refused: "/aws/network/vpc_id",
  taken: "/network/shared-network/vpc_id",
});
