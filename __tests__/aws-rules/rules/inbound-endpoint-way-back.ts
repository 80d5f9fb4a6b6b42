import { liesIn, routesOf, rulesOf } from "../network";
import { type AwsRule, each, stack } from "../rule";
import { blocks, type Resource, type Stacks, texts } from "../stacks";

export const rule: AwsRule = {
  fact: "what asks an inbound endpoint from outside the VPC gets an answer only by a route of the endpoint's subnets",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
  check: each("aws_route53_resolver_endpoint", (endpoint, stacks) => {
    if (endpoint.args["direction"] !== "INBOUND") return undefined;
    const subnets = blocks(endpoint.args["ip_address"]).flatMap(({ subnet_id: id }) =>
      stacks.referred(endpoint, id, "aws_subnet"),
    );
    for (const asker of askers(endpoint, stacks)) {
      const without = subnets.find((subnet) => !reaches(stacks, subnet, asker));
      if (without) return `${asker} may ask, but ${without.address} has no route to it`;
    }
    return undefined;
  }),
  fails: {
    "s/aws_route53_resolver_endpoint.in: 10.3.0.0/16 may ask, but s/aws_subnet.a has no route to it":
      endpoint("10.3.0.0/16"),
  },
  passes: [endpoint("10.2.0.0/24"), endpoint("10.0.0.0/24"), endpoint("10.2.0.0/16")],
};

/** Ranges that may query. Entire private ranges, which a file does not list, mean every routed network. */
function askers(endpoint: Resource, stacks: Stacks): string[] {
  const whole = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
  const groups = stacks.referred(endpoint, endpoint.args["security_group_ids"], "aws_security_group");
  const ranges = groups
    .flatMap((group) => rulesOf(stacks, group, "ingress"))
    .flatMap(({ args }) => texts(args["cidr_ipv4"]));
  return [...new Set(ranges)].filter((range) => !whole.includes(range));
}

/** Only if the VPC is connected to another network: otherwise nothing queries the endpoint. */
function reaches(stacks: Stacks, subnet: Resource, asker: string): boolean {
  const routes = routesOf(stacks, subnet);
  const [vpc] = stacks.referred(subnet, subnet.args["vpc_id"], "aws_vpc");
  if (routes === undefined || vpc === undefined || liesIn(asker, String(vpc.args["cidr_block"]))) return true;
  const outside = routes.filter(({ args }) => args["transit_gateway_id"] ?? args["vpc_peering_connection_id"]);
  if (outside.length === 0) return true;
  return outside.some(({ args }) => liesIn(asker, String(args["destination_cidr_block"])));
}

function endpoint(asker: string) {
  return stack({
    "aws_vpc.network": { cidr_block: "10.0.0.0/22" },
    "aws_subnet.a": { vpc_id: "${aws_vpc.network.id}" },
    "aws_route_table.a": {},
    "aws_route_table_association.a": { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
    "aws_route.back": {
      route_table_id: "${aws_route_table.a.id}",
      destination_cidr_block: "10.2.0.0/16",
      transit_gateway_id: "tgw-0123456789abcdef0",
    },
    "aws_security_group.in": {},
    "aws_vpc_security_group_ingress_rule.dns": {
      security_group_id: "${aws_security_group.in.id}",
      cidr_ipv4: asker,
      ip_protocol: "udp",
    },
    "aws_route53_resolver_endpoint.in": {
      direction: "INBOUND",
      security_group_ids: ["${aws_security_group.in.id}"],
      ip_address: [{ subnet_id: "${aws_subnet.a.id}" }],
    },
  });
}
