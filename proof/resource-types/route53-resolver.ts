/** VPC Resolver: endpoints, rules, DNS Firewall. */
import { id, type Service } from "./resource-type";

export const route53Resolver: Service = {
  ownIds: "aws_route53_resolver_",
  withoutAddresses: ["aws_route53_resolver_rule"],
  types: {
    aws_route53_resolver_endpoint: {
      idPrefixes: ["rslvr-in", "rslvr-out"],
      identity: ["resolver_endpoint_id"],
      referencedBy: { id: ["resolver_endpoint_id"] },
      computed: { ip_address: ["ip", "ip_id", "ipv6"] },
      destruction: { means: "its IP addresses change, and no query is forwarded meanwhile" },
    },
    aws_route53_resolver_rule: {
      idPrefixes: ["rslvr-rr"],
      identity: ["resolver_rule_id"],
      referencedBy: { id: ["resolver_rule_id"] },
      takesAddresses: ["ip", "ipv6"],
      destruction: {
        means: "VPCs of other accounts lose it, and have to associate the new one",
        rule: "DNS-16",
      },
    },
    aws_route53_resolver_rule_association: {
      unique: {
        by: ["resolver_rule_id", "vpc_id"],
        refused: { rule: "DNS-08", because: "a VPC can be associated with only one rule for each domain" },
      },
      destruction: { means: "names resolve differently in its VPC", rule: "DNS-03" },
    },
    aws_route53_resolver_config: { refersTo: { resource_id: id("aws_vpc") } },
    aws_route53_resolver_firewall_domain_list: { referencedBy: { id: ["firewall_domain_list_id"] } },
    aws_route53_resolver_firewall_rule: {},
    aws_route53_resolver_firewall_rule_group: { referencedBy: { id: ["firewall_rule_group_id"] } },
    aws_route53_resolver_firewall_rule_group_association: {},
    aws_route53_resolver_query_log_config: {},
  },
};
