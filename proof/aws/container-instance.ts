/** Container instances: which auto scaling groups a workload's tasks may land on, and how they start. */
import { type Facts } from "../facts";
import { isNull, NULL, type Resource, type Unknown, unknown, type Value } from "../graph/model";
import { type EcsWorkload } from "../workloads/workload";
import { alive, attributeOf, blocksIn, isUnset, referrersOf, targetOf } from "./block";
import { userDataText } from "./user-data";

export interface InstanceGroup {
  /** The auto scaling group, or the instance itself. */
  readonly holder: Resource;
  /** What holds the user data: launch template, launch configuration or instance. */
  readonly resource: Resource;
  /** Undefined where nothing is set: the machine image decides. */
  readonly userData?: string | Unknown;
}

export interface InstanceGroups {
  readonly groups: readonly InstanceGroup[];
  /** Set where tasks may land on instances that are not known. */
  readonly others?: Unknown;
}

export function instanceGroupsOf(facts: Facts, workload: EcsWorkload): InstanceGroups {
  const found =
    workload.capacityProviders.length > 0 ? byProvider(facts, workload.capacityProviders) : inCluster(facts, workload);
  const wanted = attributesWanted(facts, workload);
  if (wanted.length === 0) return found;
  const fits = ({ userData }: InstanceGroup) =>
    typeof userData === "object" || wanted.every((one) => hasAttribute(userData, one));
  return { ...found, groups: found.groups.filter(fits) };
}

function byProvider(facts: Facts, providers: readonly Value[]): InstanceGroups {
  const groups: InstanceGroup[] = [];
  let others: Unknown | undefined;
  for (const provider of providers) {
    const found = facts.graph.resolve(provider, "aws_ecs_capacity_provider");
    const group = found.kind === "resource" ? ofProvider(facts, found.resource) : undefined;
    if (group) groups.push(group);
    else others ??= unknown(facts.graph.describe(provider), "the capacity provider is not in what was read");
  }
  return { groups, others };
}

function ofProvider(facts: Facts, provider: Resource): InstanceGroup | undefined {
  const arn = provider.get("auto_scaling_group_provider.auto_scaling_group_arn");
  const group = targetOf(facts.graph, arn, "aws_autoscaling_group", provider);
  return group && facts.per(ofAutoScalingGroup, group);
}

/** A fact per auto scaling group. */
function ofAutoScalingGroup({ graph }: Facts, group: Resource): InstanceGroup | undefined {
  const mixed = "mixed_instances_policy.launch_template.launch_template_specification";
  for (const [path, type] of [
    ["launch_template.id", "aws_launch_template"],
    ["launch_template.name", "aws_launch_template"],
    [`${mixed}.launch_template_id`, "aws_launch_template"],
    [`${mixed}.launch_template_name`, "aws_launch_template"],
    ["launch_configuration", "aws_launch_configuration"],
  ] as const) {
    const value = group.get(path);
    const found = isNull(value) ? undefined : targetOf(graph, value, type, group);
    if (found) return ofLaunch(graph, group, found);
  }
  return undefined;
}

function ofLaunch(graph: Facts["graph"], holder: Resource, resource: Resource): InstanceGroup {
  const attribute = ["user_data_base64", "user_data"].find((name) => !isUnset(graph, resource, name));
  if (attribute === undefined) return { holder, resource };
  const value = resource.get(attribute);
  const text = graph.text(value);
  if (text !== undefined) return { holder, resource, userData: userDataText(text) };
  const open = graph.follow(value);
  return {
    holder,
    resource,
    userData: open.kind === "unknown" ? open : unknown(graph.describe(value), "not known as text"),
  };
}

/** Without a capacity provider: those that join the cluster by their user data, and the cluster's providers. */
function inCluster(facts: Facts, workload: EcsWorkload): InstanceGroups {
  const { graph } = facts;
  const cluster = graph.resolve(workload.cluster, "aws_ecs_cluster", workload.resource);
  const name = cluster.kind === "resource" ? graph.text(graph.get(cluster.resource, "name")) : undefined;
  const groups: InstanceGroup[] = [];
  for (const group of facts.once(allGroups)) {
    if (typeof group.userData === "object") groups.push(group);
    else if (name !== undefined && joins(group.userData ?? "", name)) groups.push(group);
  }
  if (cluster.kind === "resource") {
    const { certain } = referrersOf(facts, "aws_ecs_cluster_capacity_providers", "cluster_name", cluster.resource);
    const providers = certain.flatMap((one) => graph.items(one.get("capacity_providers")).items);
    const own = providers.filter((one) => !/^FARGATE/.test(graph.text(one) ?? ""));
    const known = new Set(groups.map(({ resource }) => resource.key));
    groups.push(...byProvider(facts, own).groups.filter(({ resource }) => !known.has(resource.key)));
  }
  if (groups.length > 0) return { groups };
  return {
    groups,
    others: unknown(`the container instances of ${graph.describe(workload.cluster)}`, "not in what was read"),
  };
}

function allGroups(facts: Facts): readonly InstanceGroup[] {
  const { graph } = facts;
  const scaled = alive(graph.all("aws_autoscaling_group")).map((group) => facts.per(ofAutoScalingGroup, group));
  const single = alive(graph.all("aws_instance")).map((instance) => ofLaunch(graph, instance, instance));
  return [...scaled, ...single].filter((group) => group !== undefined);
}

function joins(userData: string, cluster: string): boolean {
  const named = /ECS_CLUSTER=["']?([^\s"']+)/.exec(userData)?.[1];
  return named === cluster;
}

/** `attribute:resolver == vpc` of `memberOf` constraints, of the service and of the task definition. */
function attributesWanted(
  { graph }: Facts,
  { resource, taskDefinition }: EcsWorkload,
): readonly (readonly [string, string])[] {
  const holders = [resource, ...("key" in taskDefinition ? [taskDefinition] : [])];
  const expressions = holders
    .flatMap((holder) => [...holder.blocks("placement_constraints").items, ...inTarget(holder)])
    .map((block) => graph.text(attributeOf(block, "expression")) ?? "");
  return expressions.flatMap((text) =>
    [...text.matchAll(/attribute:([\w.-]+)\s*==\s*([\w.-]+)/g)]
      .filter(([, name]) => !name!.startsWith("ecs."))
      .map(([, name, value]) => [name!, value!] as const),
  );
}

function inTarget(holder: Resource) {
  return holder.blocks("ecs_target").items.flatMap((target) => blocksIn(target ?? NULL, "placement_constraint").items);
}

function hasAttribute(userData: string | undefined, [name, value]: readonly [string, string]): boolean {
  const attributes = /ECS_INSTANCE_ATTRIBUTES=(.*)/.exec(userData ?? "")?.[1] ?? "";
  return new RegExp(`"${escape(name)}"\\s*:\\s*"${escape(value)}"`).test(attributes.replaceAll("\\", ""));
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
