import { type Harmless, of } from "./explanation";

/** Mutations of the shared network and the workload VPC. */
export const harmlessOfNetworks: readonly Harmless[] = [
  {
    mutants: of("shared-network", `aws_ram_resource_share\\.rules`, `: removed`),
    kind: "refused",
    reason: "its associations refer to a resource that Terraform does not know then",
  },
  {
    mutants: of("vpc-apps", `aws_efs_file_system_policy\\.content`, `: removed`),
    kind: "mounts",
    reason: "without a policy EFS admits every client that reaches a mount target",
  },
  {
    mutants: of("vpc-apps", `aws_vpc_dhcp_options_association\\.apps`, `: removed`),
    kind: "mounts",
    reason: "the default options set names AmazonProvidedDNS",
  },
  // The shared network: the route to on-premises servers, which AWS names don't use.
  {
    mutants: of(
      "shared-network",
      `aws_(ec2_transit_gateway_vpc_attachment|route|route_table|route_table_association|route53_resolver_endpoint|route53_resolver_rule_association|security_group|subnet|vpc|vpc_security_group_egress_rule)\\.\\S+`,
    ),
    kind: "off-path",
    reason: "the network account's own VPC, and how forwarded names get out of it: AWS's names are not forwarded",
  },
  {
    mutants: of("shared-network", `aws_route53_resolver_rule\\.everything`),
    kind: "off-path",
    reason: "the rule for every other name: amazonaws.com has its own",
  },
  {
    mutants: of(
      "shared-network",
      `aws_ram_\\w+\\.\\S+`,
      ` (allow_external_principals|principal|resource_share_arn): .*`,
    ),
    kind: "mounts",
    reason: "who is in the organization, or what a share from elsewhere holds, the input does not tell",
  },
  // The workload VPC.
  {
    mutants: of(
      "vpc-apps",
      `aws_efs_access_point\\.\\S+`,
      ` (posix_user|root_directory(\\.path|\\.creation_info\\.\\w+)?)\\b.*`,
    ),
    kind: "mounts",
    reason:
      "who clients are and which directory they see, not whether they mount: another directory is made all the same",
  },
  {
    mutants: of(
      "vpc-apps",
      `aws_efs_file_system\\.\\S+`,
      ` (creation_token|encrypted|lifecycle_policy|performance_mode|throughput_mode)\\b.*`,
    ),
    kind: "off-path",
    reason: "how files are kept",
  },
  {
    mutants: of("vpc-apps", `aws_efs_file_system_policy\\.\\S+`, ` policy\\.Statement\\.\\d.*`),
    kind: "mounts",
    reason:
      "what refuses plain NFS and detours does not bear on who comes over TLS and a mount target; less strict conditions let in more",
  },
  {
    mutants: of("vpc-apps", `aws_vpc_endpoint\\.(ec2|eks|sts)`),
    kind: "off-path",
    reason: "for what runs in pods and for the cluster's machines, not for pulling images or mounting",
  },
  {
    mutants: of("vpc-apps", `aws_vpc_endpoint\\.\\S+`, ` (subnet_ids\\.\\d|vpc_endpoint_type): .*`),
    kind: "mounts",
    reason: "an endpoint in one zone serves the other too; a gateway is the default",
  },
  {
    mutants: of("vpc-apps", `aws_route_table_association\\.\\S+`, ` route_table_id: .*`),
    kind: "mounts",
    reason: "the other zone's table has the same routes",
  },
  {
    mutants: of("vpc-apps", `aws_(subnet|vpc)\\.\\S+`, ` (availability_zone|cidr_block|enable_dns_support): .*`),
    kind: "mounts",
    reason: "mount targets follow their subnets, rules name groups, and the default is true",
  },
  {
    mutants: of("vpc-apps", `aws_vpc_dhcp_options\\.\\S+`, ` domain_name: .*`),
    kind: "off-path",
    reason: "the search domain: the file system's name is whole",
  },
  {
    mutants: of("vpc-apps", `aws_route53_resolver_rule_association\\.everything`),
    kind: "off-path",
    reason: "the rule for every other name: amazonaws.com has its own",
  },
];
