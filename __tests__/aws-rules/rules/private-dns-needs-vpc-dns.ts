import { type AwsRule, each, stack } from "../rule";

export const rule: AwsRule = {
  fact: "private DNS of an interface endpoint needs both DNS attributes of its VPC",
  source: "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html",
  check: each("aws_vpc_endpoint", (endpoint, stacks) => {
    if (endpoint.args["private_dns_enabled"] !== true) return undefined;
    const off = stacks
      .referred(endpoint, endpoint.args["vpc_id"], "aws_vpc")
      .find(({ args }) => args["enable_dns_hostnames"] !== true || args["enable_dns_support"] === false);
    return off && `${off.address} lacks enable_dns_hostnames or enable_dns_support`;
  }),
  fails: {
    "s/aws_vpc_endpoint.ecr: s/aws_vpc.one lacks enable_dns_hostnames or enable_dns_support": endpoint({}),
  },
  passes: [endpoint({ enable_dns_hostnames: true, enable_dns_support: true })],
};

function endpoint(vpc: Readonly<Record<string, unknown>>) {
  return stack({
    "aws_vpc.one": vpc,
    "aws_vpc_endpoint.ecr": { vpc_id: "${aws_vpc.one.id}", private_dns_enabled: true },
  });
}
