/** Container instances: the Auto Scaling groups on which a workload's tasks may run, and how their instances start. */
import { type Facts } from "../../facts";
import { NULL, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { allOf, type Ternary } from "../../graph/ternary";
import { type Host } from "../../user-data/host";
import { ecsSetting } from "../../user-data/host-files";
import { hole } from "../../user-data/host-state";
import { attributeOf, blocksIn, notDeleted, referrersOf, targetOf } from "../attributes/block";
import { hostOfLaunch, type Launch, launchesOf, launchOfInstance } from "./launch-template";
import { architectureOf } from "./machine-image";
import { satisfies, type Subjects } from "./placement-expression";

/** The settings that determine on which container instances the tasks of a workload may run. */
export interface InstancePlacement {
  /** Unique in its graph. */
  readonly id: string;
  readonly resource: Resource;
  readonly taskDefinition: Resource | Unknown;
  readonly cluster: Value;
  /** The group of instances whose network the tasks share, if they share one. */
  readonly hostedBy?: Resource;
  readonly capacityProviders: readonly Value[];
}

export interface InstanceGroup {
  /** The Auto Scaling group, or the instance itself. */
  readonly holder: Resource;
  /** The resource with the user data: launch template, launch configuration or instance. */
  readonly resource: Resource;
  readonly launch: Launch;
  /** The state of a host after its user data ran; undefined if there is no user data, so the machine image decides. */
  readonly host?: Host | Unknown;
  /** The capacity provider of the group. */
  readonly provider?: Resource;
  /** Whether the placement constraints of a workload allow it; `yes` if there are none. */
  readonly fits: Ternary;
}

export interface InstanceGroups {
  /** Groups that the placement constraints allow, or may allow. */
  readonly groups: readonly InstanceGroup[];
  /** Groups that the placement constraints exclude. */
  readonly excluded: readonly InstanceGroup[];
  /** Set if tasks may run on unknown instances. */
  readonly others?: Unknown;
}

type Found = Omit<InstanceGroups, "excluded">;

export function instanceGroupsOf(facts: Facts, workload: InstancePlacement): InstanceGroups {
  const known = facts.once(groupsByWorkload);
  let found = known.get(workload.id);
  if (!found) known.set(workload.id, (found = find(facts, workload)));
  return found;
}

const groupsByWorkload = (_facts: Facts) => new Map<string, InstanceGroups>();

function find(facts: Facts, workload: InstancePlacement): InstanceGroups {
  const { groups, others } =
    workload.capacityProviders.length > 0 ? byProvider(facts, workload.capacityProviders) : inCluster(facts, workload);
  const expressions = placementExpressions(facts, workload);
  const own = workload.hostedBy ? groups.filter(({ holder }) => holder.key === workload.hostedBy!.key) : groups;
  const judged = own.map((group) => ({ ...group, fits: fit(facts, group, expressions) }));
  return {
    groups: judged.filter(({ fits }) => fits !== "no"),
    excluded: judged.filter(({ fits }) => fits === "no"),
    others,
  };
}

function byProvider(facts: Facts, providers: readonly Value[]): Found {
  const groups: InstanceGroup[] = [];
  let others: Unknown | undefined;
  for (const value of providers) {
    const found = facts.graph.resolve(value, "aws_ecs_capacity_provider");
    const made = found.kind === "resource" ? ofProvider(facts, found.resource) : undefined;
    if (made) groups.push(...made.groups);
    others ??= made
      ? made.others
      : unknownValue(facts.graph.describe(value), "the capacity provider is not in the input");
  }
  return { groups, others };
}

function ofProvider(facts: Facts, provider: Resource): Found | undefined {
  const arn = provider.get("auto_scaling_group_provider.auto_scaling_group_arn");
  const group = targetOf(facts.graph, arn, "aws_autoscaling_group", provider);
  const found = group && facts.per(ofAutoScalingGroup, group);
  return found && { ...found, groups: found.groups.map((one) => ({ ...one, provider })) };
}

/** A fact of an Auto Scaling group. */
function ofAutoScalingGroup(facts: Facts, holder: Resource): Found {
  return ofLaunches(facts, holder, launchesOf(facts.graph, holder));
}

/** A fact of an instance. */
function ofInstance(facts: Facts, instance: Resource): Found {
  return ofLaunches(facts, instance, [launchOfInstance(facts.graph, instance)]);
}

function ofLaunches(facts: Facts, holder: Resource, launches: readonly (Launch | Unknown)[]): Found {
  const groups: InstanceGroup[] = [];
  let others: Unknown | undefined;
  for (const launch of launches) {
    if ("kind" in launch) others ??= launch;
    else {
      const { resource, otherVersion } = launch;
      groups.push({ holder, resource, launch, host: otherVersion ?? facts.per(hostOfLaunch, resource), fits: "yes" });
    }
  }
  return { groups, others };
}

/** Without a capacity provider: groups whose user data joins the cluster, and the cluster's capacity providers. */
function inCluster(facts: Facts, workload: InstancePlacement): Found {
  const { graph } = facts;
  const cluster = graph.resolve(workload.cluster, "aws_ecs_cluster", workload.resource);
  const name = cluster.kind === "resource" ? graph.text(graph.get(cluster.resource, "name")) : undefined;
  const groups = facts.once(allGroups).filter((group) => joins(group, name));
  let others: Unknown | undefined;
  if (cluster.kind === "resource") {
    const { certain } = referrersOf(facts, "aws_ecs_cluster_capacity_providers", "cluster_name", cluster.resource);
    const providers = certain.flatMap((one) => graph.items(one.get("capacity_providers")).items);
    const own = providers.filter((one) => !/^FARGATE/.test(graph.text(one) ?? ""));
    const known = new Set(groups.map(({ resource }) => resource.key));
    const found = byProvider(facts, own);
    groups.push(...found.groups.filter(({ resource }) => !known.has(resource.key)));
    others = found.others;
  }
  if (groups.length > 0) return { groups, others };
  return {
    groups,
    others: unknownValue(`the container instances of ${graph.describe(workload.cluster)}`, "not in the input"),
  };
}

function allGroups(facts: Facts): readonly InstanceGroup[] {
  const { graph } = facts;
  const scaled = notDeleted(graph.all("aws_autoscaling_group")).flatMap(
    (one) => facts.per(ofAutoScalingGroup, one).groups,
  );
  const single = notDeleted(graph.all("aws_instance")).flatMap((one) => facts.per(ofInstance, one).groups);
  return [...scaled, ...single];
}

/** Whether the user data of an instance may join the cluster of that name. */
function joins({ host }: InstanceGroup, cluster: string | undefined): boolean {
  const named = clusterOf(host);
  return named === undefined ? host !== undefined : named === cluster;
}

/** The cluster that an agent joins: `default` unless it is set (ECS agent configuration, ECS_CLUSTER). */
export function clusterOf(host: Host | Unknown | undefined): string | undefined {
  if (host === undefined) return "default";
  if ("kind" in host) return undefined;
  // The agent also reads a file of the instance, and JSON (ecs-init/docker/docker.go, LoadEnvVars; ECS agent
  // configuration).
  const files = [host.ecsConfig.text, host.file("/var/lib/ecs/ecs.config").text];
  const named = files.map((text) => ecsSetting(text, "ECS_CLUSTER")).find((one) => one !== undefined && one !== "");
  if (named?.includes(hole)) return undefined;
  if (named !== undefined) return named.replace(/^arn:[^/]*:cluster\//, "");
  if (host.file("/etc/ecs/ecs.config.json").text !== null) return undefined;
  return host.doubts.length > 0 ? undefined : "default";
}

/** `memberOf` constraints of the service and of the task definition: an instance has to meet all of them. */
function placementExpressions(
  { graph }: Facts,
  { resource, taskDefinition }: InstancePlacement,
): readonly (string | undefined)[] {
  const holders = [resource, ...("key" in taskDefinition ? [taskDefinition] : [])];
  return holders
    .flatMap((holder) => [...holder.blocks("placement_constraints").items, ...inTarget(holder)])
    .filter((block) => graph.text(attributeOf(block, "type")) !== "distinctInstance")
    .map((block) => graph.text(attributeOf(block, "expression")));
}

function inTarget(holder: Resource) {
  const targets = [
    ...holder.blocks("ecs_target").items,
    ...holder.blocks("target").items.flatMap((target) => blocksIn(target, "ecs_parameters").items),
  ];
  return targets.flatMap((target) => [
    ...blocksIn(target ?? NULL, "placement_constraint").items,
    ...blocksIn(target ?? NULL, "placement_constraints").items,
  ]);
}

function fit(facts: Facts, group: InstanceGroup, expressions: readonly (string | undefined)[]): Ternary {
  return allOf(expressions.map((one) => (one === undefined ? "unknown" : satisfies(one, subjectsOf(facts, group)))));
}

function subjectsOf({ graph }: Facts, group: InstanceGroup): Subjects {
  const own = attributesOf(group.host);
  const types = group.launch.instanceTypes.map((type) => graph.text(type));
  return (subject) => {
    const name = /^attribute:(.+)$/.exec(subject)?.[1];
    if (name === undefined) return undefined;
    if (!name.startsWith("ecs.") && !name.startsWith("com.amazonaws."))
      return own === undefined || (own.has(name) && own.get(name) === undefined) ? undefined : (own.get(name) ?? null);
    if (name === "ecs.instance-type") return types.length === 1 ? types[0] : undefined;
    return name === "ecs.cpu-architecture" ? architectureOf(graph, group.launch) : undefined;
  };
}

/** `ECS_INSTANCE_ATTRIBUTES`; undefined if they are not known. */
function attributesOf(host: Host | Unknown | undefined): ReadonlyMap<string, string | undefined> | undefined {
  if (host === undefined) return new Map();
  if ("kind" in host) return undefined;
  const { text } = host.ecsConfig;
  const setting = ecsSetting(text, "ECS_INSTANCE_ATTRIBUTES");
  if (setting === undefined) return host.doubts.length > 0 ? undefined : new Map();
  try {
    const json: unknown = JSON.parse(setting.replaceAll(hole, "\\u0000").replaceAll('\\"', '"'));
    if (typeof json !== "object" || json === null) return undefined;
    const entries = Object.entries(json).map(([key, value]) => [key, String(value)] as const);
    if (entries.some(([key]) => key.includes(hole))) return undefined;
    return new Map(entries.map(([key, value]) => [key, value.includes(hole) ? undefined : value]));
  } catch {
    return undefined;
  }
}
