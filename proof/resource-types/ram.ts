import { arn, type Service } from "./resource-type";

const lost = { means: "other accounts lose what it shares", rule: "DNS-20" } as const;

/** Resources on a mount path that can be shared between accounts. */
const shared = [
  "aws_route53_resolver_rule",
  "aws_route53_resolver_query_log_config",
  "aws_route53profiles_profile",
  "aws_subnet",
  "aws_ec2_transit_gateway",
];

export const ram: Service = {
  withoutAddresses: ["aws_ram_"],
  types: {
    aws_ram_resource_share: {
      destruction: lost,
      opens: [
        {
          form: "value",
          attribute: "allow_external_principals",
          is: true,
          what: "can be shared outside of the organization",
          todo: "set allow_external_principals = false, unless sharing with other organizations is intended",
        },
      ],
    },
    aws_ram_resource_association: {
      refersTo: { resource_arn: arn(...shared), resource_share_arn: arn("aws_ram_resource_share") },
      unique: { by: ["resource_share_arn", "resource_arn"] },
      destruction: lost,
    },
    aws_ram_principal_association: {
      refersTo: { resource_share_arn: arn("aws_ram_resource_share") },
      unique: { by: ["resource_share_arn"] },
      destruction: { means: "an account loses access to what is shared with it", rule: "DNS-20" },
    },
  },
};
