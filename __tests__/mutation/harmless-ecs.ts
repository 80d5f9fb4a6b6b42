import { type Harmless, of } from "./explanation";

/** Mutations of services and tasks on Fargate. */
export const harmlessOfEcs: readonly Harmless[] = [
  {
    mutants: of("ecs-web", `aws_vpc_security_group_ingress_rule\\.nginx_from_\\S+`),
    kind: "off-path",
    reason: "who may call the service",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_(ecs_cluster_capacity_providers\\.web|ecs_service\\.nginx)`,
      ` (capacity_providers\\.1|capacity_provider_strategy\\.0\\.(base|weight)): .*`,
    ),
    kind: "mounts",
    reason: "the service starts on FARGATE alone, whatever its share, and Fargate Spot is used by none",
  },
  // ECS refuses the task definition, before a task can start.
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_task_definition\\.\\S+`,
      ` container_definitions\\.0\\.(name|essential|mountPoints\\.0\\.(sourceVolume|containerPath)|portMappings.*|logConfiguration\\.logDriver|logConfiguration\\.options\\.\\S+): .*`,
    ),
    kind: "refused",
    reason: "ECS refuses to register it, or a port, path or stream name that the mount does not depend on",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_task_definition\\.\\S+`,
      ` (volume(\\.0(\\.(name|efs_volume_configuration))?)?|container_definitions\\.0(\\.mountPoints(\\.0)?)?): .*`,
    ),
    kind: "refused",
    reason: "nothing is mounted any more, or ECS refuses a mount point without its volume",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_task_definition\\.\\S+`,
      ` (family|requires_compatibilities.*|runtime_platform.*|container_definitions\\.0\\.(image|environment|secrets|logConfiguration)|volume\\.0\\.efs_volume_configuration\\.root_directory): .*`,
    ),
    kind: "mounts",
    reason: "another tag of the image, defaults said or left out (Linux on x86-64, /), or nothing that the mount needs",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_task_definition\\.\\S+`,
      ` (execution_role_arn: elsewhere.*|task_role_arn: .*|volume\\.0\\.efs_volume_configuration\\.authorization_config\\.iam: .*)`,
    ),
    kind: "mounts",
    reason:
      "the file system's policy lets in whoever comes through the access point, as pods do without IAM; a role from elsewhere is taken to do its work",
  },
  {
    mutants: of("ecs-web", `aws_iam_role_policy\\.nginx_task_mount`, `.*`),
    kind: "mounts",
    reason: "the file system's policy lets in whoever comes through the access point, as pods do without IAM",
  },
  {
    mutants: of("ecs-web", `aws_iam_role_policy\\.nginx_execution`, ` policy\\.Statement\\.1\\.Action\\.0: .*`),
    kind: "mounts",
    reason: "ecr:BatchCheckLayerAvailability is for pushing: pulling works without",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_service\\.\\S+`,
      ` (name|enable_\\w+|propagate_tags|deployment_\\w+.*|depends_on.*): .*`,
    ),
    kind: "off-path",
    reason: "names, tags, ways to deploy; an order that is left out makes a first start fail, not the mount",
  },
  {
    mutants: of(
      "ecs-web",
      `aws_ecs_service\\.\\S+`,
      ` (cluster|task_definition|desired_count|platform_version|network_configuration\\.(assign_public_ip|subnets\\.\\d)): .*`,
    ),
    kind: "mounts",
    reason: "ECS refuses it, or the path that is left mounts as before: LATEST is 1.4.0",
  },
  {
    mutants: of("ecs-web", `aws_ecs_cluster\\.\\S+`),
    kind: "off-path",
    reason: "the cluster's name and settings are not on the path",
  },
];
