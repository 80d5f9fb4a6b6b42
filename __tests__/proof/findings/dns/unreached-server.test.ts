import { Facts } from "../../../../proof/facts";
import { unreachedServer } from "../../../../proof/findings/dns/unreached-server";
import { graphOfStacks } from "../../../../proof/graph/read";

type Json = Record<string, unknown>;

const egress = (protocol: string, further: Json = {}) => ({
  security_group_id: "${aws_security_group.out.id}",
  ip_protocol: protocol,
  cidr_ipv4: "10.2.0.0/16",
  from_port: 53,
  to_port: 53,
  ...further,
});

const both = { udp: egress("udp"), tcp: egress("tcp") };
const route = {
  route_table_id: "${aws_route_table.a.id}",
  destination_cidr_block: "10.0.0.0/8",
  transit_gateway_id: "tgw-1",
};

/** An outbound endpoint in 10.0.0.0/24 that forwards to one server or several. */
function find({
  rules = both,
  routes = { onPremises: route },
  target = { ip: "10.2.0.1" },
  targets = [target],
  further = {},
}: Json) {
  const graph = graphOfStacks({
    network: {
      resource: {
        aws_vpc: { hub: { cidr_block: "10.0.0.0/24" } },
        aws_subnet: { a: { vpc_id: "${aws_vpc.hub.id}", cidr_block: "10.0.0.0/26" } },
        aws_route_table: { a: { vpc_id: "${aws_vpc.hub.id}" } },
        aws_route_table_association: {
          a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
        },
        aws_route: routes,
        aws_security_group: { out: { vpc_id: "${aws_vpc.hub.id}" } },
        aws_vpc_security_group_egress_rule: rules,
        aws_route53_resolver_endpoint: {
          out: {
            direction: "OUTBOUND",
            security_group_ids: ["${aws_security_group.out.id}"],
            ip_address: [{ subnet_id: "${aws_subnet.a.id}" }],
          },
        },
        aws_route53_resolver_rule: {
          corp: {
            domain_name: "corp.example",
            rule_type: "FORWARD",
            resolver_endpoint_id: "${aws_route53_resolver_endpoint.out.id}",
            target_ip: targets,
          },
        },
        ...(further as Json),
      },
    },
  });
  return [...unreachedServer.find(new Facts(graph))];
}

const forwards = "to which aws_route53_resolver_rule.corp forwards names through aws_route53_resolver_endpoint.out";

test("a server that the endpoint reaches is not reported", () => {
  expect(find({})).toEqual([]);
});

test("reports the protocols that no egress rule allows", () => {
  expect(find({ rules: { udp: both.udp } })).toEqual([
    {
      rule: "DNS-11",
      severity: "warning",
      resource: "aws_security_group.out",
      detail: `no egress rule allows tcp/53 to 10.2.0.1, ${forwards}: queries time out`,
      fix: "allow outbound tcp/53 to 10.2.0.1 in aws_security_group.out",
    },
  ]);
  expect(find({ rules: {} }).map(({ fix }) => fix)).toEqual([
    "allow outbound udp/53 and tcp/53 to 10.2.0.1 in aws_security_group.out",
  ]);
});

test("compares the port and the range of each rule with the target", () => {
  const fixes = (one: Json) => find(one).map(({ fix }) => fix);
  expect(fixes({ target: { ip: "10.2.0.1", port: 5353 } })).toEqual([
    "allow outbound udp/5353 and tcp/5353 to 10.2.0.1 in aws_security_group.out",
  ]);
  expect(fixes({ target: { ip: "10.3.0.1" } })).toEqual([
    "allow outbound udp/53 and tcp/53 to 10.3.0.1 in aws_security_group.out",
  ]);
  expect(fixes({ rules: { all: egress("-1", { from_port: undefined, to_port: undefined }) } })).toEqual([]);
});

