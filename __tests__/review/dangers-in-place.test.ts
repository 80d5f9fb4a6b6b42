import { plan, resourceChange } from "./changes";
import { allow, created, destroyed, type Pair, policy, stopsOf, updated } from "./dangers";

const dhcp = (servers: readonly string[]) => ({ id: "dopt-1", domain_name_servers: servers });

const nfs = { security_group_id: "sg-1", from_port: 2049, to_port: 2049 };
const newerNfs = { ...nfs, ip_protocol: "tcp", referenced_security_group_id: "sg-2" };
const olderNfs = { ...nfs, type: "ingress", protocol: "tcp", source_security_group_id: "sg-2" };

const pairs: readonly Pair[] = [
  {
    name: "every task stops",
    danger: updated("aws_ecs_service.web", { desired_count: 2 }, { desired_count: 0 }),
    kind: "outage",
    says: ["runs no task any more", "2 → 0"],
    harmless: updated("aws_ecs_service.web", { desired_count: 2 }, { desired_count: 1 }),
  },
  {
    name: "scaling to no task",
    danger: updated("aws_appautoscaling_target.web", { max_capacity: 4 }, { max_capacity: 0 }),
    kind: "outage",
    says: ["scales its service to no task"],
    harmless: updated("aws_appautoscaling_target.web", { max_capacity: 4 }, { max_capacity: 2 }),
  },
  {
    name: "a group without instances",
    danger: updated("aws_autoscaling_group.hosts", { max_size: 3 }, { max_size: 0 }),
    kind: "outage",
    says: ["has no instance any more"],
    harmless: updated("aws_autoscaling_group.hosts", { max_size: 3 }, { max_size: 6 }),
  },
  {
    name: "a node group without nodes",
    danger: updated(
      "aws_eks_node_group.a",
      { scaling_config: [{ max_size: 3 }] },
      { scaling_config: [{ max_size: 0 }] },
    ),
    kind: "outage",
    says: ["has no node any more", "scaling_config.max_size 3 → 0"],
    harmless: updated(
      "aws_eks_node_group.a",
      { scaling_config: [{ max_size: 3 }] },
      { scaling_config: [{ max_size: 2 }] },
    ),
  },
  {
    name: "an address of an inbound endpoint",
    danger: updated(
      "aws_route53_resolver_endpoint.in",
      { ip_address: [{ ip: "10.0.0.53", subnet_id: "subnet-1" }] },
      { ip_address: [{ ip: "10.0.0.54", subnet_id: "subnet-1" }] },
      { after_unknown: { ip_address: [{ ip_id: true }] } },
    ),
    kind: "outage",
    says: ["loses 10.0.0.53 of ip_address", "instead: 10.0.0.54"],
    harmless: updated(
      "aws_route53_resolver_endpoint.in",
      { ip_address: [{ ip: "10.0.0.53" }] },
      { ip_address: [{ ip: "10.0.0.54" }, { ip: "10.0.0.53" }] },
    ),
  },
  {
    name: "all addresses of an endpoint in four zones at once",
    danger: updated(
      "aws_route53_resolver_endpoint.out",
      { ip_address: [10, 11, 12, 13].map((host) => ({ ip: `10.0.0.${host}` })) },
      { ip_address: [20, 21, 22, 23].map((host) => ({ ip: `10.0.0.${host}` })) },
    ),
    kind: "outage",
    says: ["has 8 of ip_address at once, above the limit of 6"],
    harmless: updated(
      "aws_route53_resolver_endpoint.out",
      { ip_address: [10, 11].map((host) => ({ ip: `10.0.0.${host}` })) },
      { ip_address: [10, 11, 12, 13].map((host) => ({ ip: `10.0.0.${host}` })) },
    ),
  },
  {
    name: "a target of a rule",
    danger: updated(
      "aws_route53_resolver_rule.ad",
      { target_ip: [{ ip: "10.2.0.1" }, { ip: "10.2.0.2" }] },
      { target_ip: [{ ip: "10.2.0.2" }] },
    ),
    kind: "outage",
    says: ["loses 10.2.0.1 of target_ip"],
    harmless: updated(
      "aws_route53_resolver_rule.ad",
      { target_ip: [{ ip: "10.2.0.1" }, { ip: "10.2.0.2" }] },
      { target_ip: [{ ip: "10.2.0.2" }, { ip: "10.2.0.1" }] },
    ),
  },
  {
    name: "DNS support of a VPC",
    danger: updated("aws_vpc.a", { enable_dns_support: true }, { enable_dns_support: false }),
    kind: "outage",
    says: ["loses DNS support"],
    harmless: updated("aws_vpc.a", { enable_dns_support: false }, { enable_dns_support: true }),
  },
  {
    name: "DHCP options that bypass the resolver",
    danger: updated("aws_vpc_dhcp_options.a", dhcp(["AmazonProvidedDNS"]), dhcp(["10.2.0.1"])),
    kind: "outage",
    says: ["sends every query to 10.2.0.1, past the VPC's resolver"],
    harmless: plan([
      resourceChange("aws_vpc_dhcp_options.a", ["create", "delete"], {
        before: { ...dhcp(["AmazonProvidedDNS"]), domain_name: "a.example" },
        after: { ...dhcp(["AmazonProvidedDNS"]), domain_name: "b.example" },
        replace_paths: [["domain_name"]],
      }),
    ]),
  },
  {
    name: "other DHCP options of a VPC",
    danger: plan([
      resourceChange("aws_vpc_dhcp_options.other", ["no-op"], {
        before: { ...dhcp(["10.2.0.1"]), id: "dopt-2" },
        after: { ...dhcp(["10.2.0.1"]), id: "dopt-2" },
      }),
      resourceChange("aws_vpc_dhcp_options_association.a", ["update"], {
        before: { vpc_id: "vpc-1", dhcp_options_id: "dopt-1" },
        after: { vpc_id: "vpc-1", dhcp_options_id: "dopt-2" },
      }),
    ]),
    kind: "outage",
    says: ["sends every query of its VPC to 10.2.0.1"],
    harmless: plan([
      resourceChange("aws_vpc_dhcp_options.other", ["no-op"], {
        before: { ...dhcp(["AmazonProvidedDNS"]), id: "dopt-2" },
        after: { ...dhcp(["AmazonProvidedDNS"]), id: "dopt-2" },
      }),
      resourceChange("aws_vpc_dhcp_options_association.a", ["update"], {
        before: { vpc_id: "vpc-1", dhcp_options_id: "dopt-1" },
        after: { vpc_id: "vpc-1", dhcp_options_id: "dopt-2" },
      }),
    ]),
  },
  {
    name: "private DNS of an endpoint",
    danger: updated("aws_vpc_endpoint.ecr", { private_dns_enabled: true }, { private_dns_enabled: false }),
    kind: "outage",
    says: ["has no private DNS any more"],
    harmless: updated("aws_vpc_endpoint.ecr", { private_dns_enabled: false }, { private_dns_enabled: true }),
  },
  {
    name: "a subnet of an endpoint",
    danger: updated("aws_vpc_endpoint.ecr", { subnet_ids: ["subnet-1", "subnet-2"] }, { subnet_ids: ["subnet-1"] }),
    kind: "outage",
    says: ["loses subnet-2 of subnet_ids"],
    harmless: updated("aws_vpc_endpoint.ecr", { subnet_ids: ["subnet-1"] }, { subnet_ids: ["subnet-2", "subnet-1"] }),
  },
  {
    name: "a route table of a gateway endpoint",
    danger: updated("aws_vpc_endpoint.s3", { route_table_ids: ["rtb-1", "rtb-2"] }, { route_table_ids: ["rtb-2"] }),
    kind: "outage",
    says: ["loses rtb-1 of route_table_ids"],
    harmless: updated(
      "aws_vpc_endpoint.s3",
      { route_table_ids: ["rtb-1", "rtb-2"] },
      { route_table_ids: ["rtb-2", "rtb-1"] },
    ),
  },
  {
    name: "a security group of a mount target",
    danger: updated("aws_efs_mount_target.a", { security_groups: ["sg-1"] }, { security_groups: ["sg-2"] }),
    kind: "outage",
    says: ["loses sg-1 of security_groups", "instead: sg-2"],
    harmless: updated("aws_efs_mount_target.a", { security_groups: ["sg-1"] }, { security_groups: ["sg-1", "sg-2"] }),
  },
  {
    name: "a route",
    danger: destroyed("aws_route.out", { destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" }),
    kind: "outage",
    says: ["is destroyed: traffic to its destination has no route"],
    harmless: created("aws_route.out", { destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" }),
  },
  {
    name: "the target of a route",
    danger: updated("aws_route.out", { transit_gateway_id: "tgw-1" }, { transit_gateway_id: "tgw-2" }),
    kind: "outage",
    says: ["tgw-1 → tgw-2"],
    harmless: updated(
      "aws_route.out",
      { transit_gateway_id: "tgw-1", state: "a" },
      { transit_gateway_id: "tgw-1", state: "b" },
    ),
  },
  {
    name: "a route in a route table",
    danger: updated(
      "aws_route_table.a",
      { route: [{ cidr_block: "10.0.0.0/8" }, { cidr_block: "0.0.0.0/0" }] },
      { route: [{ cidr_block: "0.0.0.0/0" }] },
    ),
    kind: "outage",
    says: ["loses 10.0.0.0/8 of route"],
    harmless: updated(
      "aws_route_table.a",
      { route: [{ cidr_block: "0.0.0.0/0" }] },
      { route: [{ cidr_block: "0.0.0.0/0" }, { cidr_block: "10.0.0.0/8" }] },
    ),
  },
  {
    name: "the route table of a subnet",
    danger: updated("aws_route_table_association.a", { route_table_id: "rtb-1" }, { route_table_id: "rtb-2" }),
    kind: "outage",
    says: ["gives its subnets the routes of another route table (route_table_id rtb-1 → rtb-2)"],
    harmless: created("aws_route_table_association.a", { route_table_id: "rtb-1", subnet_id: "subnet-1" }),
  },
  {
    name: "a share",
    danger: destroyed("aws_ram_resource_association.rules", {
      resource_arn: "arn:aws:x",
      resource_share_arn: "arn:aws:y",
    }),
    kind: "outage",
    says: ["other accounts lose what it shares"],
    harmless: created("aws_ram_resource_association.rules", { resource_arn: "arn:aws:x" }),
  },
  {
    name: "a rule for NFS, where no mount path is judged",
    danger: destroyed("aws_vpc_security_group_ingress_rule.nfs", newerNfs),
    kind: "outage",
    says: ["no longer allows inbound tcp/2049 from sg-2"],
    harmless: plan([
      resourceChange("aws_security_group_rule.nfs", ["delete"], { before: olderNfs }),
      resourceChange("aws_vpc_security_group_ingress_rule.nfs", ["create"], { after: newerNfs }),
    ]),
  },
  {
    name: "a rule for NFS that another one does not replace, since its source is another group",
    danger: plan([
      resourceChange("aws_security_group_rule.nfs", ["delete"], { before: olderNfs }),
      resourceChange("aws_vpc_security_group_ingress_rule.nfs", ["create"], {
        after: { ...newerNfs, referenced_security_group_id: "sg-3" },
      }),
    ]),
    kind: "outage",
    says: ["no longer allows inbound tcp/2049 from sg-2"],
    harmless: plan([
      resourceChange("aws_security_group_rule.nfs", ["delete"], { before: olderNfs }),
      resourceChange("aws_vpc_security_group_ingress_rule.nfs", ["create"], {
        after: { ...nfs, ip_protocol: "tcp" },
        after_unknown: { referenced_security_group_id: true },
      }),
    ]),
  },
  {
    name: "an inline rule for NFS",
    danger: updated(
      "aws_security_group.efs",
      { id: "sg-1", ingress: [{ from_port: 2049, to_port: 2049, protocol: "tcp", cidr_blocks: ["10.0.0.0/16"] }] },
      { id: "sg-1", ingress: [{ from_port: 2049, to_port: 2049, protocol: "tcp", cidr_blocks: ["10.0.1.0/24"] }] },
    ),
    kind: "outage",
    says: ["no longer allows inbound tcp/2049 from 10.0.0.0/16"],
    harmless: updated(
      "aws_security_group.efs",
      { id: "sg-1", ingress: [{ from_port: 2049, to_port: 2049, protocol: "tcp", cidr_blocks: ["10.0.1.0/24"] }] },
      { id: "sg-1", ingress: [{ from_port: 0, to_port: 65535, protocol: "tcp", cidr_blocks: ["10.0.0.0/16"] }] },
    ),
  },
  {
    name: "a rule for all traffic, and one for SSH",
    danger: destroyed("aws_vpc_security_group_egress_rule.all", {
      security_group_id: "sg-1",
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    }),
    kind: "outage",
    says: ["no longer allows outbound traffic of all protocols to 0.0.0.0/0"],
    harmless: destroyed("aws_vpc_security_group_ingress_rule.ssh", { ...newerNfs, from_port: 22, to_port: 22 }),
  },
  {
    name: "the policy of an endpoint, where no mount path is judged",
    danger: updated(
      "aws_vpc_endpoint.s3",
      { policy: null },
      { policy: policy(allow({ Principal: "*", Action: "s3:GetObject", Resource: "*" })) },
    ),
    kind: "outage",
    says: ["allows less than before"],
    harmless: updated(
      "aws_vpc_endpoint.s3",
      { policy: policy(allow({ Principal: "*", Action: "s3:GetObject", Resource: "*" })) },
      { policy: policy(allow({ Principal: { AWS: "*" }, Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" })) },
    ),
  },
  {
    name: "a key that is disabled",
    danger: updated("aws_kms_key.efs", { is_enabled: true }, { is_enabled: false }),
    kind: "outage",
    says: ["is disabled", "is_enabled true → false"],
    harmless: updated("aws_kms_key.efs", { enable_key_rotation: true }, { enable_key_rotation: false }),
  },
  {
    name: "older logs",
    danger: updated("aws_cloudwatch_log_group.a", { retention_in_days: 0 }, { retention_in_days: 30 }),
    kind: "data-loss",
    says: ["loses the logs that are older", "0 → 30"],
    harmless: updated("aws_cloudwatch_log_group.a", { retention_in_days: 30 }, { retention_in_days: 0 }),
  },
  {
    name: "backups of a file system",
    danger: updated(
      "aws_efs_backup_policy.a",
      { backup_policy: [{ status: "ENABLED" }] },
      { backup_policy: [{ status: "DISABLED" }] },
    ),
    kind: "outage",
    says: ["no longer backs up its file system"],
    harmless: updated(
      "aws_efs_backup_policy.a",
      { backup_policy: [{ status: "DISABLED" }] },
      { backup_policy: [{ status: "ENABLED" }] },
    ),
  },
  {
    name: "the block of public access",
    danger: updated(
      "aws_s3_bucket_public_access_block.a",
      { block_public_policy: true },
      { block_public_policy: false },
    ),
    kind: "access",
    says: ["no longer blocks public access"],
    harmless: updated(
      "aws_s3_bucket_public_access_block.a",
      { block_public_policy: false },
      { block_public_policy: true },
    ),
  },
  {
    name: "a permissions boundary",
    danger: updated(
      "aws_iam_role.a",
      { permissions_boundary: "arn:aws:iam::1:policy/b" },
      { permissions_boundary: "" },
    ),
    kind: "access",
    says: ["has another permissions boundary, or none"],
    harmless: updated(
      "aws_iam_role.a",
      { permissions_boundary: "" },
      { permissions_boundary: "arn:aws:iam::1:policy/b" },
    ),
  },
];

describe.each(pairs)("$name", ({ danger, kind, says, harmless }) => {
  test("fails", () => {
    const stops = stopsOf(danger);
    expect(stops.map((stop) => stop.kind)).toEqual([kind]);
    for (const part of says) expect(stops[0]!.what).toContain(part);
  });

  test("has a harmless twin", () => {
    expect(stopsOf(harmless)).toEqual([]);
  });
});
