/** One output that a kind of stack provides to its readers. */
export interface ContractOutput {
  /**
   * The Terraform type that `terraform output` shows. A missing value is an empty string: Terraform omits a null output
   * from the state, and `cdktf deploy` then fails.
   */
  readonly type: "string" | "list(string)" | "map(string)";
  readonly description: string;
  /**
   * When its value changes, or the value of a key of a map.
   * @default when the resource that it identifies is replaced
   */
  readonly changes?: string;
  /**
   * Whether it is not published as a parameter. A parameter holds at most 8 KiB, and the provider marks its value as sensitive,
   * so a name that others begin with would be masked in all of them.
   * @default false
   */
  readonly unpublished?: boolean;
}

/**
 * The output contract: the outputs that other stacks and other teams' Terraform can rely on. Names and types in it are
 * never removed or changed; docs/outputs.md is generated from it, and a test checks the stacks against it.
 */
export const contract = {
  "state-bucket": {
    bucket_name: { type: "string", description: "the bucket that contains the states", changes: "never" },
  },
  "shared-network": {
    vpc_id: { type: "string", description: "VPC of the resolver endpoints" },
    outbound_endpoint_id: {
      type: "string",
      description: "outbound resolver endpoint, empty if nothing is forwarded",
    },
    outbound_endpoint_ips: {
      type: "list(string)",
      description: "addresses that forwarded queries come from, for firewalls on-premises",
      changes: "when a zone is added to or removed from the endpoint",
    },
    resolver_rule_ids: {
      type: "map(string)",
      description: 'resolver rules by domain, such as "." and "amazonaws.com"',
    },
    resolver_rule_arns: { type: "map(string)", description: "ARNs of the resolver rules by domain" },
    resource_share_arn: {
      type: "string",
      description: "RAM share of the rules, empty if they are not shared",
    },
    query_log_config_id: {
      type: "string",
      description: "resolver query log configuration, empty if queries are not logged",
    },
    dns_profile_id: {
      type: "string",
      description: "Route 53 Profile with the rules and the central endpoints' zones, empty if there is none",
    },
    central_endpoint_ids: {
      type: "map(string)",
      description: "interface endpoints that other VPCs use, by service, empty if there are none",
    },
    central_endpoint_zone_ids: {
      type: "map(string)",
      description: "private hosted zones of the central endpoints by service, to associate with VPCs",
    },
  },
  vpc: {
    vpc_id: { type: "string", description: "the VPC" },
    vpc_cidr: { type: "string", description: "its IPv4 range" },
    vpc_ipv6_cidr: {
      type: "string",
      description: "its IPv6 range, empty if the file does not say that it has one",
      changes: "when ipv6 of the VPC changes",
    },
    private_subnet_ids: { type: "map(string)", description: "private subnets by Availability Zone" },
    public_subnet_ids: {
      type: "map(string)",
      description: "public subnets by Availability Zone, empty if there are none",
    },
    private_route_table_ids: {
      type: "map(string)",
      description: "route tables of the private subnets by Availability Zone",
    },
    public_route_table_ids: {
      type: "map(string)",
      description:
        "route tables of the public subnets by Availability Zone, empty if there are none or the VPC is adopted",
    },
    vpc_endpoint_ids: { type: "map(string)", description: 'VPC endpoints by service, such as "s3" and "ecr.api"' },
    file_system_ids: {
      type: "map(string)",
      description: "EFS file systems by name, available after all their mount targets exist",
    },
    file_system_arns: {
      type: "map(string)",
      description: "ARNs of the file systems by name, available after all their mount targets exist",
    },
    existing_file_system_ids: {
      type: "map(string)",
      description: "those of the file systems that the stack doesn't manage, by name",
      changes: "when the file names another one",
    },
    access_point_ids: { type: "map(string)", description: 'access points by "<file system>/<access point>"' },
    access_point_arns: {
      type: "map(string)",
      description: 'ARNs of the access points by "<file system>/<access point>"',
    },
    mount_target_ids: { type: "map(string)", description: 'mount targets by "<file system>/<Availability Zone>"' },
    efs_client_security_group_ids: {
      type: "map(string)",
      description: "by file system: the security group whose members reach its mount targets",
    },
    mount_target_security_group_ids: {
      type: "map(string)",
      description:
        "by file system: the security group of its mount targets, for clients that can't use the clients' group",
    },
  },
  ecs: {
    cluster_arn: { type: "string", description: "the cluster" },
    cluster_name: {
      type: "string",
      description: "the cluster's name, for aws ecs commands and pipelines",
      unpublished: true,
    },
    service_arns: { type: "map(string)", description: "services by name" },
    task_definition_arns: {
      type: "map(string)",
      description: "task definitions, with their revision, by service",
      changes: "with every new revision",
    },
    task_role_arns: { type: "map(string)", description: "roles of the tasks' own code by service" },
    execution_role_arns: {
      type: "map(string)",
      description: "roles that start the tasks, by service or task, for task definitions of a pipeline",
    },
    log_group_names: { type: "map(string)", description: "log groups of the tasks by service or task" },
    task_security_group_ids: {
      type: "map(string)",
      description: "security groups of the tasks by service or task, for rules of your own",
    },
    load_balancer_arns: {
      type: "map(string)",
      description: "load balancers by service, for listener rules and web ACLs of your own",
    },
    load_balancer_dns_names: { type: "map(string)", description: "DNS names of the load balancers by service" },
    load_balancer_zone_ids: {
      type: "map(string)",
      description: "hosted zones of the load balancers' DNS names by service, for alias records",
    },
    load_balancer_security_group_ids: {
      type: "map(string)",
      description: "security groups of the load balancers by service, for rules of your own",
    },
    listener_arns: {
      type: "map(string)",
      description: 'listeners by "<service>/<protocol>", such as "web/https", for rules of your own',
      unpublished: true,
    },
    target_group_arns: {
      type: "map(string)",
      description: "target groups by service, of its load balancer or of its rule of an existing one",
    },
  },
  eks: {
    cluster_name: { type: "string", description: "the cluster" },
    cluster_endpoint: {
      type: "string",
      description: "URL of its API, reachable only from the VPC unless the file opens it",
    },
    cluster_security_group_id: { type: "string", description: "the security group of its pods" },
    oidc_provider_arn: { type: "string", description: "IAM OIDC provider for its service accounts (IRSA)" },
    kubernetes_manifests: {
      type: "map(string)",
      description:
        "Kubernetes manifests to apply once pods can run: YAML documents by a key whose order is the order to apply, such as 10-namespace-web",
      changes: "when the file changes",
      unpublished: true,
    },
  },
} as const satisfies Record<string, Record<string, ContractOutput>>;

export type StackKind = keyof typeof contract;
export type OutputName<K extends StackKind> = keyof (typeof contract)[K] & string;
