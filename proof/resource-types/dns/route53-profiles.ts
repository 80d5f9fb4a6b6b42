import { arn, id, type Service } from "../resource-type";

/** Resources that a profile can be associated with. */
const held = [
  "aws_route53_resolver_rule",
  "aws_route53_zone",
  "aws_route53_resolver_firewall_rule_group",
  "aws_route53_resolver_query_log_config",
  "aws_vpc_endpoint",
];

export const route53Profiles: Service = {
  ownIds: "aws_route53profiles_",
  types: {
    aws_route53profiles_profile: {
      destruction: { means: "VPCs that it is associated with lose its rules, zones and endpoints" },
    },
    aws_route53profiles_association: {
      refersTo: { profile_id: id("aws_route53profiles_profile"), resource_id: id("aws_vpc") },
      unique: { by: ["resource_id"] },
      destruction: { means: "its VPC loses the rules, zones and endpoints of the profile" },
    },
    aws_route53profiles_resource_association: {
      refersTo: { profile_id: id("aws_route53profiles_profile"), resource_arn: arn(...held) },
      unique: { by: ["profile_id", "resource_arn"] },
      destruction: { means: "VPCs of the profile lose it" },
    },
  },
};
