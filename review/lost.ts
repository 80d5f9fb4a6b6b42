/** What a plan destroys or replaces that holds something, or that others stand on. */
import { type Change, type Plan } from "./plan";
import { type Stop } from "./stop";

interface Consequence {
  /** What its end means, replaced or not. */
  readonly means: string;
  readonly rule?: string;
  /** Only where it goes for good: its replacement is an everyday thing. */
  readonly onlyDeleted?: true;
}

const consequences: Readonly<Record<string, Consequence>> = {
  aws_efs_mount_target: {
    means: "tasks of its zone lose their files, and none starts there meanwhile",
    rule: "EFS-02",
  },
  aws_efs_access_point: { means: "tasks that mount through it lose their files", rule: "EFS-06" },
  aws_efs_file_system_policy: {
    means: "without a policy every client that reaches a mount target may mount",
    rule: "EFS-09",
    onlyDeleted: true,
  },
  aws_efs_replication_configuration: { means: "the copy is kept up no longer" },
  aws_vpc: { means: "everything in it goes with it" },
  aws_subnet: { means: "what stands in it goes with it, mount targets and tasks among it" },
  aws_vpc_dhcp_options_association: {
    means: "the VPC falls back on other name servers",
    rule: "VPC-04",
    onlyDeleted: true,
  },
  aws_vpc_endpoint: { means: "tasks that start meanwhile reach the service by no way, or by another" },
  aws_route53_resolver_endpoint: { means: "its addresses change, and nothing is forwarded meanwhile" },
  aws_route53_resolver_rule: {
    means: "VPCs of other accounts lose it, and must associate its successor",
    rule: "DNS-16",
  },
  aws_route53_resolver_rule_association: { means: "names are answered otherwise in its VPC", rule: "DNS-03" },
  aws_route53_zone: { means: "its names are answered no longer, or by other name servers" },
  aws_ram_resource_share: { means: "other accounts lose what it shares", rule: "DNS-20" },
  aws_ram_resource_association: { means: "other accounts lose what it shares", rule: "DNS-20" },
  aws_ram_principal_association: { means: "an account loses what is shared with it", rule: "DNS-20" },
  aws_ecs_cluster: { means: "its services go with it" },
  aws_ecs_service: { means: "its tasks stop, and start anew only if it is replaced" },
  aws_eks_cluster: { means: "everything that runs in it goes with it" },
  aws_eks_fargate_profile: { means: "its pods stop" },
  aws_lb: { means: "its name and addresses change" },
  aws_kms_key: { means: "what it has encrypted can be read no longer once it is gone" },
  aws_s3_bucket: { means: "its objects are lost, or keep Terraform from going on" },
  aws_cloudwatch_log_group: { means: "its log is lost" },
  aws_secretsmanager_secret: { means: "whoever reads it finds it no longer" },
  aws_db_instance: { means: "its data are lost but for a snapshot" },
  aws_dynamodb_table: { means: "its items are lost" },
};

/** Lost file systems are findings of the proof (EFS-12). */
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
  const order = createFirst ? "is replaced, the new one first" : "is replaced";
  return causes.length === 0 ? order : `${order}, since ${causes.join(", ")} can't be changed`;
}

function todoOf({ action, address }: Change): string {
  return action === "delete"
    ? `see that nothing needs it; if it only has another name now, say so with a moved block from ${address}`
    : "see that what stands on it may be without it meanwhile, or take the change back";
}
