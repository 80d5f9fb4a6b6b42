/** VPCs, subnets, DHCP options, gateways, peering. */
import { type CreatedAlong, type Service } from "./resource-type";

/** AWS creates these with every VPC; the default VPC's exist before Terraform adopts it. */
const created = (more: Pick<CreatedAlong, "candidate"> = {}) => ({
  default_security_group_id: { type: "aws_security_group", ...more },
  main_route_table_id: { type: "aws_route_table", ...more },
  default_route_table_id: { type: "aws_route_table", ...more },
  default_network_acl_id: { type: "aws_network_acl", ...more },
});

export const vpc: Service = {
  types: {
    aws_vpc: {
      idPrefixes: ["vpc"],
      referencedBy: { id: ["vpc_id", "peer_vpc_id"] },
      creates: created(),
      destruction: { means: "everything in it is removed with it" },
    },
    aws_default_vpc: { adopts: { as: "aws_vpc" }, creates: created({ candidate: false }) },
    aws_subnet: {
      idPrefixes: ["subnet"],
      referencedBy: { id: ["subnet_id"], ids: ["subnet_ids", "subnets", "vpc_zone_identifier"] },
      destruction: { means: "everything in it is removed with it, including mount targets and tasks" },
    },
    aws_default_subnet: { adopts: { as: "aws_subnet" }, implies: { vpc_id: "aws_default_vpc" } },
    aws_vpc_dhcp_options: {
      idPrefixes: ["dopt"],
      identity: ["dhcp_options_id"],
      referencedBy: { id: ["dhcp_options_id"] },
      takesAddresses: ["domain_name_servers"],
    },
    aws_default_vpc_dhcp_options: { adopts: { as: "aws_vpc_dhcp_options" } },
    aws_vpc_dhcp_options_association: {
      unique: {
        by: ["vpc_id"],
        refused: { rule: "VPC-04", because: "destroying the old one removes the VPC's DHCP options" },
      },
      listedIn: [
        {
          owner: "aws_vpc",
          by: "vpc_id",
          attribute: "dhcp_options_id",
          as: { form: "value", of: "dhcp_options_id" },
        },
      ],
      destruction: { means: "the VPC falls back to other name servers", rule: "VPC-04", onlyDeleted: true },
    },
    aws_vpc_ipv4_cidr_block_association: {},
    aws_internet_gateway: {
      idPrefixes: ["igw"],
      identity: ["internet_gateway_id"],
      referencedBy: { id: ["gateway_id", "internet_gateway_id"] },
    },
    aws_internet_gateway_attachment: {},
    aws_vpn_gateway: { referencedBy: { id: ["gateway_id"] } },
    aws_nat_gateway: {
      idPrefixes: ["nat"],
      referencedBy: { id: ["nat_gateway_id"] },
    },
    aws_egress_only_internet_gateway: {
      idPrefixes: ["eigw"],
      referencedBy: { id: ["egress_only_gateway_id"] },
    },
    aws_ec2_carrier_gateway: { referencedBy: { id: ["carrier_gateway_id"] } },
    aws_vpc_peering_connection: { idPrefixes: ["pcx"], referencedBy: { id: ["vpc_peering_connection_id"] } },
    aws_vpc_peering_connection_accepter: { referencedBy: { id: ["vpc_peering_connection_id"] } },
    aws_vpc_block_public_access_options: {},
    aws_vpc_block_public_access_exclusion: {},
    aws_vpc_encryption_control: {},
  },
};
