import { any, type Harmless, of } from "./explanation";
import { harmlessOfEcs } from "./harmless-ecs";
import { harmlessOfEks } from "./harmless-eks";
import { harmlessOfNetworks } from "./harmless-networks";

const ofAnyStack: readonly Harmless[] = [
  // Terraform itself refuses it, before anything is applied.
  {
    mutants: of(
      any,
      `aws_\\w+\\.\\S+`,
      ` (policy|assume_role_policy|vpc_id|file_system_id|subnet_id|route_table_id|role|policy_arn|resolver_rule_id|resource_arn|resource_share_arn|principal|cluster_name|addon_name|pod_execution_role_arn|role_arn|vpc_config(\\.subnet_ids)?|subnet_ids|name|cidr_block|service_name|selector(\\.0)?|client_id_list|url|access_scope(\\.type)?|principal_arn|domain_name|rule_type|direction|target_id|security_group_ids|destination_cidr_block|transit_gateway_id|ip_address|from_port|to_port|ip_protocol|security_group_id|cidr_ipv4|availability_zone|target_ip(\\.\\d+)?(\\.ip)?|policy\\.Statement|backup_policy(\\.status)?): removed`,
    ),
    kind: "refused",
    reason:
      "a required argument, without which the provider or AWS refuses the resource; or a name that AWS gives out then",
  },
  {
    mutants: of(
      any,
      `aws_\\w+\\.\\S+`,
      ` (assume_role_policy|policy)\\.(Version|Statement\\.\\d\\.(Effect|Principal|Principal\\.\\w+|Sid)): .*`,
    ),
    kind: "refused",
    reason:
      "IAM and EFS refuse a policy with an unknown version or a statement without effect or principal; a Sid is a label",
  },
  {
    mutants: of(
      any,
      `aws_(security_group|route_table|route53_resolver_rule_association|vpc_dhcp_options_association|vpc_endpoint|efs_file_system_policy)\\.\\S+`,
      ` (vpc_id|file_system_id|resolver_rule_id): .*`,
    ),
    kind: "refused",
    reason:
      "it is then in another VPC, where AWS refuses what is put together of two VPCs; DHCP options left alone are AmazonProvidedDNS",
  },
  // It affects later changes and other accounts, not the start of a task.
  {
    mutants: of(any, `aws_ecs_service\\.\\S+`, ` force_new_deployment: .*`),
    kind: "off-path",
    reason: "decides how a changed strategy is applied, not where tasks start",
  },
  {
    mutants: of(
      any,
      `aws_iam_role\\.\\S+_(execution|task)`,
      ` assume_role_policy\\.Statement\\.0\\.Condition(\\.(StringEquals|ArnLike)(\\.aws:Source(Account|Arn))?)?: removed`,
    ),
    kind: "mounts",
    reason: "ECS may then assume the role for other accounts too, which is worse and mounts",
  },
  // It is not part of the mount.
  {
    mutants: of(any, `\\S+`, ` (tags|description|depends_on|lifecycle|retention_in_days)\\b.*`),
    kind: "off-path",
    reason: "labels, order and protection",
  },
  {
    mutants: of(any, `(output\\.(?!kubernetes_manifests)|provider\\.)\\S+`),
    kind: "off-path",
    reason: "who runs Terraform as, or what others read; what the path reads of an output is caught",
  },
  {
    mutants: of(any, `data\\.\\S+`),
    kind: "off-path",
    reason: "checks that stop Terraform early; the path does not lean on them here",
  },
  {
    mutants: of(any, `aws_\\w+\\.\\S+`, ` name: .*`),
    kind: "off-path",
    reason: "a name that everything refers to by reference",
  },
  {
    mutants: of(
      any,
      `aws_(cloudwatch_log_group|kms_\\w+|eks_access_\\w+|eks_addon|iam_openid_connect_provider|efs_backup_policy)\\.\\S+`,
    ),
    kind: "off-path",
    reason: "logs, encryption, people's access and name resolution inside the cluster are not on the path",
  },
  {
    mutants: of(any, `aws_vpc_security_group_\\w+_rule\\.\\S+`, ` to_port: .*`),
    kind: "mounts",
    reason: "one port more",
  },
];

/** Mutations of the example's stacks that the proof lets pass, by stack. */
export const harmless: readonly Harmless[] = [...ofAnyStack, ...harmlessOfEcs, ...harmlessOfEks, ...harmlessOfNetworks];
