/** What kinds of thing an attribute takes: where a plan hides the value, that narrows what it can be. */

export interface Wanted {
  /** Resource types whose ids or ARNs the attribute takes. */
  readonly types: readonly string[];
  /** The attribute of those that it takes. */
  readonly by: "id" | "arn" | "name";
  readonly list: boolean;
}

/** `id` or `arn`, one or a list; `type.attribute` before the attribute alone. */
const one = (by: Wanted["by"], ...types: string[]): Wanted => ({ types, by, list: false });
const many = (by: Wanted["by"], ...types: string[]): Wanted => ({ types, by, list: true });

const securityGroup = "aws_security_group";
const transitAttachment = "aws_ec2_transit_gateway_vpc_attachment";
const gateways = ["aws_internet_gateway", "aws_vpn_gateway"];
const kmsKeys = ["aws_kms_key", "aws_kms_alias", "aws_kms_external_key", "aws_kms_replica_key"];
/** What a Route 53 profile holds. */
const profileResources = [
  "aws_route53_resolver_rule",
  "aws_route53_zone",
  "aws_route53_resolver_firewall_rule_group",
  "aws_route53_resolver_query_log_config",
  "aws_vpc_endpoint",
];
/** What is shared between accounts on the way to a file system. */
const sharedByRam = [
  "aws_route53_resolver_rule",
  "aws_route53_resolver_query_log_config",
  "aws_route53profiles_profile",
  "aws_subnet",
  "aws_ec2_transit_gateway",
];

const wanted = new Map<string, Wanted>([
  ["vpc_id", one("id", "aws_vpc")],
  ["peer_vpc_id", one("id", "aws_vpc")],
  ["subnet_id", one("id", "aws_subnet")],
  ["subnet_ids", many("id", "aws_subnet")],
  ["subnets", many("id", "aws_subnet")],
  ["vpc_zone_identifier", many("id", "aws_subnet")],
  ["security_group_id", one("id", securityGroup)],
  ["source_security_group_id", one("id", securityGroup)],
  ["referenced_security_group_id", one("id", securityGroup)],
  ["security_groups", many("id", securityGroup)],
  ["security_group_ids", many("id", securityGroup)],
  ["vpc_security_group_ids", many("id", securityGroup)],
  ["route_table_id", one("id", "aws_route_table")],
  ["route_table_ids", many("id", "aws_route_table")],
  ["aws_vpc_endpoint_policy.vpc_endpoint_id", one("id", "aws_vpc_endpoint")],
  ["vpc_endpoint_id", one("id", "aws_vpc_endpoint")],
  ["gateway_id", one("id", ...gateways)],
  ["internet_gateway_id", one("id", "aws_internet_gateway")],
  ["nat_gateway_id", one("id", "aws_nat_gateway")],
  ["allocation_id", one("id", "aws_eip")],
  ["egress_only_gateway_id", one("id", "aws_egress_only_internet_gateway")],
  ["carrier_gateway_id", one("id", "aws_ec2_carrier_gateway")],
  ["network_interface_id", one("id", "aws_network_interface", "aws_instance")],
  ["transit_gateway_id", one("id", "aws_ec2_transit_gateway")],
  ["network_acl_id", one("id", "aws_network_acl")],
  ["dhcp_options_id", one("id", "aws_vpc_dhcp_options")],
  ["prefix_list_id", one("id", "aws_ec2_managed_prefix_list")],
  ["prefix_list_ids", many("id", "aws_ec2_managed_prefix_list")],
  ["transit_gateway_attachment_id", one("id", transitAttachment, `${transitAttachment}_accepter`)],
  ["transit_gateway_route_table_id", one("id", "aws_ec2_transit_gateway_route_table")],
  ["vpc_peering_connection_id", one("id", "aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter")],
  ["resolver_rule_id", one("id", "aws_route53_resolver_rule")],
  ["firewall_rule_group_id", one("id", "aws_route53_resolver_firewall_rule_group")],
  ["firewall_domain_list_id", one("id", "aws_route53_resolver_firewall_domain_list")],
  ["resolver_endpoint_id", one("id", "aws_route53_resolver_endpoint")],
  ["aws_route53profiles_association.profile_id", one("id", "aws_route53profiles_profile")],
  ["aws_route53profiles_resource_association.profile_id", one("id", "aws_route53profiles_profile")],
  ["aws_route53profiles_association.resource_id", one("id", "aws_vpc")],
  ["aws_route53profiles_resource_association.resource_arn", one("arn", ...profileResources)],
  ["aws_route53_resolver_config.resource_id", one("id", "aws_vpc")],
  ["aws_ram_resource_association.resource_arn", one("arn", ...sharedByRam)],
  ["aws_ram_resource_association.resource_share_arn", one("arn", "aws_ram_resource_share")],
  ["aws_ram_principal_association.resource_share_arn", one("arn", "aws_ram_resource_share")],
  ["zone_id", one("id", "aws_route53_zone")],
  ["file_system_id", one("id", "aws_efs_file_system")],
  ["access_point_id", one("id", "aws_efs_access_point")],
  ["role_arn", one("arn", "aws_iam_role")],
  ["task_role_arn", one("arn", "aws_iam_role")],
  ["execution_role_arn", one("arn", "aws_iam_role")],
  ["pod_execution_role_arn", one("arn", "aws_iam_role")],
  ["aws_iam_role_policy.role", one("name", "aws_iam_role")],
  ["aws_iam_role_policy_attachment.role", one("name", "aws_iam_role")],
  ["aws_iam_role_policies_exclusive.role_name", one("name", "aws_iam_role")],
  ["aws_iam_role_policy_attachments_exclusive.role_name", one("name", "aws_iam_role")],
  ["aws_iam_instance_profile.role", one("name", "aws_iam_role")],
  ["aws_iam_policy_attachment.roles", many("name", "aws_iam_role")],
  ["iam_instance_profile", one("name", "aws_iam_instance_profile")],
  ["policy_arn", one("arn", "aws_iam_policy")],
  ["managed_policy_arns", many("arn", "aws_iam_policy")],
  ["permissions_boundary", one("arn", "aws_iam_policy")],
  ["aws_iam_role_policy_attachments_exclusive.policy_arns", many("arn", "aws_iam_policy")],
  ["cluster", one("arn", "aws_ecs_cluster")],
  ["aws_ecs_cluster_capacity_providers.cluster_name", one("name", "aws_ecs_cluster")],
  ["cluster_name", one("name", "aws_eks_cluster")],
  ["task_definition", one("arn", "aws_ecs_task_definition")],
  ["task_definition_arn", one("arn", "aws_ecs_task_definition")],
  ["target_group_arn", one("arn", "aws_lb_target_group")],
  ["target_group_arns", many("arn", "aws_lb_target_group")],
  ["load_balancer_arn", one("arn", "aws_lb")],
  ["launch_template_id", one("id", "aws_launch_template")],
  ["kms_key_id", one("arn", ...kmsKeys)],
  ["kms_master_key_id", one("arn", ...kmsKeys)],
  ["master_user_secret_kms_key_id", one("arn", ...kmsKeys)],
  ["fargate_ephemeral_storage_kms_key_id", one("arn", ...kmsKeys)],
  ["aws_ssm_parameter.key_id", one("arn", ...kmsKeys)],
  ["aws_kms_key_policy.key_id", one("id", ...kmsKeys)],
  ["aws_kms_grant.key_id", one("id", ...kmsKeys)],
  ["aws_kms_grant.grantee_principal", one("arn", "aws_iam_role")],
  ["target_key_id", one("id", ...kmsKeys)],
  ["aws_secretsmanager_secret_version.secret_id", one("id", "aws_secretsmanager_secret")],
  ["aws_secretsmanager_secret_policy.secret_arn", one("arn", "aws_secretsmanager_secret")],
  ["aws_ecr_repository_policy.repository", one("name", "aws_ecr_repository")],
  ["aws_s3_bucket_policy.bucket", one("id", "aws_s3_bucket")],
]);

