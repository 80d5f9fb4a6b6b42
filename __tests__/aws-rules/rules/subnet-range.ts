import { liesIn, overlaps } from "../network";
import { type AwsRule, stack, type Violation, violation } from "../rule";
import { literalText } from "../stacks";

export const rule: AwsRule = {
  fact: "a subnet is a /16 to /28 of its VPC's range and shares no address with another",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  check: (stacks) =>
    stacks.of("aws_vpc").flatMap((vpc) => {
      const subnets = stacks.referring("aws_subnet", "vpc_id", vpc);
      return subnets.flatMap((subnet, index): Violation[] => {
        const cidr = literalText(subnet.args["cidr_block"]) ?? "";
        const length = Number(cidr.split("/")[1]);
        if (length < 16 || length > 28) return [violation(subnet, `${cidr} should be /16 to /28`)];
        if (!liesIn(cidr, String(vpc.args["cidr_block"]))) return [violation(subnet, `${cidr} lies outside its VPC`)];
        const other = subnets.slice(0, index).find(({ args }) => overlaps(cidr, String(args["cidr_block"])));
        return other ? [violation(subnet, `${cidr} overlaps ${other.address}`)] : [];
      });
    }),
  fails: {
    "s/aws_subnet.b: 10.0.0.0/29 should be /16 to /28": vpc("10.0.1.0/24", "10.0.0.0/29"),
    "s/aws_subnet.b: 10.1.0.0/24 lies outside its VPC": vpc("10.0.1.0/24", "10.1.0.0/24"),
    "s/aws_subnet.b: 10.0.1.128/25 overlaps s/aws_subnet.a": vpc("10.0.1.0/24", "10.0.1.128/25"),
  },
  passes: [vpc("10.0.1.0/24", "10.0.2.0/24")],
};

function vpc(a: string, b: string) {
  return stack({
    "aws_vpc.one": { cidr_block: "10.0.0.0/16" },
    "aws_subnet.a": { vpc_id: "${aws_vpc.one.id}", cidr_block: a },
    "aws_subnet.b": { vpc_id: "${aws_vpc.one.id}", cidr_block: b },
  });
}
