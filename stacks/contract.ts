/** One output that a kind of stack promises to every reader. */
export interface ContractOutput {
  /**
   * The Terraform type that `terraform output` shows. What there is none of is an empty string: Terraform leaves a null
   * output out of the state, and `cdktf deploy` ends in an error over it.
   */
  readonly type: "string" | "list(string)" | "map(string)";
  readonly description: string;
  /** When its value changes, and that of a key of a map. @default when the thing it names is replaced */
  readonly changes?: string;
  /** Whether it is left out where outputs are published: a parameter holds 8 KiB at most. @default false */
  readonly unpublished?: boolean;
}

/**
 * The output contract: what stacks promise each other and other teams' Terraform. A name or a type that stands here is
 * never taken away or changed; docs/outputs.md is generated from it, and a test holds the stacks to it.
 */
export const contract = {
  "state-bucket": {
    bucket_name: { type: "string", description: "the bucket that the states lie in", changes: "never" },
  },
  "shared-network": {
    vpc_id: { type: "string", description: "VPC of the resolver endpoints" },
    outbound_endpoint_id: {
      type: "string",
      description: "outbound resolver endpoint, empty where nothing is forwarded",
    },
    outbound_endpoint_ips: {
      type: "list(string)",
      description: "addresses that forwarded queries come from, for firewalls on-premises",
      changes: "when a zone of the endpoint comes or goes",
    },
    resolver_rule_ids: {
      type: "map(string)",
      description: 'resolver rules by domain, such as "." and "amazonaws.com"',
    },
    resolver_rule_arns: { type: "map(string)", description: "ARNs of the resolver rules by domain" },
    resource_share_arn: {
      type: "string",
      description: "RAM share of the rules, empty where they are shared with nobody",
    },
    query_log_config_id: {
      type: "string",
      description: "resolver query log configuration, empty where queries are not logged",
    },
  },
  vpc: {
    vpc_id: { type: "string", description: "the VPC" },
    vpc_cidr: { type: "string", description: "its IPv4 range" },
    private_subnet_ids: { type: "map(string)", description: "private subnets by Availability Zone" },
    public_subnet_ids: {
      type: "map(string)",
      description: "public subnets by Availability Zone, empty where there are none",
    },
    private_route_table_ids: {
      type: "map(string)",
      description: "route tables of the private subnets by Availability Zone",
    },
    vpc_endpoint_ids: { type: "map(string)", description: 'VPC endpoints by service, such as "s3" and "ecr.api"' },
    file_system_ids: { type: "map(string)", description: "EFS file systems by name, once every mount target is there" },
    file_system_arns: {
      type: "map(string)",
      description: "ARNs of the file systems by name, once every mount target is there",
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
        "by file system: the security group of its mount targets, for clients that can't wear the clients' group",
    },
  },
  ecs: {
    cluster_arn: { type: "string", description: "the cluster" },
    service_arns: { type: "map(string)", description: "services by name" },
    task_definition_arns: {
      type: "map(string)",
      description: "task definitions, with their revision, by service",
      changes: "with every new revision",
    },
    task_role_arns: { type: "map(string)", description: "roles of the tasks' own code by service" },
    task_security_group_ids: {
      type: "map(string)",
      description: "security groups of the tasks by service or task, for rules of your own",
    },
    load_balancer_dns_names: { type: "map(string)", description: "DNS names of the load balancers by service" },
  },
  eks: {
    cluster_name: { type: "string", description: "the cluster" },
    cluster_endpoint: { type: "string", description: "URL of its API, in the VPC alone unless the file opens it" },
    cluster_security_group_id: { type: "string", description: "the security group of its pods" },
    oidc_provider_arn: { type: "string", description: "IAM's trust in its service accounts (IRSA)" },
    kubernetes_manifests: {
      type: "map(string)",
      description:
        "what to apply, once pods can run: YAML documents by a key that sorts them into their order, such as 10-namespace-web",
      changes: "with the file",
      unpublished: true,
    },
  },
} as const satisfies Record<string, Record<string, ContractOutput>>;

export type StackKind = keyof typeof contract;
export type OutputName<K extends StackKind> = keyof (typeof contract)[K] & string;