export function wantedBy(type: string, attribute: string): Wanted | undefined {
  return wanted.get(`${type}.${attribute}`) ?? wanted.get(attribute);
}

/** Attributes of other resources that hold the id of such a thing, which AWS has made. */
export const madeAlongside = new Map<string, readonly (readonly [type: string, attribute: string])[]>([
  [
    securityGroup,
    [
      ["aws_vpc", "default_security_group_id"],
      ["aws_eks_cluster", "vpc_config[0].cluster_security_group_id"],
      ["aws_directory_service_directory", "security_group_id"],
      ["aws_elb", "source_security_group_id"],
      ["aws_workspaces_directory", "workspace_security_group_id"],
    ],
  ],
  [
    "aws_route_table",
    [
      ["aws_vpc", "main_route_table_id"],
      ["aws_vpc", "default_route_table_id"],
    ],
  ],
  ["aws_network_acl", [["aws_vpc", "default_network_acl_id"]]],
  [
    "aws_ec2_transit_gateway_route_table",
    [
      ["aws_ec2_transit_gateway", "association_default_route_table_id"],
      ["aws_ec2_transit_gateway", "propagation_default_route_table_id"],
    ],
  ],
  [
    "aws_efs_file_system",
    [
      ["aws_efs_replication_configuration", "destination[0].file_system_id"],
      ["aws_sagemaker_domain", "home_efs_file_system_id"],
    ],
  ],
]);

/** Things whose ARN has nothing below it: where a policy names one, it is that and no `${arn}/*`. */
export const wholeArns: ReadonlySet<string> = new Set([
  ...["aws_efs_access_point", "aws_efs_file_system", "aws_iam_role"],
  ...["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_secretsmanager_secret"],
]);

/** Services whose things no data source but their own gives the ids of. */
const ownServices = ["aws_efs_", "aws_iam_", "aws_ecs_", "aws_eks_", "aws_route53_resolver_", "aws_route53profiles_"];

/** Data sources that give no ids at all. */
const withoutIds: ReadonlySet<string> = new Set([
  "aws_availability_zones",
  "aws_caller_identity",
  "aws_iam_policy_document",
  "aws_partition",
  "aws_region",
]);

/** Managed resources and data sources that hand on any value, whatever it is of. */
const relays: ReadonlySet<string> = new Set([
  "aws_cloudcontrolapi_resource",
  "aws_cloudformation_export",
  "aws_cloudformation_stack",
  "aws_cloudformation_stack_set",
  "aws_lambda_invocation",
  "aws_s3_object",
  "aws_secretsmanager_secret_version",
  "aws_servicecatalog_provisioned_product",
  "aws_ssm_parameter",
  "aws_ssm_parameters_by_path",
  "null_resource",
  "terraform_data",
]);

/** Providers that make nothing of AWS's. */
const elsewhere = /^(?:archive|helm|kubernetes|local|random|time|tls)_/;

/** Whether a resource or data source whose values aren't known may be where such an id comes from. */
export function mayGive(mode: "managed" | "data", type: string, wanted: Wanted): boolean {
  if (relays.has(type)) return true;
  if (!type.startsWith("aws_")) return mode === "data" || !elsewhere.test(type);
  if (mode === "managed" || withoutIds.has(type)) return false;
  const service = ownServices.find((each) => wanted.types.every((wantedType) => wantedType.startsWith(each)));
  return service === undefined || type.startsWith(service);
}
