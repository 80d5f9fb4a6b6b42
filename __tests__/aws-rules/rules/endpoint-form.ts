import { type AwsRule, each, stack } from "../rule";
import { texts } from "../stacks";

export const rule: AwsRule = {
  fact: "a gateway endpoint leads somewhere only by route tables, an interface endpoint by subnets, and a VPC has each once",
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html",
  check: each("aws_vpc_endpoint", (endpoint, stacks) => {
    const { args } = endpoint;
    const gateway = args["vpc_endpoint_type"] === "Gateway";
    if (gateway && (args["subnet_ids"] ?? args["security_group_ids"]) !== undefined)
      return "a gateway with subnets or security groups";
    if (gateway && texts(args["route_table_ids"]).length === 0) return "a gateway without route tables";
    if (!gateway && texts(args["subnet_ids"]).length === 0) return "an interface without subnets";
    const twin = stacks
      .of("aws_vpc_endpoint")
      .find(
        (one) =>
          one !== endpoint && one.address < endpoint.address && same(one.args, args) && one.stack === endpoint.stack,
      );
    return twin && `${twin.address} is the same endpoint`;
  }),
  fails: {
    "s/aws_vpc_endpoint.s3: a gateway without route tables": stack({
      "aws_vpc_endpoint.s3": { vpc_endpoint_type: "Gateway" },
    }),
    "s/aws_vpc_endpoint.ecr: an interface without subnets": stack({
      "aws_vpc_endpoint.ecr": { vpc_endpoint_type: "Interface" },
    }),
    "s/aws_vpc_endpoint.b: s/aws_vpc_endpoint.a is the same endpoint": stack({
      "aws_vpc_endpoint.a": {
        vpc_id: "vpc-1",
        service_name: "com.amazonaws.us-east-1.ecr.api",
        subnet_ids: ["subnet-1"],
      },
      "aws_vpc_endpoint.b": {
        vpc_id: "vpc-1",
        service_name: "com.amazonaws.us-east-1.ecr.api",
        subnet_ids: ["subnet-2"],
      },
    }),
  },
  passes: [
    stack({
      "aws_vpc_endpoint.s3": { vpc_endpoint_type: "Gateway", route_table_ids: ["rtb-1"] },
      "aws_vpc_endpoint.ecr": { vpc_endpoint_type: "Interface", subnet_ids: ["subnet-1"] },
    }),
  ],
};

function same(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  return ["vpc_id", "service_name", "vpc_endpoint_type"].every((key) => a[key] === b[key]);
}
