import { type ListedAs, type Listing, type Service } from "../resource-type";

const blockProperties = [
  "rule_no",
  "action",
  "protocol",
  "from_port",
  "to_port",
  "cidr_block",
  "ipv6_cidr_block",
  "icmp_type",
  "icmp_code",
];

const listed = (attribute: string, as: ListedAs): Listing => ({
  owner: "aws_network_acl",
  by: "network_acl_id",
  attribute,
  as,
});

export const networkAcl: Service = {
  types: {
    aws_network_acl: { idPrefixes: ["acl"], referencedBy: { id: ["network_acl_id"] }, blockProperties },
    aws_default_network_acl: {
      adopts: { as: "aws_network_acl", by: "default_network_acl_id", of: "default_network_acl_id" },
      blockProperties,
      unique: { by: ["default_network_acl_id"] },
    },
    aws_network_acl_rule: {
      listedIn: [
        listed("ingress", { form: "acl-rule", egress: false }),
        listed("egress", { form: "acl-rule", egress: true }),
      ],
    },
    aws_network_acl_association: {
      unique: { by: ["subnet_id"] },
      withdraws: [
        {
          form: "changes",
          attribute: "network_acl_id",
          means: "gives its subnet the rules of another network ACL",
          todo: "check that the other network ACL allows the same traffic",
        },
      ],
      listedIn: [listed("subnet_ids", { form: "id", of: "subnet_id" })],
    },
  },
};