test("does not report what may be allowed: a group as the peer, an unknown range, rules elsewhere", () => {
  const peer = { cidr_ipv4: undefined, referenced_security_group_id: "sg-0123456789abcdef0" };
  expect(find({ rules: { udp: egress("udp", peer), tcp: egress("tcp", peer) } })).toEqual([]);
  const unknown = { cidr_ipv4: "${var.range}" };
  expect(find({ rules: { udp: egress("udp", unknown), tcp: egress("tcp", unknown) } })).toEqual([]);
  const endpoint = {
    out: {
      direction: "OUTBOUND",
      security_group_ids: ["sg-0123456789abcdef0"],
      ip_address: [{ subnet_id: "${aws_subnet.a.id}" }],
    },
  };
  expect(find({ rules: {}, further: { aws_route53_resolver_endpoint: endpoint } })).toEqual([]);
});

test("reports a route table without a route to the server", () => {
  const other = { ...route, destination_cidr_block: "192.168.0.0/16" };
  expect(find({ routes: { other } })).toEqual([
    {
      rule: "DNS-24",
      severity: "warning",
      resource: "aws_route_table.a",
      detail: `aws_route_table.a, the route table of aws_subnet.a, has no route to 10.2.0.1, ${forwards}: queries time out`,
      fix: "add a route to 10.2.0.1 to aws_route_table.a",
    },
  ]);
});

test("reports the servers with the same problem together", () => {
  const targets = [{ ip: "10.3.0.1" }, { ip: "10.3.0.2" }, { ip: "10.2.0.1" }, { ip: "10.3.0.3" }];
  const routes = { narrow: { ...route, destination_cidr_block: "10.2.0.0/16" } };
  expect(find({ targets, routes }).map(({ rule, detail, fix }) => [rule, detail.split(", to which")[0], fix])).toEqual([
    [
      "DNS-11",
      "no egress rule allows udp/53 and tcp/53 to 10.3.0.1, 10.3.0.2 and 10.3.0.3",
      "allow outbound udp/53 and tcp/53 to 10.3.0.1, 10.3.0.2 and 10.3.0.3 in aws_security_group.out",
    ],
    [
      "DNS-24",
      "aws_route_table.a, the route table of aws_subnet.a, has no route to 10.3.0.1, 10.3.0.2 and 10.3.0.3",
      "add routes to 10.3.0.1, 10.3.0.2 and 10.3.0.3 to aws_route_table.a",
    ],
  ]);
});

test("does not report a route that may lead there, or a server in the VPC", () => {
  const list = { ...route, destination_cidr_block: undefined, destination_prefix_list_id: "pl-0123456789abcdef0" };
  expect(find({ routes: { list } })).toEqual([]);
  expect(find({ routes: { open: { ...route, destination_cidr_block: "${var.range}" } } })).toEqual([]);
  const local = { rules: { all: egress("-1", { cidr_ipv4: "0.0.0.0/0" }) }, target: { ip: "10.0.0.77" } };
  expect(find({ ...local, routes: {} })).toEqual([]);
});

describe("a server with an IPv6 address", () => {
  const target = { ipv6: "fd00:2::1" };
  const open = {
    udp: { ...egress("udp"), cidr_ipv4: null, cidr_ipv6: "fd00:2::1/128" },
    tcp: { ...egress("tcp"), cidr_ipv4: null, cidr_ipv6: "fd00:2::/64" },
  };
  const leads = { ...route, destination_cidr_block: null, destination_ipv6_cidr_block: "fd00::/16" };

  test("passes with rules and a route for IPv6", () => {
    expect(find({ target, rules: open, routes: { leads } })).toEqual([]);
  });

  test("fails if only IPv4 is allowed and routed", () => {
    expect(find({ target }).map(({ rule, detail }) => `${rule} ${detail}`)).toEqual([
      `DNS-11 no egress rule allows udp/53 and tcp/53 to fd00:2::1, ${forwards}: queries time out`,
      `DNS-24 aws_route_table.a, the route table of aws_subnet.a, has no route to fd00:2::1, ${forwards}: queries time out`,
    ]);
  });

  test("is not judged if the address may be in the VPC's own block, which Amazon assigns", () => {
    const rules = { all: egress("-1", { cidr_ipv4: null, cidr_ipv6: "::/0" }) };
    expect(find({ target: { ipv6: "2600:1f18::53" }, rules })).toEqual([]);
  });
});
