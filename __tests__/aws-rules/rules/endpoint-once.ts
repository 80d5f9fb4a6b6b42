import { type AwsRule, stack, type Violation, violation } from "../rule";
import { type Resource, type Stacks } from "../stacks";

export const rule: AwsRule = {
  fact: "a VPC has one gateway endpoint of a service for a route table, and one interface endpoint with its private name",
  source: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
  check: (stacks) => {
    const seen = new Map<string, Resource>();
    return [...stacks.of("data.aws_vpc_endpoint"), ...stacks.of("aws_vpc_endpoint")].flatMap((one): Violation[] => {
      const key = keyOf(one, stacks);
      const other = seen.get(key);
      if (other) return [violation(one, `${other.address} is there for ${String(one.args["service_name"])}`)];
      seen.set(key, one);
      return [];
    });
  },
  fails: {
    "s/aws_vpc_endpoint.s3: s/data.aws_vpc_endpoint.s3 is there for com.amazonaws.us-east-1.s3": endpoints("s3"),
  },
  passes: [endpoints("sqs")],
};

/** S3 has endpoints of both types. */
function keyOf(endpoint: Resource, stacks: Stacks): string {
  const { stack, args } = endpoint;
  const [vpc] = stacks.referred(endpoint, args["vpc_id"]);
  const [filter] = (args["filter"] ?? []) as readonly { readonly values?: readonly string[] }[];
  const type = args["vpc_endpoint_type"] ?? filter?.values?.[0];
  return [stack, vpc?.address ?? args["vpc_id"], args["service_name"], type].join(" ");
}

function endpoints(existing: string) {
  const vpc_id = "${data.aws_vpc.apps.id}";
  const vpc_endpoint_type = "Gateway";
  return stack({
    "data.aws_vpc.apps": { id: "vpc-1" },
    [`data.aws_vpc_endpoint.${existing}`]: {
      vpc_id,
      service_name: `com.amazonaws.us-east-1.${existing}`,
      filter: [{ name: "vpc-endpoint-type", values: ["Gateway"] }],
    },
    "aws_vpc_endpoint.s3": { vpc_id, service_name: "com.amazonaws.us-east-1.s3", vpc_endpoint_type },
  });
}
