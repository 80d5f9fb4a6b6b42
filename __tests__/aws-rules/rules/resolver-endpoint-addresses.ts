import { repeatedZone } from "../network";
import { type AwsRule, each, stack } from "../rule";
import { blocks } from "../stacks";

export const rule: AwsRule = {
  fact: "a resolver endpoint has two to six addresses, in several Availability Zones",
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_CreateResolverEndpoint.html",
  check: each("aws_route53_resolver_endpoint", (endpoint, stacks) => {
    const addresses = blocks(endpoint.args["ip_address"]);
    if (addresses.length < 2 || addresses.length > 6) return `has ${addresses.length} addresses, AWS takes 2 to 6`;
    const zone = repeatedZone(stacks, endpoint, endpoint.args["ip_address"]);
    return zone !== undefined && addresses.length === 2 ? `has both addresses in ${zone}` : undefined;
  }),
  fails: {
    "s/aws_route53_resolver_endpoint.out: has 1 addresses, AWS takes 2 to 6": endpoint("us-east-1a"),
    "s/aws_route53_resolver_endpoint.out: has both addresses in us-east-1a": endpoint("us-east-1a", "us-east-1a"),
  },
  passes: [endpoint("us-east-1a", "us-east-1b")],
};

function endpoint(...zones: readonly string[]) {
  return stack({
    "aws_route53_resolver_endpoint.out": {
      ip_address: zones.map((_, index) => ({ subnet_id: `\${aws_subnet.s${index}.id}` })),
    },
    ...Object.fromEntries(zones.map((zone, index) => [`aws_subnet.s${index}`, { availability_zone: zone }])),
  });
}
