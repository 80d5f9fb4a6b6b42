import { type Harmless, of } from "./explanation";

const script = (lines: string) => of("ecs-web", `aws_launch_template\\.\\S+`, ` user_data\\.\\d+: ${lines}`);

/** Mutations of container instances, in the `ecs-ec2` examples. */
export const harmlessOnInstances: readonly Harmless[] = [
  {
    mutants: of("ecs-web", `aws_security_group\\.(importer|nginx)`, `: removed`),
    kind: "refused",
    reason: "the service refers to a resource that Terraform does not know then",
  },
  {
    mutants: of("ecs-web", `aws_\\w+\\.resolver-heavy\\w*`),
    kind: "off-path",
    reason: "a service without a volume",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_autoscaling_group\\.\\S+`,
      ` (max_size: removed|min_size: removed|vpc_zone_identifier: removed|launch_template\\.version: elsewhere)`,
    ),
    kind: "refused",
    reason: "the provider or EC2 Auto Scaling refuses a group without sizes or subnets, or a version that is no number",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_autoscaling_group\\.\\S+`,
      ` (max_size: \\d|min_size: \\d|vpc_zone_identifier\\.\\d: removed|launch_template\\.version: removed).*`,
    ),
    kind: "mounts",
    reason:
      "another number of instances, or instances in one zone, where the tasks then are; a new template's default version is its first",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_(autoscaling_group|ecs_capacity_provider)\\.\\S+`,
      ` (instance_refresh|tag\\b|auto_scaling_group_provider\\.(managed_draining|managed_scaling\\.target_capacity)).*`,
    ),
    kind: "off-path",
    reason: "how instances are replaced and drained, and how full they run",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_capacity_provider\\.\\S+`,
      ` auto_scaling_group_provider\\.managed_scaling(\\.status)?: .*`,
    ),
    kind: "mounts",
    reason: "min_size starts an instance without managed scaling",
  },
  {
    mutants: of("ecs-web", `aws_ecs_service\\.(importer|nginx)`, ` capacity_provider_strategy(\\.0)?: removed`),
    kind: "mounts",
    reason: "the cluster's own instances run it then",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_service\\.\\S+`,
      ` (capacity_provider_strategy\\.0\\.(base|weight)|network_configuration\\.security_groups\\.0|placement_constraints).*`,
    ),
    kind: "mounts",
    reason:
      "shares among one provider; the instance pulls, so that the task needs the mount's group alone; every pool finds file systems; ECS refuses a constraint of an unknown type",
  },
  {
    mutants: of("ecs-web", `aws_ecs_task_definition\\.\\S+`, ` (cpu|memory|execution_role_arn)\\b.*`),
    kind: "mounts",
    reason:
      "instances take any size, their containers have limits of their own, and the agent pulls as the instance's role",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_task_definition\\.\\S+`,
      ` container_definitions\\.0\\.mountPoints\\.0\\.readOnly: .*`,
    ),
    kind: "mounts",
    reason: "the access point may be written to",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_iam_role\\.\\S+`,
      ` assume_role_policy\\.Statement(\\.0(\\.Action)?)?: (removed|sts:AssumeRole-changed)`,
    ),
    kind: "refused",
    reason: "IAM refuses a trust policy without a statement or action, and one with an action that STS lacks",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_iam_(instance_profile|role_policy)\\.\\S+`,
      ` (role: \\$\\{aws_iam_role\\.\\w+\\.name\\}|policy\\.Statement\\.1\\.Action\\.0: .*)`,
    ),
    kind: "mounts",
    reason: "the other pool's role has the same rights; ecr:BatchCheckLayerAvailability is for pushing",
  },
  {
    mutants: of("ecs-web", `aws_iam_role_policy\\.\\w+_task_mount`),
    kind: "mounts",
    reason: "the file system's policy lets in whoever comes through the access point",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_launch_template\\.\\S+`,
      ` (block_device_mappings.*|instance_type: removed|monitoring.*|tag_specifications(\\.\\d(\\.resource_type|\\.tags(\\.(Name|mountpath:stack))?)?)?: .*|metadata_options(\\.http_endpoint)?: removed|metadata_options\\.(http_put_response_hop_limit|http_tokens): .*)`,
    ),
    kind: "off-path",
    reason:
      "disks, names, tags and monitoring; EC2 refuses what it does not know; metadata is on unless it is switched off",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_launch_template\\.\\S+`,
      ` (iam_instance_profile\\.arn: \\$.*|vpc_security_group_ids(\\.0)?: (removed|\\$.*))`,
    ),
    kind: "mounts",
    reason: "the other pool's profile and groups do the same, and the VPC's default group lets everything out",
  },
  {
    mutants: script(`without if systemctl is-active --quiet systemd-resolved.*`),
    kind: "mounts",
    reason: "where systemd-resolved does not run, or nsswitch.conf does not ask it, the line changes nothing",
  },
  {
    mutants: of("ecs-web", `aws_vpc_security_group_egress_rule\\.(?!\\w+_instances)\\S+`),
    kind: "off-path",
    reason: "the instance pulls images and writes logs, not the task",
  },
  {
    mutants: script(
      `(without )?(log |local (pause|token|kept)|set -euo|sleep|if "\\$@"|"\\$@"|trap |configure unprepared|systemctl mask|exit 1|--cli-|search_domain=|search |options |(# ?)?ECS_AWSVPC_BLOCK_IMDS|if ! command -v).*`,
    ),
    kind: "off-path",
    reason: "messages, time limits, what follows a failure, the search domain, and packages that the machine image has",
  },
  {
    mutants: script(`without (ensure_efs|systemctl enable --now --no-block amazon-ecs-volume-plugin)`),
    kind: "mounts",
    reason: "the ECS-optimized image has the mount helper and the plugin",
  },
  {
    mutants: script(
      `(without )?(cat >/etc/dnsmasq|listen-address|bind-interfaces|no-resolv|server=|cache-size|systemctl \\S+ (--quiet )?dnsmasq|mv -f /etc/resolv|nameserver 127\\.|END).*`,
    ),
    kind: "off-path",
    reason:
      "mounts of tasks ask the VPC's resolver, second in resolv.conf; without the cache so does the host, and a here-document that ends later leaves DHCP's resolv.conf",
  },
  {
    mutants: script(`(without )?(curl -fsS|service_domain=.* ->|entries=|entries\\+=|else|write_hosts|printf '%s).*`),
    kind: "mounts",
    reason: "without a line in /etc/hosts, the VPC's resolver answers",
  },
];
