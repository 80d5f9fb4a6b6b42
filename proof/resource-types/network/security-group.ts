import { type ListedAs, type Listing, type Opening, type Service } from "../resource-type";

const blockProperties = [
  "description",
  "from_port",
  "to_port",
  "protocol",
  "security_groups",
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "prefix_list_ids",
  "self",
];

const opens: readonly Opening[] = [{ form: "inbound-rules" }];

const listed = (attribute: string, as: ListedAs): Listing => ({
  owner: "aws_security_group",
  by: "security_group_id",
  attribute,
  as,
});

export const securityGroup: Service = {
  withoutAddresses: ["aws_security_group", "aws_vpc_security_group_"],
  types: {
    aws_security_group: {
      idPrefixes: ["sg"],
      referencedBy: {
        id: ["security_group_id", "source_security_group_id", "referenced_security_group_id"],
        ids: ["security_groups", "security_group_ids", "vpc_security_group_ids"],
      },
      blockProperties,
      opens,
      destruction: {
        means: "AWS refuses to delete it while a network interface uses it, so the apply waits and then fails",
        onlyReplacedInUse: true,
      },
    },
    aws_default_security_group: {
      adopts: { as: "aws_security_group", by: "vpc_id", of: "default_security_group_id" },
      blockProperties,
      unique: { by: ["vpc_id"] },
      opens,
    },
    aws_security_group_rule: {
      unique: { by: ["security_group_id", "source_security_group_id"] },
      listedIn: [
        listed("ingress", { form: "group-rule", direction: "ingress" }),
        listed("egress", { form: "group-rule", direction: "egress" }),
      ],
      opens,
    },
    aws_vpc_security_group_ingress_rule: {
      unique: { by: ["security_group_id", "referenced_security_group_id"] },
      listedIn: [listed("ingress", { form: "group-rule" })],
      opens,
    },
    aws_vpc_security_group_vpc_association: {
      unique: { by: ["security_group_id", "vpc_id"] },
      destruction: { means: "network interfaces of its VPC can't use the security group any more", rule: "EFS-11" },
    },
    aws_vpc_security_group_egress_rule: {
      unique: { by: ["security_group_id", "referenced_security_group_id"] },
      listedIn: [listed("egress", { form: "group-rule" })],
    },
  },
};
