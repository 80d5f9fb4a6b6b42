/** Resources that a plan destroys or replaces although they contain data, or others depend on them. */
import { type Change, type Plan } from "./plan";
import { type Stop } from "./stop";

interface Consequence {
  /** The consequence of the destruction, with or without a replacement. */
  readonly means: string;
  readonly rule?: string;
  /** Only if it is destroyed; a replacement is harmless. */
  readonly onlyDeleted?: true;
}

const consequences: Readonly<Record<string, Consequence>> = {
  aws_efs_mount_target: {
    means: "tasks in its zone lose access to their files, and no task can start there until it is recreated",
    rule: "EFS-02",
  },
  aws_efs_access_point: { means: "tasks that mount through it lose access to their files", rule: "EFS-06" },
  aws_efs_file_system_policy: {
    means: "without a policy, every client that reaches a mount target can mount",
    rule: "EFS-09",
    onlyDeleted: true,
  },
  aws_efs_replication_configuration: { means: "the replica is no longer updated" },
  aws_vpc: { means: "everything in it is removed with it" },
  aws_subnet: { means: "everything in it is removed with it, including mount targets and tasks" },
  aws_vpc_dhcp_options_association: {
    means: "the VPC falls back to other name servers",
    rule: "VPC-04",
    onlyDeleted: true,
  },
  aws_vpc_endpoint: { means: "tasks that start meanwhile can't reach the service, or reach it another way" },
  aws_route53_resolver_endpoint: { means: "its IP addresses change, and no query is forwarded meanwhile" },
  aws_route53_resolver_rule: {
    means: "VPCs of other accounts lose it, and have to associate the new one",
    rule: "DNS-16",
  },
  aws_route53_resolver_rule_association: { means: "names resolve differently in its VPC", rule: "DNS-03" },
  aws_route53_zone: { means: "its names no longer resolve, or are answered by other name servers" },
  aws_ram_resource_share: { means: "other accounts lose what it shares", rule: "DNS-20" },
  aws_ram_resource_association: { means: "other accounts lose what it shares", rule: "DNS-20" },
  aws_ram_principal_association: { means: "an account loses access to what is shared with it", rule: "DNS-20" },
  aws_ecs_cluster: { means: "its services are removed with it" },
  aws_ecs_service: { means: "its tasks stop, and start again only if it is replaced" },
  aws_eks_cluster: { means: "everything that runs in it stops" },
  aws_eks_fargate_profile: { means: "its pods stop" },
  aws_lb: { means: "its name and addresses change" },
  aws_kms_key: { means: "data encrypted with it can no longer be read after it is deleted" },
  aws_s3_bucket: { means: "its objects are lost, or a non-empty bucket makes terraform apply fail" },
  aws_cloudwatch_log_group: { means: "its logs are lost" },
  aws_secretsmanager_secret: { means: "everything that reads it will fail" },
  aws_db_instance: { means: "its data is lost unless there is a snapshot" },
  aws_dynamodb_table: { means: "its items are lost" },
};

/** The proof reports lost file systems (EFS-12). */
export function* lostResources({ name, changes }: Plan): Iterable<Stop> {
  for (const change of changes) {
    const { address, type, action } = change;
    const consequence = Object.hasOwn(consequences, type) ? consequences[type] : undefined;
    if (!consequence || (action !== "delete" && action !== "replace")) continue;
    if (action === "replace" && consequence.onlyDeleted) continue;
    const { means, rule } = consequence;
    yield {
      ...(rule ? { rule } : {}),
      stack: name,
      resource: address,
      what: `${wordOf(change)}: ${means}`,
      todo: todoOf(change),
    };
  }
}

function wordOf({ action, causes, createFirst }: Change): string {
  if (action === "delete") return "is destroyed";
  const order = createFirst ? "is replaced (created before the old one is destroyed)" : "is replaced";
  return causes.length === 0 ? order : `${order}, because ${causes.join(", ")} can't be changed`;
}

function todoOf({ action, address }: Change): string {
  return action === "delete"
    ? `check that nothing needs it; if it was only renamed, add a moved block from ${address}`
    : "check that everything that depends on it can do without it meanwhile, or revert the change";
}
