/** Changes of rules, routes and endpoints of a network, in the forms that they can be written in. */
import { add, addTo, all, moved, type RealPair, remove, rename, replace, tag } from "./pair";

const endpointsRule = "aws_vpc_security_group_ingress_rule.endpoints";
const forwardRule = "aws_route53_resolver_rule.example";

const httpsFrom = (name: string, cidr: string) =>
  add(`resource "aws_vpc_security_group_ingress_rule" "${name}" {
  security_group_id = aws_security_group.endpoints.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "${cidr}"
}`);

const inline = (cidr: string) =>
  addTo(
    "aws_security_group.endpoints",
    `ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["${cidr}"]
  }`,
  );

const olderForm = (port: number) =>
  add(`resource "aws_security_group_rule" "endpoints" {
  type              = "ingress"
  security_group_id = aws_security_group.endpoints.id
  protocol          = "tcp"
  from_port         = ${port}
  to_port           = ${port}
  cidr_blocks       = ["10.11.0.0/16"]
}`);

const otherOptions = (server: string) =>
  all(
    add(`resource "aws_vpc_dhcp_options" "more" {
  domain_name_servers = ["${server}"]
}`),
    replace("aws_vpc_dhcp_options_association.dns", "aws_vpc_dhcp_options.dns.id", "aws_vpc_dhcp_options.more.id"),
  );

const otherAcl = (port: number) =>
  add(`resource "aws_network_acl" "more" {
  vpc_id     = aws_vpc.apps.id
  subnet_ids = [aws_subnet.b.id]
  ingress {
    rule_no    = 100
    protocol   = "${port === 0 ? "-1" : "tcp"}"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = ${port}
    to_port    = ${port}
  }
  egress {
    rule_no    = 100
    protocol   = "-1"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}`);

export const rulePairs: readonly RealPair[] = [
  {
    name: "rule-moved-inline",
    danger: all(remove(endpointsRule), inline("10.11.1.0/24")),
    stops: [`outage ${endpointsRule}`],
    says: ["no longer allows inbound tcp/443 from 10.11.0.0/16"],
    harmless: all(remove(endpointsRule), inline("10.11.0.0/16")),
  },
  {
    name: "rule-in-older-form",
    danger: all(remove(endpointsRule), olderForm(8443)),
    stops: [`outage ${endpointsRule}`],
    harmless: all(remove(endpointsRule), olderForm(443)),
  },
  {
    name: "rule-split",
    danger: all(replace(endpointsRule, "10.11.0.0/16", "10.11.0.0/17"), httpsFrom("more", "10.11.192.0/18")),
    stops: [`outage ${endpointsRule}`],
    harmless: all(replace(endpointsRule, "10.11.0.0/16", "10.11.0.0/17"), httpsFrom("more", "10.11.128.0/17")),
  },
  {
    name: "group-replaced",
    danger: replace("aws_security_group.endpoints", '"endpoints"\n', '"endpoints"\n  description = "of endpoints"\n'),
    stops: ["outage aws_security_group.endpoints"],
    says: ["description"],
    harmless: tag("aws_security_group.endpoints"),
  },
  {
    name: "route-narrowed",
    danger: replace("aws_route.on_premises", "10.2.0.0/16", "10.2.0.0/24"),
    stops: ["outage aws_route.on_premises"],
    says: ["10.2.0.0/16"],
    harmless: all(rename("aws_route.on_premises", "office"), moved("aws_route.on_premises", "aws_route.office")),
  },
  {
    name: "route-table-association-removed",
    danger: remove("aws_route_table_association.a"),
    stops: ["outage aws_route_table_association.a"],
    harmless: all(
      rename("aws_route_table_association.a", "tasks"),
      moved("aws_route_table_association.a", "aws_route_table_association.tasks"),
    ),
  },
  {
    name: "target-port",
    danger: replace(forwardRule, 'ip = "10.2.0.1"', 'ip   = "10.2.0.1"\n    port = 5353'),
    stops: [`outage ${forwardRule}`],
    says: ["5353"],
    harmless: all(replace(forwardRule, 'ip = "10.2.0.1"', 'ip   = "10.2.0.1"\n    port = 53'), tag(forwardRule)),
  },
  {
    name: "domain-of-rule",
    danger: replace(forwardRule, '"corp.example"', '"office.example"'),
    stops: [`outage ${forwardRule}`],
    says: ["corp.example"],
    harmless: all(replace(forwardRule, '"corp.example"', '"corp.example."'), tag(forwardRule)),
  },
  {
    name: "share-with-another-account",
    danger: replace("aws_ram_principal_association.apps", "222222222222", "333333333333"),
    stops: ["outage aws_ram_principal_association.apps"],
    says: ["222222222222"],
    harmless: all(
      rename("aws_ram_principal_association.apps", "workloads"),
      moved("aws_ram_principal_association.apps", "aws_ram_principal_association.workloads"),
    ),
  },
  {
    name: "private-dns",
    danger: replace("aws_vpc_endpoint.ecr", "private_dns_enabled = true", "private_dns_enabled = false"),
    stops: ["outage aws_vpc_endpoint.ecr"],
    says: ["EP-05"],
    harmless: tag("aws_vpc_endpoint.ecr"),
  },
  {
    name: "open-to-ipv6",
    danger: add(`resource "aws_vpc_security_group_ingress_rule" "more" {
  security_group_id = aws_security_group.endpoints.id
  ip_protocol       = "tcp"
  from_port         = 2049
  to_port           = 2049
  cidr_ipv6         = "::/0"
}`),
    stops: ["access aws_vpc_security_group_ingress_rule.more"],
    says: ["::/0"],
    harmless: add(`resource "aws_vpc_security_group_ingress_rule" "more" {
  security_group_id = aws_security_group.endpoints.id
  ip_protocol       = "tcp"
  from_port         = 2049
  to_port           = 2049
  cidr_ipv6         = "fd00::/64"
}`),
  },
  {
    name: "other-dhcp-options",
    danger: otherOptions("10.2.0.1"),
    stops: ["outage aws_vpc_dhcp_options_association.dns"],
    says: ["VPC-04", "10.2.0.1"],
    harmless: otherOptions("AmazonProvidedDNS"),
  },
  {
    name: "other-network-acl",
    danger: otherAcl(443),
    stops: ["outage aws_network_acl.more"],
    says: ["2049"],
    harmless: otherAcl(0),
  },
  {
    name: "zone-of-attachment",
    danger: replace(
      "aws_ec2_transit_gateway_vpc_attachment.apps",
      "[aws_subnet.a.id, aws_subnet.b.id]",
      "[aws_subnet.a.id]",
    ),
    stops: ["outage aws_ec2_transit_gateway_vpc_attachment.apps"],
    harmless: replace(
      "aws_ec2_transit_gateway_vpc_attachment.apps",
      "[aws_subnet.a.id, aws_subnet.b.id]",
      '[aws_subnet.a.id, aws_subnet.b.id]\n  dns_support = "enable"',
    ),
  },
  {
    name: "association-of-another-vpc",
    danger: replace("aws_route53_resolver_rule_association.example", "aws_vpc.apps.id", "aws_vpc.hub.id"),
    stops: ["outage aws_route53_resolver_rule_association.example"],
    harmless: add(`resource "aws_route53_resolver_rule_association" "more" {
  resolver_rule_id = aws_route53_resolver_rule.example.id
  vpc_id           = aws_vpc.hub.id
}`),
  },
];
