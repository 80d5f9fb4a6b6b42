/** Changes of a network, planned without any workload. */
import { add, addTo, all, moved, type RealPair, remove, rename, replace, tag } from "./pair";

const association = "aws_route53_resolver_rule_association";

const forwarded = (domain: string) => `
resource "aws_route53_resolver_rule" "more" {
  name                 = "more"
  domain_name          = "${domain}"
  rule_type            = "FORWARD"
  resolver_endpoint_id = aws_route53_resolver_endpoint.out.id
  target_ip {
    ip = "10.2.0.1"
  }
}
resource "${association}" "more" {
  resolver_rule_id = aws_route53_resolver_rule.more.id
  vpc_id           = aws_vpc.apps.id
}`;

const zone = (domain: string) => `
resource "aws_route53_zone" "more" {
  name = "${domain}"
  vpc {
    vpc_id = aws_vpc.apps.id
  }
}`;

const aclRule = (action: string, port: number) => `
resource "aws_network_acl_rule" "more" {
  network_acl_id = aws_network_acl.apps.id
  rule_number    = 50
  protocol       = "tcp"
  rule_action    = "${action}"
  cidr_block     = "0.0.0.0/0"
  from_port      = ${port}
  to_port        = ${port}
}`;

const firewall = (action: string) => `
resource "aws_route53_resolver_firewall_domain_list" "more" {
  name    = "more"
  domains = ["*."]
}
resource "aws_route53_resolver_firewall_rule_group" "more" {
  name = "more"
}
resource "aws_route53_resolver_firewall_rule" "more" {
  name                    = "more"
  action                  = "${action}"
  ${action === "BLOCK" ? 'block_response = "NXDOMAIN"' : ""}
  firewall_domain_list_id = aws_route53_resolver_firewall_domain_list.more.id
  firewall_rule_group_id  = aws_route53_resolver_firewall_rule_group.more.id
  priority                = 100
}
resource "aws_route53_resolver_firewall_rule_group_association" "more" {
  name                   = "more"
  firewall_rule_group_id = aws_route53_resolver_firewall_rule_group.more.id
  priority               = 101
  vpc_id                 = aws_vpc.apps.id
}`;

