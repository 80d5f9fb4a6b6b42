import { repeatedZone } from "../network";
import { type AwsRule, stack, violation } from "../rule";

const arguments_: Readonly<Record<string, string>> = {
  aws_vpc_endpoint: "subnet_ids",
  aws_lb: "subnets",
  aws_ec2_transit_gateway_vpc_attachment: "subnet_ids",
};

export const rule: AwsRule = {
  fact: "an interface endpoint, a load balancer and a transit gateway attachment take one subnet per Availability Zone",
  source: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  check: (stacks) =>
    Object.entries(arguments_).flatMap(([type, argument]) =>
      stacks.of(type).flatMap((one) => {
        const zone = repeatedZone(stacks, one, one.args[argument]);
        return zone === undefined ? [] : [violation(one, `has two subnets in ${zone}`)];
      }),
    ),
  fails: { "s/aws_vpc_endpoint.ecr: has two subnets in us-east-1a": endpoint("us-east-1a") },
  passes: [endpoint("us-east-1b")],
};

function endpoint(second: string) {
  return stack({
    "aws_vpc_endpoint.ecr": { subnet_ids: ["${aws_subnet.one.id}", "${aws_subnet.two.id}"] },
    "aws_subnet.one": { availability_zone: "us-east-1a" },
    "aws_subnet.two": { availability_zone: second },
  });
}
