import { type AwsRule, each, stack } from "../rule";
import { literalText } from "../stacks";

export const rule: AwsRule = {
  fact: "a parameter's value has 1 to 4,096 characters, 8,192 in the Advanced tier, which a shared parameter needs",
  source: "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
  check: each("aws_ssm_parameter", (parameter, stacks) => {
    const advanced = parameter.args["tier"] === "Advanced";
    const value = literalText(parameter.args["value"]);
    const max = advanced ? 8192 : 4096;
    if (value === "") return "its value is empty";
    if (value !== undefined && value.length > max) return `its value has ${value.length} characters, SSM takes ${max}`;
    const shared = stacks.referring("aws_ram_resource_association", "resource_arn", parameter).length > 0;
    return shared && !advanced ? "is shared and not of the Advanced tier" : undefined;
  }),
  fails: {
    "s/aws_ssm_parameter.one: its value is empty": stack({ "aws_ssm_parameter.one": { value: "" } }),
    "s/aws_ssm_parameter.one: its value has 4097 characters, SSM takes 4096": stack({
      "aws_ssm_parameter.one": { value: "x".repeat(4097) },
    }),
    "s/aws_ssm_parameter.one: is shared and not of the Advanced tier": stack({
      "aws_ssm_parameter.one": { value: "a", tier: "Standard" },
      "aws_ram_resource_association.one": { resource_arn: "${aws_ssm_parameter.one.arn}" },
    }),
  },
  passes: [stack({ "aws_ssm_parameter.one": { value: "x".repeat(8192), tier: "Advanced" } })],
};
