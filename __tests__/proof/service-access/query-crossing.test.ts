import { answerIn } from "../../../proof/aws/dns/resolvers";
import { allVpcs } from "../../../proof/aws/dns/vpc-dns";
import { Facts } from "../../../proof/facts";
import { graphOfStacks } from "../../../proof/graph/read";
import { queryCrossing } from "../../../proof/service-access/query-crossing";

const anywhere = [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }];

/** A spoke with a route to one of the two subnets of the hub's inbound endpoint, and a rule for these addresses. */
function crossing(...targets: readonly string[]) {
  const subnet = (vpc: string, cidr: string, zone: string) => ({
    vpc_id: `\${aws_vpc.${vpc}.id}`,
    cidr_block: cidr,
    availability_zone: zone,
  });
  const table = (vpc: string, cidr: string) => ({
    vpc_id: `\${aws_vpc.${vpc}.id}`,
    route: [{ cidr_block: cidr, vpc_peering_connection_id: "${aws_vpc_peering_connection.hub.id}" }],
  });
  const on = (name: string, of: string) => ({
    subnet_id: `\${aws_subnet.${name}.id}`,
    route_table_id: `\${aws_route_table.${of}.id}`,
  });
  const group = (vpc: string) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, ingress: anywhere, egress: anywhere });
  const vpc = (cidr: string) => ({ cidr_block: cidr, enable_dns_support: true, enable_dns_hostnames: true });
  const graph = graphOfStacks({
    net: {
      provider: { aws: [{ region: "us-east-1" }] },
      resource: {
        aws_vpc: { hub: vpc("10.1.0.0/16"), spoke: vpc("10.2.0.0/16") },
        aws_subnet: {
          near: subnet("hub", "10.1.1.0/24", "us-east-1a"),
          far: subnet("hub", "10.1.2.0/24", "us-east-1b"),
          spoke: subnet("spoke", "10.2.1.0/24", "us-east-1a"),
        },
        aws_vpc_peering_connection: {
          hub: { vpc_id: "${aws_vpc.spoke.id}", peer_vpc_id: "${aws_vpc.hub.id}", auto_accept: true },
        },
        aws_route_table: { hub: table("hub", "10.2.0.0/16"), spoke: table("spoke", "10.1.1.0/24") },
        aws_route_table_association: { near: on("near", "hub"), far: on("far", "hub"), spoke: on("spoke", "spoke") },
        aws_security_group: { hub: group("hub"), spoke: group("spoke") },
        aws_route53_resolver_endpoint: {
          inbound: {
            direction: "INBOUND",
            security_group_ids: ["${aws_security_group.hub.id}"],
            ip_address: [
              { subnet_id: "${aws_subnet.near.id}", ip: "10.1.1.10" },
              { subnet_id: "${aws_subnet.far.id}", ip: "10.1.2.10" },
            ],
          },
          outbound: {
            direction: "OUTBOUND",
            security_group_ids: ["${aws_security_group.spoke.id}"],
            ip_address: [{ subnet_id: "${aws_subnet.spoke.id}" }],
          },
        },
        aws_route53_resolver_rule: {
          hub: {
            domain_name: "amazonaws.com",
            rule_type: "FORWARD",
            resolver_endpoint_id: "${aws_route53_resolver_endpoint.outbound.id}",
            target_ip: targets.map((ip) => ({ ip })),
          },
        },
        aws_route53_resolver_rule_association: {
          hub: { resolver_rule_id: "${aws_route53_resolver_rule.hub.id}", vpc_id: "${aws_vpc.spoke.id}" },
        },
      },
    },
  });
  const facts = new Facts(graph);
  const [hub, spoke] = ["aws_vpc.hub", "aws_vpc.spoke"].map((name) => allVpcs(facts).find((one) => one.name === name)!);
  return queryCrossing(facts, answerIn(facts, spoke!, "logs.us-east-1.amazonaws.com"), hub!);
}

it("requires a route only to the addresses in the rule", () => {
  expect(crossing("10.1.1.10")).toBeUndefined();
  expect(crossing("10.1.2.10")).toMatchObject({ verdict: "fails", rule: "DNS-24" });
  expect(crossing("10.1.1.10", "10.1.2.10")).toMatchObject({ verdict: "fails", rule: "DNS-24" });
});
