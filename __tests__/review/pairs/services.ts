/** Changes of services, task definitions and mount targets, planned with their network. */
import { add, addTo, all, type RealPair, remove, replace } from "./pair";

const service = "aws_ecs_service.web";
const definition = "aws_ecs_task_definition.web";
const mountRule = "aws_vpc_security_group_ingress_rule.mount";
const resolverRule = "aws_vpc_security_group_egress_rule.resolver_udp";

const inline = (source: string) =>
  addTo(
    "aws_security_group.mount",
    `ingress {
    protocol        = "tcp"
    from_port       = 2049
    to_port         = 2049
    security_groups = [${source}]
  }`,
  );

const dnsTo = (cidr: string) =>
  add(`resource "aws_security_group_rule" "resolver_udp" {
  type              = "egress"
  security_group_id = aws_security_group.resolver.id
  protocol          = "udp"
  from_port         = 53
  to_port           = 53
  cidr_blocks       = ["${cidr}"]
}`);

const createFirst = "lifecycle {\n    create_before_destroy = true\n  }";

const scaling = (least: number, most: number) =>
  add(`resource "aws_appautoscaling_target" "more" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/web/web"
  min_capacity       = ${least}
  max_capacity       = ${most}
}`);

export const servicePairs: readonly RealPair[] = [
  {
    name: "mount-rule-moved-inline",
    danger: all(remove(mountRule), inline("aws_security_group.others.id")),
    stops: [`outage ${service}`],
    says: ["fails at network, where it mounts today"],
    harmless: all(remove(mountRule), inline("aws_security_group.task.id")),
  },
  {
    name: "group-of-mount-target",
    danger: replace("aws_efs_mount_target.b", "[aws_security_group.mount.id]", "[aws_security_group.others.id]"),
    stops: [`outage ${service}`],
    says: ["in us-east-1b fails at network, where it mounts today"],
    harmless: replace(
      "aws_efs_mount_target.b",
      "[aws_security_group.mount.id]",
      "[aws_security_group.others.id, aws_security_group.mount.id]",
    ),
  },
  {
    name: "mount-target-created-first",
    danger: all(
      replace("aws_efs_mount_target.a", "aws_subnet.a.id", "aws_subnet.public.id"),
      addTo("aws_efs_mount_target.a", createFirst),
    ),
    stops: ["outage aws_efs_mount_target.a"],
    says: ["create_before_destroy"],
    harmless: all(
      replace(
        "aws_efs_mount_target.a",
        "[aws_security_group.mount.id]",
        "[aws_security_group.mount.id, aws_security_group.others.id]",
      ),
      addTo("aws_efs_mount_target.a", createFirst),
    ),
  },
  {
    name: "resolver-rule-with-workload",
    danger: remove(resolverRule),
    stops: [`outage ${resolverRule}`],
    says: ["no longer allows outbound udp/53 to 10.2.0.0/16"],
    harmless: all(remove(resolverRule), dnsTo("10.2.0.0/15")),
  },
  {
    name: "platform-version",
    danger: replace(service, '"1.4.0"', '"1.3.0"'),
    stops: [`outage ${service}`],
    says: ["fails at platform, where it mounts today"],
    harmless: replace(service, '"1.4.0"', '"LATEST"'),
  },
  {
    name: "groups-of-service",
    danger: replace(service, "aws_security_group.task.id", "aws_security_group.others.id"),
    stops: [`outage ${service}`],
    says: ["fails at network, where it mounts today"],
    harmless: replace(
      service,
      "[aws_security_group.task.id]",
      "[aws_security_group.others.id, aws_security_group.task.id]",
    ),
  },
  {
    name: "subnets-of-service",
    danger: replace(service, "[aws_subnet.a.id, aws_subnet.b.id]", "[aws_subnet.public.id]"),
    stops: [`outage ${service}`],
    harmless: replace(service, "[aws_subnet.a.id, aws_subnet.b.id]", "[aws_subnet.a.id]"),
  },
  {
    name: "mount-removed",
    danger: replace(definition, '[{ containerPath = "/srv", sourceVolume = "content", readOnly = false }]', "[]"),
    stops: [`outage ${service}`],
    says: ["/srv"],
    harmless: all(
      replace(definition, 'sourceVolume = "content"', 'sourceVolume = "files"'),
      replace(definition, 'name = "content"', 'name = "files"'),
    ),
  },
  {
    name: "log-group-of-task",
    danger: replace(definition, '"/ecs/web"', '"/ecs/other"'),
    stops: [`outage ${service}`],
    says: ["/ecs/other"],
    harmless: all(
      replace(definition, '"512"', '"1024"'),
      replace(definition, "essential   = true", 'essential   = true\n    command     = ["nginx", "-g", "daemon off;"]'),
    ),
  },
  {
    name: "overwrite-protection",
    danger: addTo("aws_efs_file_system.content", 'protection {\n    replication_overwrite = "DISABLED"\n  }'),
    stops: ["data-loss aws_efs_file_system.content"],
    says: ["replication_overwrite"],
    harmless: addTo("aws_efs_file_system.content", 'throughput_mode = "elastic"'),
  },
  {
    name: "mount-target-condition",
    danger: replace(
      "aws_efs_file_system_policy.content",
      ', Condition = { Bool = { "elasticfilesystem:AccessedViaMountTarget" = "true" } }',
      "",
    ),
    stops: ["access aws_efs_file_system_policy.content"],
    harmless: replace("aws_efs_file_system_policy.content", '{ Effect = "Deny",', '{ Sid = "Tls", Effect = "Deny",'),
  },
  {
    name: "trust-of-execution-role",
    danger: replace("aws_iam_role.execution", '"ecs-tasks.amazonaws.com"', '"ec2.amazonaws.com"'),
    stops: [`outage ${service}`],
    says: ["where it mounts today"],
    harmless: replace("aws_iam_role.execution", '"ecs-tasks.amazonaws.com"', '["ecs-tasks.amazonaws.com"]'),
  },
  {
    name: "task-without-role",
    danger: replace(definition, "  task_role_arn            = aws_iam_role.task.arn\n", ""),
    stops: [`outage ${service}`],
    says: ["fails at iam, where it mounts today"],
    harmless: replace("aws_iam_role.task", '"web-task"', '"web-task"\n  description = "of web"'),
  },
  {
    name: "memory-that-fargate-refuses",
    danger: replace(definition, '"512"', '"5000"'),
    stops: [`outage ${service}`],
    says: ["fails at platform, where it mounts today"],
    harmless: replace(definition, '"512"', '"2048"'),
  },
  {
    name: "scaled-to-nothing",
    danger: scaling(0, 0),
    stops: ["outage aws_appautoscaling_target.more"],
    harmless: scaling(2, 4),
  },
  {
    name: "launch-type",
    danger: all(replace(service, '"FARGATE"', '"EC2"'), replace(service, '  platform_version = "1.4.0"\n', "")),
    stops: [`outage ${service}`, `outage ${service}`],
    says: ["is unknown at platform, where it mounts today", "launch_type (FARGATE → EC2)"],
    harmless: addTo(service, "enable_ecs_managed_tags = true"),
  },
  {
    name: "cluster-replaced",
    danger: replace("aws_ecs_cluster.web", '"web"\n', '"site"\n'),
    stops: ["outage aws_ecs_cluster.web"],
    harmless: addTo("aws_ecs_cluster.web", 'setting {\n    name  = "containerInsights"\n    value = "enabled"\n  }'),
  },
  {
    name: "file-system-policy-of-another-account",
    danger: replace(
      "aws_efs_file_system_policy.content",
      '{ Effect = "Deny",',
      '{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::999999999999:root" }, Action = "elasticfilesystem:ClientMount", Resource = "*" },\n      { Effect = "Deny",',
    ),
    stops: ["access aws_efs_file_system_policy.content"],
    says: ["999999999999"],
    harmless: replace(
      "aws_efs_file_system_policy.content",
      '{ Effect = "Deny",',
      '{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:role/web-task" }, Action = "elasticfilesystem:ClientMount", Resource = "*" },\n      { Effect = "Deny",',
    ),
  },
];
