/** Changes of a workload that mounts a file system, planned with its network. */
import { addTo, all, moved, type RealPair, remove, rename, replace, tag } from "./pair";

const service = "aws_ecs_service.web";

export const workloadPairs: readonly RealPair[] = [
  {
    name: "task-egress",
    danger: replace("aws_vpc_security_group_egress_rule.task", "0.0.0.0/0", "10.200.0.0/16"),
    stops: [`outage ${service}`],
    says: ["fails at network, where it mounts today"],
    harmless: addTo("aws_vpc_security_group_egress_rule.task", 'description = "all"'),
  },
  {
    name: "mount-target-group-rule",
    danger: replace(
      "aws_vpc_security_group_ingress_rule.mount",
      "aws_security_group.task.id",
      "aws_security_group.others.id",
    ),
    stops: [`outage ${service}`],
    says: ["fails at network, where it mounts today"],
    harmless: replace(
      "aws_vpc_security_group_ingress_rule.mount",
      "referenced_security_group_id = aws_security_group.task.id",
      'cidr_ipv4 = "10.11.0.0/16"',
    ),
  },
  {
    name: "zone-without-mount-target",
    danger: all(remove("aws_efs_mount_target.b")),
    stops: [`outage ${service}`],
    says: ["fails at mount-target, where it mounts today"],
    harmless: replace(service, "[aws_subnet.a.id, aws_subnet.b.id]", "[aws_subnet.b.id, aws_subnet.a.id]"),
  },
  {
    name: "denied-with-tls",
    danger: replace(
      "aws_efs_file_system_policy.content",
      '"aws:SecureTransport" = "false"',
      '"aws:SecureTransport" = "true"',
    ),
    stops: [`outage ${service}`, "access aws_efs_file_system_policy.content"],
    says: ["fails at "],
    harmless: replace(
      "aws_iam_role_policy.efs",
      '"elasticfilesystem:ClientWrite"]',
      '"elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"]',
    ),
  },
  {
    name: "image-pull-rights",
    danger: remove("aws_iam_role_policy_attachment.execution"),
    stops: [`outage ${service}`],
    says: ["fails at image, where it mounts today"],
    harmless: all(
      rename("aws_iam_role_policy_attachment.execution", "pull"),
      moved("aws_iam_role_policy_attachment.execution", "aws_iam_role_policy_attachment.pull"),
    ),
  },
  {
    name: "access-point-replaced",
    danger: replace("aws_efs_access_point.web", 'path = "/web"', 'path = "/other"'),
    stops: ["outage aws_efs_access_point.web"],
    says: ["root_directory"],
    harmless: tag("aws_efs_access_point.web"),
  },
  {
    name: "file-system-key",
    danger: replace(
      "aws_efs_file_system.content",
      "kms_key_id     = aws_kms_key.content.arn",
      'kms_key_id = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"',
    ),
    stops: ["data-loss aws_efs_file_system.content"],
    says: ["kms_key_id", "With it:"],
    harmless: addTo("aws_efs_file_system.content", 'lifecycle_policy {\n    transition_to_ia = "AFTER_30_DAYS"\n  }'),
  },
  {
    name: "key-deleted",
    danger: all(
      remove("aws_kms_key.content"),
      replace(
        "aws_efs_file_system.content",
        "  kms_key_id     = aws_kms_key.content.arn\n",
        "  lifecycle {\n    ignore_changes = [kms_key_id]\n  }\n",
      ),
    ),
    stops: ["data-loss aws_kms_key.content"],
    harmless: replace("aws_kms_key.content", "deletion_window_in_days = 30", "deletion_window_in_days = 20"),
  },
  {
    name: "key-disabled",
    danger: addTo("aws_kms_key.content", "is_enabled = false"),
    stops: [`outage ${service}`],
    says: ["is_enabled true → false"],
    harmless: addTo("aws_kms_key.content", "enable_key_rotation = true"),
  },
  {
    name: "file-system-policy-removed",
    danger: remove("aws_efs_file_system_policy.content"),
    stops: ["access aws_efs_file_system_policy.content"],
    harmless: replace("aws_efs_file_system_policy.content", 'Action = "*"', 'Action = ["*"]'),
  },
  {
    name: "desired-count",
    danger: replace(service, "desired_count    = 2", "desired_count    = 0"),
    stops: [`outage ${service}`],
    says: ["2 → 0"],
    harmless: replace(service, "desired_count    = 2", "desired_count    = 1"),
  },
  {
    name: "service-renamed",
    danger: rename(service, "site"),
    stops: [`outage ${service}`],
    harmless: all(rename(service, "site"), moved(service, "aws_ecs_service.site")),
  },
  {
    name: "tls-of-volume",
    danger: replace("aws_ecs_task_definition.web", 'transit_encryption = "ENABLED"', 'transit_encryption = "DISABLED"'),
    stops: [`outage ${service}`],
    harmless: replace("aws_ecs_task_definition.web", "/web:1", "/web:2"),
  },
  {
    name: "log-group-removed",
    danger: remove("aws_cloudwatch_log_group.web"),
    stops: ["data-loss aws_cloudwatch_log_group.web", `outage ${service}`],
    harmless: addTo("aws_cloudwatch_log_group.web", 'tags = { team = "web" }'),
  },
  {
    name: "vpc-replaced-cascade",
    danger: replace("aws_vpc.apps", "10.11.0.0/16", "10.12.0.0/16"),
    stops: ["outage aws_vpc.apps"],
    says: ["cidr_block (10.11.0.0/16 → 10.12.0.0/16)"],
    harmless: tag("aws_vpc.apps"),
  },
  {
    name: "rule-association-of-workload",
    danger: all(
      remove("aws_route53_resolver_rule_association.aws"),
      replace("aws_route53_resolver_rule.example", '"corp.example"', '"."'),
    ),
    stops: [`outage ${service}`, "outage aws_route53_resolver_rule.example"],
    says: ["fails at resolver, where it mounts today"],
    harmless: tag("aws_route53_resolver_rule.aws"),
  },
];
