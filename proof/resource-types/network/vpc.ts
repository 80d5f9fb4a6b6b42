/** VPCs, subnets, DHCP options, gateways, peering. */
import { type CreatedAlong, type Service, type Withdrawal } from "../resource-type";

/** AWS creates these with every VPC; the default VPC's exist before Terraform adopts it. */
const created = (more: Pick<CreatedAlong, "candidate"> = {}) => ({
  default_security_group_id: { type: "aws_security_group", ...more },
  main_route_table_id: { type: "aws_route_table", ...more },
  default_route_table_id: { type: "aws_route_table", ...more },
  default_network_acl_id: { type: "aws_network_acl", ...more },
});

const onPremises = { means: "the networks behind it are no longer reached" } as const;

const dnsAttributes: readonly Withdrawal[] = [
  {
    form: "becomes",
    attribute: "enable_dns_support",
    is: false,
    means:
      "loses DNS support: its VPC Resolver answers no query, so no name of a file system, AWS service or private zone resolves",
    todo: "keep enable_dns_support = true",
    rule: "VPC-01",
  },
  {
    form: "becomes",
    attribute: "enable_dns_hostnames",
    is: false,
    means: "loses DNS hostnames: names of EFS mount targets and private DNS names of endpoints no longer resolve",
    todo: "keep enable_dns_hostnames = true",
    rule: "VPC-01",
  },
];

export const vpc: Service = {
  types: {
    aws_vpc: {
      idPrefixes: ["vpc"],
      referencedBy: { id: ["vpc_id", "peer_vpc_id"] },
      creates: created(),
      withdraws: dnsAttributes,
      destruction: { means: "everything in it is removed with it" },
    },
    aws_default_vpc: { adopts: { as: "aws_vpc" }, withdraws: dnsAttributes, creates: created({ candidate: false }) },
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
      destruction: { means: "VPCs that use it fall back to other name servers", rule: "VPC-04", onlyDeleted: true },
      withdraws: [
        {
          form: "lacks",
          attribute: "domain_name_servers",
          entry: "AmazonProvidedDNS",
          means: "past the VPC's resolver, its rules, private zones and endpoints",
          todo: 'set domain_name_servers = ["AmazonProvidedDNS"], and forward other domains by resolver rules',
          rule: "VPC-04",
        },
      ],
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
    aws_vpc_ipv4_cidr_block_association: { destruction: { means: "its VPC loses the range with its subnets" } },
    aws_internet_gateway: {
      idPrefixes: ["igw"],
      identity: ["internet_gateway_id"],
      referencedBy: { id: ["gateway_id", "internet_gateway_id"] },
      destruction: { means: "its VPC loses the way to and from the internet" },
    },
    aws_internet_gateway_attachment: { destruction: { means: "its VPC loses the way to and from the internet" } },
    aws_vpn_gateway: { referencedBy: { id: ["gateway_id"] }, destruction: onPremises },
    aws_vpn_gateway_attachment: { destruction: onPremises },
    aws_vpn_gateway_route_propagation: {
      destruction: { means: "its route table loses the routes to the networks behind the gateway" },
    },
    aws_vpn_connection: { destruction: onPremises },
    aws_vpn_connection_route: { destruction: onPremises },
    aws_customer_gateway: { destruction: onPremises },
    aws_dx_gateway: { destruction: onPremises },
    aws_dx_gateway_association: { destruction: onPremises },
    aws_dx_private_virtual_interface: { destruction: onPremises },
    aws_dx_transit_virtual_interface: { destruction: onPremises },
    aws_nat_gateway: {
      idPrefixes: ["nat"],
      referencedBy: { id: ["nat_gateway_id"] },
      destruction: { means: "private subnets that route to it lose the way out, and its address changes" },
    },
    aws_egress_only_internet_gateway: {
      idPrefixes: ["eigw"],
      referencedBy: { id: ["egress_only_gateway_id"] },
      destruction: { means: "private subnets lose the way out over IPv6" },
    },
    aws_ec2_carrier_gateway: { referencedBy: { id: ["carrier_gateway_id"] } },
    aws_vpc_peering_connection: {
      idPrefixes: ["pcx"],
      referencedBy: { id: ["vpc_peering_connection_id"] },
      destruction: { means: "its two VPCs no longer reach each other" },
    },
    aws_vpc_peering_connection_accepter: { referencedBy: { id: ["vpc_peering_connection_id"] } },
    aws_vpc_block_public_access_options: {},
    aws_vpc_block_public_access_exclusion: {},
    aws_vpc_encryption_control: {},
  },
};
