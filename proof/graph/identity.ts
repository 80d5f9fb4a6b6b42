/** Which attributes stand for a resource as a whole, so that a value of one says which resource is meant. */

const always = new Set(["id", "arn"]);

/** Beyond `id` and `arn`, by resource type. Names are unique within an account and Region only. */
const named = new Map<string, readonly string[]>([
  ["aws_cloudwatch_log_group", ["name"]],
  ["aws_ecr_repository", ["name", "repository_url"]],
  ["aws_ecs_capacity_provider", ["name"]],
  ["aws_ecs_cluster", ["name", "cluster_name"]],
  ["aws_ecs_task_definition", ["family", "arn_without_revision", "task_definition"]],
  ["aws_efs_access_point", ["access_point_id"]],
  ["aws_efs_file_system", ["file_system_id", "dns_name"]],
  ["aws_eks_cluster", ["name"]],
  ["aws_iam_instance_profile", ["name"]],
  ["aws_iam_policy", ["name"]],
  ["aws_iam_role", ["name", "role_name", "unique_id"]],
  ["aws_internet_gateway", ["internet_gateway_id"]],
  ["aws_kms_alias", ["name"]],
  ["aws_kms_external_key", ["key_id"]],
  ["aws_kms_key", ["key_id"]],
  ["aws_kms_replica_key", ["key_id"]],
  ["aws_lb_target_group", ["name"]],
  ["aws_nat_gateway", ["nat_gateway_id"]],
  ["aws_route53_resolver_endpoint", ["resolver_endpoint_id"]],
  ["aws_route53_resolver_rule", ["resolver_rule_id"]],
  ["aws_route53_zone", ["zone_id"]],
  ["aws_route_table", ["route_table_id"]],
  ["aws_s3_bucket", ["bucket"]],
  ["aws_security_group", ["security_group_id"]],
  ["aws_vpc_dhcp_options", ["dhcp_options_id"]],
]);

/** Things that AWS makes along with another resource, and that no other resource of a configuration can be. */
const madeAlong = new Set([
  "aws_ec2_transit_gateway association_default_route_table_id",
  "aws_ec2_transit_gateway propagation_default_route_table_id",
  "aws_eks_cluster vpc_config[0].cluster_security_group_id",
  "aws_eks_cluster vpc_config.cluster_security_group_id",
  "aws_vpc default_security_group_id",
  "aws_vpc default_route_table_id",
  "aws_vpc main_route_table_id",
  "aws_vpc default_network_acl_id",
  "aws_default_vpc default_security_group_id",
  "aws_default_vpc default_route_table_id",
  "aws_default_vpc main_route_table_id",
  "aws_default_vpc default_network_acl_id",
]);

/** `aws_default_vpc` is an `aws_vpc` like any other, once a rule or subnet names it. */
export function family(type: string): string {
  if (type === "aws_default_vpc_dhcp_options") return "aws_vpc_dhcp_options";
  return type.startsWith("aws_default_") ? `aws_${type.slice("aws_default_".length)}` : type;
}

export function identifies(type: string, attribute: string): boolean {
  return always.has(attribute) || (named.get(family(type))?.includes(attribute) ?? false);
}

export function identityAttributes(type: string): readonly string[] {
  return [...always, ...(named.get(family(type)) ?? [])];
}

export function isMadeAlong(type: string, attribute: string): boolean {
  return madeAlong.has(`${type} ${attribute}`);
}

/** Whose ids begin so. Other resources borrow them: a file system's policy has the id of the file system. */
const prefixes = new Map<string, string>([
  ["acl", "aws_network_acl"],
  ["dopt", "aws_vpc_dhcp_options"],
  ["eigw", "aws_egress_only_internet_gateway"],
  ["eipalloc", "aws_eip"],
  ["eni", "aws_network_interface"],
  ["fs", "aws_efs_file_system"],
  ["fsap", "aws_efs_access_point"],
  ["fsmt", "aws_efs_mount_target"],
  ["igw", "aws_internet_gateway"],
  ["nat", "aws_nat_gateway"],
  ["pcx", "aws_vpc_peering_connection"],
  ["pl", "aws_ec2_managed_prefix_list"],
  ["rslvr-in", "aws_route53_resolver_endpoint"],
  ["rslvr-out", "aws_route53_resolver_endpoint"],
  ["rslvr-rr", "aws_route53_resolver_rule"],
  ["rtb", "aws_route_table"],
  ["sg", "aws_security_group"],
  ["subnet", "aws_subnet"],
  ["tgw", "aws_ec2_transit_gateway"],
  ["tgw-attach", "aws_ec2_transit_gateway_vpc_attachment"],
  ["tgw-rtb", "aws_ec2_transit_gateway_route_table"],
  ["vpc", "aws_vpc"],
  ["vpce", "aws_vpc_endpoint"],
]);

/** How ids begin that nothing here is told by. */
const otherPrefixes = new Set([
  ...["aclassoc", "ami", "cgw", "dxgw", "eipassoc", "i", "lt", "rqlc", "rslvr-autodefined-assoc"],
  ...["rslvr-rrassoc", "rtbassoc", "sgr", "snap", "vgw", "vol", "vpce-svc", "vpn"],
]);

/**
 * Ids that AWS gives out are unique wherever they stand; names are not. A name may well end as ids do:
 * `web-20240131`, `example-web-execution-4fe6eafd`.
 */
export function isGlobalId(text: string): boolean {
  if (/^arn:[^:]*:.+$/.test(text)) return true;
  const [, prefix] = /^([a-z]+(?:-[a-z]+)*)-[0-9a-f]{8,}$/.exec(text) ?? [];
  return prefix !== undefined && (prefixes.has(prefix) || otherPrefixes.has(prefix));
}

/** Whether an id can be the resource's own. */
export function mayOwn(type: string, id: string): boolean {
  if (id.startsWith("arn:"))
    return !/_(?:association|attachment|policy|rotation|version)$/.test(type) || type === "aws_iam_policy";
  const owner = prefixes.get(id.slice(0, id.lastIndexOf("-")));
  return (
    owner === undefined ||
    owner === family(type) ||
    (owner === "aws_ec2_managed_prefix_list" && type === "aws_prefix_list")
  );
}

/** `arn:…:file-system/fs-0123` → `fs-0123`; undefined where the ARN doesn't end in an id that AWS gave out. */
export function idOfArn(text: string): string | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const id = text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf(":")) + 1);
  return isGlobalId(id) ? id : undefined;
}

/** The arguments by which a data source is told the id of what to read, other than `id`. */
export function identifyingArguments(type: string): readonly string[] {
  return (named.get(type) ?? []).filter((attribute) => attribute.endsWith("_id") && attribute !== "unique_id");
}
