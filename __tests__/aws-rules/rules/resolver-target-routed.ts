import { liesIn, routesOf } from "../network";
import { type AwsRule, each, stack } from "../rule";
import { blocks, type Resource, type Stacks } from "../stacks";

export const rule: AwsRule = {
  fact: "an outbound endpoint reaches a target outside its VPC only by a route of each of its subnets",
  source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-outbound-queries.html",
  check: each("aws_route53_resolver_rule", (forward, stacks) => {
    const subnets = stacks
      .referred(forward, forward.args["resolver_endpoint_id"], "aws_route53_resolver_endpoint")
      .flatMap((endpoint) =>
        blocks(endpoint.args["ip_address"]).flatMap(({ subnet_id: id }) => stacks.referred(endpoint, id, "aws_subnet")),
      );
    for (const { ip, ipv6 } of blocks(forward.args["target_ip"])) {
      if (ip === undefined && ipv6 !== undefined) continue;
      const without = subnets.find((subnet) => !reaches(stacks, subnet, String(ip)));
      if (without) return `${without.address} has no route to ${String(ip)}`;
    }
    return undefined;
  }),
  fails: { "s/aws_route53_resolver_rule.corp: s/aws_subnet.a has no route to 10.3.0.1": forwarding("10.3.0.1") },
  passes: [forwarding("10.2.0.1"), forwarding("10.0.0.9")],
};

/** Checked if the VPC has a transit gateway: other connections are not in the stack. */
function reaches(stacks: Stacks, subnet: Resource, ip: string): boolean {
  const routes = routesOf(stacks, subnet)?.filter(({ args }) => args["transit_gateway_id"]) ?? [];
  const [vpc] = stacks.referred(subnet, subnet.args["vpc_id"], "aws_vpc");
  if (routes.length === 0 || ip.includes(":") || liesIn(`${ip}/32`, String(vpc?.args["cidr_block"]))) return true;
  return routes.some(({ args }) => liesIn(`${ip}/32`, String(args["destination_cidr_block"])));
}

function forwarding(ip: string) {
  return stack({
    "aws_vpc.network": { cidr_block: "10.0.0.0/22" },
    "aws_subnet.a": { vpc_id: "${aws_vpc.network.id}" },
    "aws_route_table.a": {},
    "aws_route_table_association.a": { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
    "aws_route.there": {
      route_table_id: "${aws_route_table.a.id}",
      destination_cidr_block: "10.2.0.0/16",
      transit_gateway_id: "tgw-0123456789abcdef0",
    },
    "aws_route53_resolver_endpoint.out": { direction: "OUTBOUND", ip_address: [{ subnet_id: "${aws_subnet.a.id}" }] },
    "aws_route53_resolver_rule.corp": {
      resolver_endpoint_id: "${aws_route53_resolver_endpoint.out.id}",
      target_ip: [{ ip }],
    },
  });
}
