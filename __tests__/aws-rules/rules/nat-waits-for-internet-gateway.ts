import { type AwsRule, stack, violation } from "../rule";
import { texts } from "../stacks";

const waits = { depends_on: ["aws_internet_gateway.apps"] };

export const rule: AwsRule = {
  fact: "a NAT gateway and its address need an attached internet gateway, which they don't refer to",
  source: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/nat_gateway#example-usage",
  check: (stacks) =>
    [...stacks.of("aws_nat_gateway"), ...stacks.of("aws_eip")]
      .filter(({ args }) => !texts(args["depends_on"]).some((one) => one.startsWith("aws_internet_gateway.")))
      .map((one) => violation(one, "depends_on names no internet gateway")),
  fails: {
    "s/aws_nat_gateway.apps: depends_on names no internet gateway": stack({
      "aws_nat_gateway.apps": {},
      "aws_eip.apps": waits,
    }),
    "s/aws_eip.apps: depends_on names no internet gateway": stack({
      "aws_nat_gateway.apps": waits,
      "aws_eip.apps": { depends_on: ["aws_vpc.apps"] },
    }),
  },
  passes: [stack({ "aws_nat_gateway.apps": waits, "aws_eip.apps": waits })],
};
