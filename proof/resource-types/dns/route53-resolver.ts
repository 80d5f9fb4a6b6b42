/** VPC Resolver: endpoints, rules, DNS Firewall. */
import { id, type Service } from "../resource-type";

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
      withdraws: [
        {
          // The provider adds the new addresses before it removes the old ones (resourceEndpointUpdate).
          form: "crowds",
          attribute: "ip_address",
          member: "ip",
          most: 6,
          means: "so AWS refuses the last of the new ones, and the apply fails with some of them added",
          todo: "change some of the addresses at a time",
        },
        {
          form: "loses",
          attribute: "ip_address",
          member: "ip",
          means: "which DNS servers or firewalls elsewhere may name",
          todo: "keep the address, or change what names it first",
        },
        {
          form: "loses",
          attribute: "security_group_ids",
          means: "so queries pass only if the remaining groups allow tcp/53 and udp/53",
          todo: "check that the remaining security groups allow DNS",
        },
      ],
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
      withdraws: [
        {
          form: "loses",
          attribute: "target_ip",
          member: "ip",
          also: { port: 53, protocol: "Do53" },
          means: "so its domain is no longer answered there",
          todo: "keep the target, or check that the others answer every name of the domain",
        },
        {
          form: "changes",
          attribute: "resolver_endpoint_id",
          means: "sends its queries from another endpoint, which needs a route and security group rules to the targets",
          todo: "check that the other endpoint reaches the targets",
          rule: "DNS-24",
        },
      ],
    },
    aws_route53_resolver_rule_association: {
      unique: {
        by: ["resolver_rule_id", "vpc_id"],
        refused: { rule: "DNS-08", because: "a VPC can be associated with only one rule for each domain" },
      },
      destruction: { means: "names resolve differently in its VPC", rule: "DNS-03" },
    },
    aws_route53_resolver_config: {
      refersTo: { resource_id: id("aws_vpc") },
      withdraws: [
        {
          form: "changes",
          attribute: "autodefined_reverse_flag",
          means: "answers reverse names of the VPC differently",
          todo: "check that nothing resolves addresses of the VPC to names",
        },
      ],
    },
    aws_route53_resolver_firewall_domain_list: { referencedBy: { id: ["firewall_domain_list_id"] } },
    aws_route53_resolver_firewall_rule: {},
    aws_route53_resolver_firewall_rule_group: { referencedBy: { id: ["firewall_rule_group_id"] } },
    aws_route53_resolver_firewall_rule_group_association: {},
    aws_route53_resolver_query_log_config: {},
  },
};
