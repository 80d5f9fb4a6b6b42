import { liesIn } from "../network";
import { type AwsRule, stack, type Violation, violation } from "../rule";

export const rule: AwsRule = {
  fact: "a route table takes a destination once, and no transit gateway for a part of its own VPC",
  source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
  check: (stacks) =>
    stacks.of("aws_route_table").flatMap((table) => {
      const routes = stacks.referring("aws_route", "route_table_id", table);
      const [vpc] = stacks.referred(table, table.args["vpc_id"], "aws_vpc");
      return routes.flatMap((route, index): Violation[] => {
        const destination = destinationOf(route.args);
        if (routes.findIndex(({ args }) => destinationOf(args) === destination) !== index) {
          return [violation(route, `${table.address} has a route to ${String(destination)} already`)];
        }
        if (vpc && liesIn(String(destination), String(vpc.args["cidr_block"]))) {
          return [violation(route, `${String(destination)} lies in its own VPC`)];
        }
        return [];
      });
    }),
  fails: {
    "s/aws_route.b: s/aws_route_table.one has a route to 10.2.0.0/16 already": table("10.2.0.0/16", "10.2.0.0/16"),
    "s/aws_route.b: 10.0.0.0/24 lies in its own VPC": table("10.2.0.0/16", "10.0.0.0/24"),
  },
  passes: [table("10.2.0.0/16", "10.2.0.0/24")],
};

function destinationOf(args: Readonly<Record<string, unknown>>): unknown {
  return args["destination_cidr_block"] ?? args["destination_ipv6_cidr_block"] ?? args["destination_prefix_list_id"];
}

function table(...destinations: readonly string[]) {
  const [a, b] = destinations.map((destination_cidr_block) => ({
    route_table_id: "${aws_route_table.one.id}",
    destination_cidr_block,
    transit_gateway_id: "tgw-0123456789abcdef0",
  }));
  return stack({
    "aws_vpc.one": { cidr_block: "10.0.0.0/16" },
    "aws_route_table.one": { vpc_id: "${aws_vpc.one.id}" },
    "aws_route.a": a ?? {},
    "aws_route.b": b ?? {},
  });
}