export const networkPairs: readonly RealPair[] = [
  {
    name: "dns-hostnames",
    danger: replace("aws_vpc.apps", "enable_dns_hostnames = true", "enable_dns_hostnames = false"),
    stops: ["outage aws_vpc.apps"],
    says: ["no mount path was judged", "loses DNS hostnames"],
    harmless: addTo("aws_vpc.apps", "enable_network_address_usage_metrics = true"),
  },
  {
    name: "dhcp-options",
    danger: replace("aws_vpc_dhcp_options.dns", '"AmazonProvidedDNS"', '"10.2.0.1", "10.2.0.2"'),
    stops: ["outage aws_vpc_dhcp_options.dns"],
    says: ["sends every query to 10.2.0.1, 10.2.0.2, past the VPC's resolver"],
    harmless: replace("aws_vpc_dhcp_options.dns", '"ec2.internal"', '"apps.internal"'),
  },
  {
    name: "dhcp-options-association",
    danger: remove("aws_vpc_dhcp_options_association.dns"),
    stops: ["outage aws_vpc_dhcp_options_association.dns"],
    harmless: tag("aws_vpc_dhcp_options.dns"),
  },
  {
    name: "rule-association",
    danger: remove(`${association}.aws`),
    stops: [`outage ${association}.aws`],
    says: ["DNS-03"],
    harmless: all(rename(`${association}.aws`, "system"), moved(`${association}.aws`, `${association}.system`)),
  },
  {
    name: "rule-target",
    danger: replace("aws_route53_resolver_rule.example", '  target_ip {\n    ip = "10.2.0.1"\n  }\n', ""),
    stops: ["outage aws_route53_resolver_rule.example"],
    says: ["loses 10.2.0.1 of target_ip"],
    harmless: addTo("aws_route53_resolver_rule.example", 'target_ip {\n    ip = "10.2.0.3"\n  }'),
  },
  {
    name: "rule-endpoint",
    danger: replace("aws_route53_resolver_rule.example", "endpoint.out.id", "endpoint.second.id"),
    stops: ["outage aws_route53_resolver_rule.example"],
    harmless: replace("aws_route53_resolver_rule.example", '= "example"', '= "corp-example"'),
  },
  {
    name: "rule-removed",
    danger: remove(
      "aws_route53_resolver_rule.example",
      `${association}.example`,
      "aws_ram_resource_association.example",
    ),
    stops: ["outage aws_route53_resolver_rule.example"],
    harmless: tag("aws_route53_resolver_rule.example"),
  },
  {
    name: "endpoint-of-rules-removed",
    danger: replace("aws_route53_resolver_endpoint.out", 'ip        = "10.0.1.40"', 'ip        = "10.0.1.44"'),
    stops: ["outage aws_route53_resolver_endpoint.out"],
    says: ["10.0.1.40"],
    harmless: replace("aws_route53_resolver_endpoint.out", '= "out"', '= "outbound"'),
  },
  {
    name: "rule-that-hides-aws",
    danger: add(forwarded("us-east-1.amazonaws.com")),
    stops: [`outage ${association}.more`],
    says: ["us-east-1.amazonaws.com"],
    harmless: add(forwarded("other.example")),
  },
  {
    name: "zone-that-hides-aws",
    danger: add(zone("us-east-1.amazonaws.com")),
    stops: ["outage aws_route53_zone.more"],
    says: ["us-east-1.amazonaws.com"],
    harmless: add(zone("other.internal")),
  },
  {
    name: "dns-firewall",
    danger: add(firewall("BLOCK")),
    stops: ["outage aws_route53_resolver_firewall_rule.more"],
    harmless: add(firewall("ALERT")),
  },
  {
    name: "share-with-outsiders",
    danger: replace("aws_ram_resource_share.dns", "= false", "= true"),
    stops: ["access aws_ram_resource_share.dns"],
    harmless: replace("aws_ram_resource_share.dns", '= "dns"', '= "rules"'),
  },
  {
    name: "share-principal",
    danger: remove("aws_ram_principal_association.apps"),
    stops: ["outage aws_ram_principal_association.apps"],
    says: ["DNS-20"],
    harmless: add(`resource "aws_ram_principal_association" "more" {
  principal          = "333333333333"
  resource_share_arn = aws_ram_resource_share.dns.arn
}`),
  },
  {
    name: "share-resource",
    danger: remove("aws_ram_resource_association.example"),
    stops: ["outage aws_ram_resource_association.example"],
    harmless: add(`resource "aws_ram_resource_association" "aws" {
  resource_arn       = aws_route53_resolver_rule.aws.arn
  resource_share_arn = aws_ram_resource_share.dns.arn
}`),
  },
  {
    name: "endpoint-subnet",
    danger: replace("aws_vpc_endpoint.ecr", "[aws_subnet.a.id, aws_subnet.b.id]", "[aws_subnet.b.id]"),
    stops: ["outage aws_vpc_endpoint.ecr"],
    says: ["EP-07"],
    harmless: replace(
      "aws_vpc_endpoint.ecr",
      "[aws_subnet.a.id, aws_subnet.b.id]",
      "[aws_subnet.b.id, aws_subnet.a.id]",
    ),
  },
  {
    name: "endpoint-group",
    danger: replace("aws_vpc_endpoint.ecr", "[aws_security_group.endpoints.id]", "[aws_security_group.others.id]"),
    stops: ["outage aws_vpc_endpoint.ecr"],
    says: ["EP-08"],
    harmless: replace(
      "aws_vpc_endpoint.ecr",
      "[aws_security_group.endpoints.id]",
      "[aws_security_group.endpoints.id, aws_security_group.others.id]",
    ),
  },
  {
    name: "endpoint-removed",
    danger: remove("aws_vpc_endpoint.s3"),
    stops: ["outage aws_vpc_endpoint.s3"],
    harmless: all(rename("aws_vpc_endpoint.s3", "objects"), moved("aws_vpc_endpoint.s3", "aws_vpc_endpoint.objects")),
  },
  {
    name: "endpoint-policy",
    danger: add(`resource "aws_vpc_endpoint_policy" "s3" {
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  policy          = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::only-this/*" }] })
}`),
    stops: ["outage aws_vpc_endpoint_policy.s3"],
    says: ["EP-04"],
    harmless: add(`resource "aws_vpc_endpoint_policy" "s3" {
  vpc_endpoint_id = aws_vpc_endpoint.s3.id
  policy          = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })
}`),
  },
  {
    name: "endpoint-route-table",
    danger: replace("aws_vpc_endpoint.s3", "[aws_route_table.a.id, aws_route_table.b.id]", "[aws_route_table.a.id]"),
    stops: ["outage aws_vpc_endpoint.s3"],
    says: ["EP-03"],
    harmless: tag("aws_vpc_endpoint.s3"),
  },
  {
    name: "route-removed",
    danger: remove("aws_route.on_premises"),
    stops: ["outage aws_route.on_premises"],
    says: ["10.2.0.0/16"],
    harmless: add(`resource "aws_route" "more" {
  route_table_id         = aws_route_table.a.id
  destination_cidr_block = "10.3.0.0/16"
  transit_gateway_id     = aws_ec2_transit_gateway.main.id
}`),
  },
  {
    name: "route-target",
    danger: replace(
      "aws_route.out",
      "nat_gateway_id         = aws_nat_gateway.a.id",
      "transit_gateway_id = aws_ec2_transit_gateway.main.id",
    ),
    stops: ["outage aws_route.out"],
    harmless: add(`resource "aws_route" "more" {
  route_table_id         = aws_route_table.b.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}`),
  },
  {
    name: "route-table-of-subnet",
    danger: replace("aws_route_table_association.a", "aws_route_table.a.id", "aws_route_table.b.id"),
    stops: ["outage aws_route_table_association.a"],
    harmless: add(`resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.b.id
}`),
  },
  {
    name: "nat-gateway",
    danger: remove("aws_nat_gateway.a", "aws_route.out"),
    stops: ["outage aws_nat_gateway.a"],
    harmless: tag("aws_nat_gateway.a"),
  },
  {
    name: "elastic-address",
    danger: replace("aws_eip.nat", 'domain = "vpc"', 'domain = "vpc"\n  public_ipv4_pool = "ipv4pool-ec2-012345"'),
    stops: ["outage aws_eip.nat"],
    says: ["With it: aws_nat_gateway.a"],
    harmless: tag("aws_eip.nat"),
  },
  {
    name: "internet-gateway",
    danger: remove("aws_internet_gateway.apps"),
    stops: ["outage aws_internet_gateway.apps"],
    harmless: tag("aws_internet_gateway.apps"),
  },
  {
    name: "transit-gateway-attachment",
    danger: remove("aws_ec2_transit_gateway_vpc_attachment.apps", "aws_ec2_transit_gateway_route.on_premises"),
    stops: ["outage aws_ec2_transit_gateway_vpc_attachment.apps"],
    harmless: replace(
      "aws_ec2_transit_gateway_vpc_attachment.apps",
      "[aws_subnet.a.id, aws_subnet.b.id]",
      "[aws_subnet.b.id, aws_subnet.a.id]",
    ),
  },
  {
    name: "transit-gateway-route",
    danger: addTo("aws_ec2_transit_gateway_route.on_premises", "blackhole = true"),
    stops: ["outage aws_ec2_transit_gateway_route.on_premises"],
    harmless: add(`resource "aws_ec2_transit_gateway_route" "more" {
  destination_cidr_block         = "10.3.0.0/16"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.apps.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.apps.id
}`),
  },
  {
    name: "transit-gateway-route-table",
    danger: remove("aws_ec2_transit_gateway_route_table.apps", "aws_ec2_transit_gateway_route.on_premises"),
    stops: ["outage aws_ec2_transit_gateway_route_table.apps"],
    harmless: tag("aws_ec2_transit_gateway_route_table.apps"),
  },
  {
    name: "group-rule-removed",
    danger: remove("aws_vpc_security_group_egress_rule.resolver_udp"),
    stops: ["outage aws_vpc_security_group_egress_rule.resolver_udp"],
    says: ["no longer allows outbound udp/53 to 10.2.0.0/16"],
    harmless: addTo("aws_vpc_security_group_egress_rule.resolver_udp", 'description = "DNS"'),
  },
  {
    name: "group-rule-narrowed",
    danger: replace("aws_vpc_security_group_ingress_rule.endpoints", "10.11.0.0/16", "10.11.1.0/24"),
    stops: ["outage aws_vpc_security_group_ingress_rule.endpoints"],
    says: ["no longer allows inbound tcp/443 from 10.11.0.0/16"],
    harmless: replace("aws_vpc_security_group_ingress_rule.endpoints", "10.11.0.0/16", "10.8.0.0/13"),
  },
  {
    name: "half-of-all-addresses",
    danger: replace("aws_vpc_security_group_ingress_rule.endpoints", "10.11.0.0/16", "0.0.0.0/2"),
    stops: ["access aws_vpc_security_group_ingress_rule.endpoints"],
    says: ["a large part of all addresses"],
    harmless: replace("aws_vpc_security_group_ingress_rule.endpoints", "10.11.0.0/16", "10.0.0.0/8"),
  },
  {
    name: "network-acl-deny",
    danger: add(aclRule("deny", 2049)),
    stops: ["outage aws_network_acl_rule.more"],
    says: ["2049"],
    harmless: add(aclRule("allow", 2049)),
  },
  {
    name: "network-acl-allow-removed",
    danger: replace(
      "aws_network_acl.apps",
      'cidr_block = "0.0.0.0/0"\n    from_port  = 0\n    to_port    = 0\n  }\n  egress',
      'cidr_block = "10.11.0.0/16"\n    from_port  = 0\n    to_port    = 0\n  }\n  egress',
    ),
    stops: ["outage aws_network_acl.apps"],
    harmless: tag("aws_network_acl.apps"),
  },
  {
    name: "zone-of-vpc",
    danger: replace("aws_route53_zone.private", "aws_vpc.apps.id", "aws_vpc.hub.id"),
    stops: ["outage aws_route53_zone.private"],
    says: ["vpc"],
    harmless: replace(
      "aws_route53_zone.private",
      'name = "apps.internal"',
      'name = "apps.internal"\n  comment = "names of apps"',
    ),
  },
  {
    name: "record-removed",
    danger: remove("aws_route53_record.database"),
    stops: ["outage aws_route53_record.database"],
    says: ["database.apps.internal"],
    harmless: replace("aws_route53_record.database", "ttl     = 60", "ttl     = 300"),
  },
  {
    name: "record-changed",
    danger: replace("aws_route53_record.database", "10.11.1.10", "10.11.2.10"),
    stops: ["outage aws_route53_record.database"],
    says: ["10.11.1.10"],
    harmless: replace("aws_route53_record.database", '["10.11.1.10"]', '["10.11.1.10", "10.11.2.10"]'),
  },
  {
    name: "subnet-replaced",
    danger: replace("aws_subnet.public", "10.11.3.0/24", "10.11.4.0/24"),
    stops: ["outage aws_subnet.public"],
    says: ["cidr_block"],
    harmless: tag("aws_subnet.public"),
  },
  {
    name: "output-value",
    danger: replace("output.resolver_addresses", '"10.0.0.40"', '"10.0.0.50"'),
    stops: ["outage output.resolver_addresses"],
    harmless: replace("output.resolver_addresses", '"10.0.1.40"]', '"10.0.1.40", "10.0.1.41"]'),
  },
  {
    name: "output-type",
    danger: replace(
      "output.subnet_ids",
      "[aws_subnet.a.id, aws_subnet.b.id]",
      'join(",", [aws_subnet.a.id, aws_subnet.b.id])',
    ),
    stops: ["outage output.subnet_ids"],
    says: ["changes its type"],
    harmless: addTo("output.subnet_ids", 'description = "of tasks"'),
  },
  {
    name: "output-removed",
    danger: remove("output.vpc_id"),
    stops: ["outage output.vpc_id"],
    harmless: add('output "hub_id" {\n  value = aws_vpc.hub.id\n}'),
  },
];
