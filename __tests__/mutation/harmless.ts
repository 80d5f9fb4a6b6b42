/**
 * Breaks of the example's stacks that the proof lets pass, and why that is right. Reviewed: a mutant that survives and is
 * not explained here fails the suite, and so does an explanation that no mutant needs any more.
 */
export interface Harmless {
  readonly mutants: RegExp;
  /** Refused by Terraform or AWS before anything mounts, no part of a path, or on it and mounting all the same. */
  readonly kind: "refused" | "off-path" | "mounts";
  readonly reason: string;
}

/** Any stack. */
export const any = String.raw`[\w-]+`;

/** `stack address path: how`, with blanks between; each part an expression. */
export function of(stack: string, address: string, rest = ".*"): RegExp {
  return new RegExp(`^${stack} ${address}${rest}$`, "s");
}

export const harmless: readonly Harmless[] = [
  // What Terraform itself refuses, before anything is applied.
  {
    mutants: of(any, `(data\\.)?aws_\\w+\\.\\S+`, `: removed`),
    kind: "refused",
    reason: "what refers to it is an undeclared resource to Terraform, or nothing of the path refers to it",
  },
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
  // What later changes and other accounts are about, not the start of a task.
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
  {
    mutants: of(
      "ecs-web",
      `aws_(ecs_cluster_capacity_providers\\.web|ecs_service\\.nginx)`,
      ` (capacity_providers\\.1|capacity_provider_strategy\\.0\\.(base|weight)): .*`,
    ),
    kind: "mounts",
    reason: "the service starts on FARGATE alone, whatever its share, and Fargate Spot is used by none",
  },
  // What the task definition's registration refuses, before a task can start.
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
  // What is no part of the mount.
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
    mutants: of(
      "eks-platform",
      `aws_eks_cluster\\.\\S+`,
      ` (access_config|bootstrap|enabled_cluster|encryption_config|role_arn|version|vpc_config\\.(endpoint_public_access|subnet_ids\\.\\d)).*`,
    ),
    kind: "off-path",
    reason: "how the cluster is run; pods reach the API over the private endpoint",
  },
  {
    mutants: of("eks-platform", `aws_eks_fargate_profile\\.\\S*coredns`),
    kind: "off-path",
    reason: "CoreDNS answers pods, not the mount, which the machine makes before a pod starts",
  },
  {
    mutants: of(
      "eks-platform",
      `aws_eks_fargate_profile\\.web`,
      ` (fargate_profile_name: .*|subnet_ids\\.\\d: removed)`,
    ),
    kind: "mounts",
    reason: "a name; a profile of one subnet starts its pods there",
  },
  {
    mutants: of("eks-platform", `aws_iam_role(_policy|_policy_attachment)?\\.platform_(cluster|pod-execution)\\S*`),
    kind: "off-path",
    reason: "the cluster's own role, the pods' logs, and conditions that only the request will tell",
  },
  {
    mutants: of("eks-platform", `aws_iam_role\\.platform_app_nginx`),
    kind: "off-path",
    reason: "the application's own role: pods mount without IAM",
  },
  // Kubernetes manifests.
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` (depends_on.*|description.*|value\\.(10-namespace-aws-observability|20-configmap|90-service-|\\S+\\.labels\\.app\\.kubernetes\\.io/(managed-by|name):|\\S+\\.metadata\\.labels: |70-serviceaccount\\S+\\.annotations).*)`,
    ),
    kind: "off-path",
    reason:
      "order of Terraform, logs, the way to the pods, labels that nothing selects by, and the application's role: pods mount without IAM",
  },
  {
    mutants: of("eks-platform", `output\\.kubernetes_manifests`, ` value\\.40-storageclass.*`),
    kind: "off-path",
    reason: "a volume made by hand and its claim share the name of a class; the class need not exist",
  },
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` value\\.(50-persistentvolume-\\S+\\.spec\\.(accessModes\\.0: ReadWriteOnce|capacity\\.storage: \\d|claimRef(\\.apiVersion|\\.kind)?: |storageClassName: )|60-persistentvolumeclaim-\\S+\\.spec\\.(accessModes\\.0: (ReadWriteOnce$|ReadOnlyMany)|resources\\.requests\\.storage: \\d|storageClassName: |volumeName: removed)).*`,
    ),
    kind: "mounts",
    reason:
      "claim and volume name each other, and the binder then compares neither sizes nor classes nor access modes; one of the two names is enough where they fit",
  },
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` value\\.50-persistentvolume-\\S+\\.spec\\.(csi\\.volumeAttributes.*|persistentVolumeReclaimPolicy: removed|volumeMode: removed)`,
    ),
    kind: "mounts",
    reason: "defaults, and the driver adds TLS to an access point by itself",
  },
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` value\\.80-deployment-\\S+?\\.(metadata\\.name|spec\\.replicas|spec\\.template\\.spec\\.(containers\\.0\\.(image: .*-changed|name: .*-changed|ports.*|resources.*|volumeMounts\\.0\\.mountPath: .*-changed)|serviceAccountName: removed)).*`,
    ),
    kind: "mounts",
    reason:
      "names, a tag, a directory, ports and the namespace's default account; Fargate sizes pods by their requests, and limits stand for requests that are left out",
  },
  {
    mutants: of(
      "eks-platform",
      `output\\.kubernetes_manifests`,
      ` value\\.80-deployment-\\S+\\.persistentVolumeClaim: removed`,
    ),
    kind: "off-path",
    reason: "the volume is an emptyDir then: nothing is mounted any more",
  },
  // The shared network: the way to servers on-premises, which AWS's names do not take.
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
    reason: "who is in the organisation, or what a share from elsewhere holds, the input does not tell",
  },
  // The workload's VPC.
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
    mutants: of(any, `aws_vpc_security_group_\\w+_rule\\.\\S+`, ` to_port: .*`),
    kind: "mounts",
    reason: "one port more",
  },
  {
    mutants: of("vpc-apps", `aws_route53_resolver_rule_association\\.everything`),
    kind: "off-path",
    reason: "the rule for every other name: amazonaws.com has its own",
  },
];
