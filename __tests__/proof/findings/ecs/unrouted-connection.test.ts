import { Facts } from "../../../../proof/facts";
import { unroutedConnection } from "../../../../proof/findings/ecs/unrouted-connection";
import { graphOfStacks } from "../../../../proof/graph/read";

type Args = Record<string, unknown>;

const gateway = "tgw-0123456789abcdef0";
const route = (table: string, to: string, more: Args = {}) => ({
  route_table_id: `\${aws_route_table.${table}.id}`,
  destination_cidr_block: to,
  transit_gateway_id: gateway,
  ...more,
});

const subnet = (vpc: string, cidr: string) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, cidr_block: cidr });
const association = (name: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${name}.id}`,
});

/** The findings if tasks in VPC `main` may connect to these ranges, with these routes. */
function found(rules: Record<string, Args>, routes: Record<string, Args>, others: Args = {}, table: Args = {}) {
  const resource = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" }, data: { cidr_block: "10.11.0.0/16" } },
    aws_subnet: { main: subnet("main", "10.0.1.0/24"), data: subnet("data", "10.11.1.0/24") },
    aws_route_table: { main: { vpc_id: "${aws_vpc.main.id}", ...table }, data: { vpc_id: "${aws_vpc.data.id}" } },
    aws_route_table_association: { main: association("main"), data: association("data") },
    aws_route: routes,
    aws_security_group: { web: { vpc_id: "${aws_vpc.main.id}" } },
    aws_vpc_security_group_egress_rule: Object.fromEntries(
      Object.entries(rules).map(([name, args]) => [
        name,
        {
          security_group_id: "${aws_security_group.web.id}",
          ip_protocol: "tcp",
          from_port: 1521,
          to_port: 1521,
          ...args,
        },
      ]),
    ),
    aws_ecs_service: {
      web: {
        name: "web",
        network_configuration: {
          subnets: ["${aws_subnet.main.id}"],
          security_groups: ["${aws_security_group.web.id}"],
        },
      },
    },
    ...others,
  };
  return [...unroutedConnection.find(new Facts(graphOfStacks({ apps: { resource } })))];
}

const database = { database: { cidr_ipv4: "10.2.0.0/16" } };

test("reports a range without a route", () => {
  expect(found(database, { other: route("main", "10.3.0.0/16") })).toEqual([
    {
      rule: "ECS-31",
      severity: "warning",
      resource: "aws_route_table.main",
      detail:
        "aws_vpc_security_group_egress_rule.database allows tcp/1521 from aws_ecs_service.web to 10.2.0.0/16, and aws_route_table.main, the route table of aws_subnet.main, has no route there: connections time out",
      fix: "add a route to 10.2.0.0/16 to aws_route_table.main",
    },
  ]);
});

test("reports a range of a prefix list of the input", () => {
  const lists = { aws_ec2_managed_prefix_list: { sites: { entry: [{ cidr: "10.2.0.0/16" }] } } };
  const rules = { sites: { prefix_list_id: "${aws_ec2_managed_prefix_list.sites.id}" } };
  expect(found(rules, {}, lists).map(({ fix }) => fix)).toEqual(["add a route to 10.2.0.0/16 to aws_route_table.main"]);
  const byList = { destination_cidr_block: null, destination_prefix_list_id: rules.sites.prefix_list_id };
  expect(found(rules, { sites: route("main", "", byList) }, lists)).toEqual([]);
});

test("reports tasks that an EventBridge rule starts", () => {
  const { web } = { web: { subnets: ["${aws_subnet.main.id}"], security_groups: ["${aws_security_group.web.id}"] } };
  const started = {
    aws_ecs_service: {},
    aws_cloudwatch_event_target: { nightly: { ecs_target: { network_configuration: web } } },
  };
  expect(found(database, {}, started).map(({ detail }) => detail)).toEqual([
    expect.stringContaining("from aws_cloudwatch_event_target.nightly to 10.2.0.0/16"),
  ]);
});

const attached = (...vpcs: string[]) => ({
  aws_ec2_transit_gateway_vpc_attachment: Object.fromEntries(
    vpcs.map((vpc) => [
      vpc,
      { vpc_id: `\${aws_vpc.${vpc}.id}`, subnet_ids: [`\${aws_subnet.${vpc}.id}`], transit_gateway_id: gateway },
    ]),
  ),
});
const toData = { data: { cidr_ipv4: "10.11.0.0/16" } };

test("reports an attached VPC without a route back", () => {
  const routes = { there: route("main", "10.11.0.0/16"), elsewhere: route("data", "10.3.0.0/16") };
  expect(found(toData, routes, attached("main", "data"))).toEqual([
    {
      rule: "ECS-31",
      severity: "warning",
      resource: "aws_route_table.data",
      detail:
        "aws_vpc_security_group_egress_rule.data allows tcp/1521 from aws_ecs_service.web to 10.11.0.0/16, and aws_route_table.data has no route back to 10.0.0.0/16: connections time out",
      fix: "add a route to 10.0.0.0/16 to aws_route_table.data",
    },
  ]);
  expect(found(toData, { ...routes, back: route("data", "10.0.0.0/8") }, attached("main", "data"))).toEqual([]);
  // A VPC of the same range elsewhere.
  expect(found(toData, routes, attached("main"))).toEqual([]);
});

test.each<[string, Record<string, Args>, Record<string, Args>]>([
  ["a route leads to a part of the range", database, { part: route("main", "10.2.3.0/24") }],
  ["the default route leads there", database, { all: route("main", "0.0.0.0/0") }],
  ["the range is in the VPC", { own: { cidr_ipv4: "10.0.0.0/8" } }, {}],
  ["the range is public", { public: { cidr_ipv4: "203.0.113.0/24" } }, {}],
  ["the rule is for all ports", { all: { cidr_ipv4: "10.2.0.0/16", from_port: 0, to_port: 65535 } }, {}],
  ["the rule is for all protocols", { all: { cidr_ipv4: "10.2.0.0/16", ip_protocol: "-1" } }, {}],
  ["the prefix list is not in the input", { list: { prefix_list_id: "pl-0123456789abcdef0" } }, {}],
  ["a route leads to a prefix list that is not in the input", database, { list: byList() }],
])("does not report a range if %s", (_, rules, routes) => {
  expect(found(rules, routes)).toEqual([]);
});

function byList() {
  return route("main", "", { destination_cidr_block: null, destination_prefix_list_id: "pl-0123456789abcdef0" });
}

test("does not report a range if a virtual private gateway propagates routes to the table", () => {
  expect(found(database, {}, {}, { propagating_vgws: ["vgw-0123456789abcdef0"] })).toEqual([]);
  const propagation = { vpn_gateway_id: "vgw-0123456789abcdef0", route_table_id: "${aws_route_table.main.id}" };
  expect(found(database, {}, { aws_vpn_gateway_route_propagation: { main: propagation } })).toEqual([]);
});

test("does not report a VPC with another range that the input does not show", () => {
  const added = {
    aws_vpc_ipv4_cidr_block_association: { more: { vpc_id: "${aws_vpc.main.id}", ipv4_ipam_pool_id: "ipam-pool-0" } },
  };
  expect(found(database, {}, added)).toEqual([]);
});
