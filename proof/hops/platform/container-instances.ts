/**
 * Checks whether any container instance can run the task: agent, role, machine image, architecture and number (ECS-15,
 * ECS-17).
 */
import { isUnset } from "../../aws/attributes/block";
import { clusterOf, type InstanceGroup, instanceGroupsOf } from "../../aws/ecs/container-instance";
import { callerOfLaunch } from "../../aws/ecs/instance-role";
import { subnetsOf } from "../../aws/ecs/instance-subnets";
import { plainUserData } from "../../aws/ecs/launch-template";
import { architectureOf, architecturesOf, machineImage, vcpusOf } from "../../aws/ecs/machine-image";
import { judgeAccess } from "../../aws/iam/authorization";
import { trusts } from "../../aws/iam/trust-policy";
import { sameZone } from "../../aws/network/availability-zone";
import { subnetOf } from "../../aws/network/subnet";
import { type Facts } from "../../facts";
import { literal } from "../../graph/model";
import { fails, type HopAnswer, unknown, worst } from "../../hop-answer";
import { ecsSetting } from "../../user-data/host-files";
import { stoppedUnit } from "../../user-data/host-state";
import { type EcsWorkload } from "../../workloads/workload";
import { instanceMetadata } from "./instance-metadata";

/** Undefined if some instances certainly can run it. */
export function containerInstances(facts: Facts, workload: EcsWorkload): HopAnswer | undefined {
  const { groups, excluded, others } = instanceGroupsOf(facts, workload);
  const { address } = workload;
  if (groups.length === 0) {
    if (others) {
      const resolveBy = `add the plan or state that contains ${others.expression} as another input`;
      return unknown("ECS-17", address, "not known which container instances run its tasks", resolveBy);
    }
    const names = excluded.map(({ holder }) => holder.address).join(", ");
    if (excluded.length > 0) {
      const detail = `its placement constraints rule out every container instance (${names}), so its tasks are not placed`;
      return fails("ECS-17", address, detail);
    }
    return unknown(
      "ECS-17",
      address,
      "no container instance runs its tasks",
      "the launch template or Auto Scaling group of its container instances",
    );
  }
  if (!others && isApart(facts, workload, groups)) {
    const names = groups.map(({ holder }) => holder.address).join(", ");
    const detail = `its tasks' subnets are in other Availability Zones than ${names}, so its tasks are not placed`;
    return fails("ECS-17", address, detail);
  }
  const answers = groups.map((group) => worst([...ofGroup(facts, workload, group)]));
  // A capacity provider gets its share of the tasks even if its instances can't run them; otherwise one suitable
  // instance is enough.
  const bad = workload.capacityProviders.length > 0 ? worst(answers) : best(answers);
  if (bad) return bad;
  if (groups.some((group, at) => answers[at] === undefined && group.fits === "yes")) return undefined;
  const resolveBy = `the attributes of ${groups.map(({ holder }) => holder.address).join(", ")}`;
  return unknown(
    "ECS-17",
    address,
    "not known whether its placement constraints allow any container instance",
    resolveBy,
  );
}

/** Checks whether the tasks' subnets are in zones in which no group has an instance. */
function isApart(facts: Facts, { subnets }: EcsWorkload, groups: readonly InstanceGroup[]): boolean {
  const lists = [subnets, ...groups.map((group) => subnetsOf(facts.graph, group))];
  if (lists.some(({ items, unknownRest }) => unknownRest !== undefined || items.length === 0)) return false;
  const [tasks, ...instances] = lists.map(({ items }) => items.map((item) => subnetOf(facts, item).zone));
  return instances.flat().every((zone) => tasks!.every((other) => sameZone(facts.graph, zone, other) === "no"));
}

/** Undefined if one of them is undefined, or else the answer that is least certain to fail. */
function best(answers: readonly (HopAnswer | undefined)[]): HopAnswer | undefined {
  if (answers.includes(undefined)) return undefined;
  return answers.find((answer) => answer?.verdict === "unknown") ?? answers[0];
}

function* ofGroup(facts: Facts, workload: EcsWorkload, group: InstanceGroup): Iterable<HopAnswer | undefined> {
  yield cluster(facts, workload, group);
  yield role(facts, group);
  yield image(facts, group);
  yield architecture(facts, workload, group);
  yield imageArchitecture(facts, group);
  yield agent(facts, workload, group);
  yield cpu(facts, workload, group);
  yield number(facts, group);
  yield* instanceMetadata(facts, workload, group);
}

/** The agent registers with the cluster that ECS_CLUSTER names. */
function cluster({ graph }: Facts, workload: EcsWorkload, { resource, host }: InstanceGroup): HopAnswer | undefined {
  const found = graph.resolve(workload.cluster, "aws_ecs_cluster", workload.resource);
  const wanted =
    found.kind === "resource"
      ? graph.text(graph.get(found.resource, "name"))
      : graph.text(workload.cluster)?.replace(/^arn:[^/]*:cluster\//, "");
  const joined = clusterOf(host);
  const name = resource.address;
  if (joined !== undefined && joined === wanted) return undefined;
  if (joined === undefined || wanted === undefined) {
    const resolveBy = `ECS_CLUSTER in the user data of ${name}`;
    return unknown("ECS-17", name, `not known whether its hosts join ${graph.describe(workload.cluster)}`, resolveBy);
  }
  const detail = `its hosts join the cluster ${joined}, but the tasks belong to ${wanted}`;
  if (host !== undefined) return fails("ECS-17", name, detail);
  return unknown(
    "ECS-17",
    name,
    `${detail}, unless its machine image sets ECS_CLUSTER`,
    `ECS_CLUSTER in the user data of ${name}`,
  );
}

/** The agent registers, and polls for tasks, with the instance's role. */
function role(facts: Facts, { resource }: InstanceGroup): HopAnswer | undefined {
  const caller = callerOfLaunch(facts, resource);
  const name = resource.address;
  if (caller.kind === "anonymous") {
    return fails("ECS-17", name, "has no instance profile, so its agent can't register with the cluster");
  }
  if (caller.kind === "unknown") {
    const resolveBy = `the role of ${caller.expression}`;
    return unknown("ECS-17", name, `not known whether its role is allowed ecs:RegisterContainerInstance`, resolveBy);
  }
  if (trusts(facts, caller.role, "ec2.amazonaws.com").answer === "no") {
    return fails("ECS-17", caller.role.address, "does not trust ec2.amazonaws.com, so instances can't assume it");
  }
  const request = { caller, action: "ecs:RegisterContainerInstance", resource: literal("*"), context: new Map() };
  const { answer, open } = judgeAccess(facts, request);
  if (answer === "yes") return undefined;
  if (answer === "no") {
    return fails(
      "ECS-17",
      caller.role.address,
      "is not allowed ecs:RegisterContainerInstance, so the agents can't register",
    );
  }
  const resolveBy = open?.expression ?? `the policies of ${caller.role.address}`;
  return unknown(
    "ECS-17",
    caller.role.address,
    "not known whether it is allowed ecs:RegisterContainerInstance",
    resolveBy,
  );
}

/** Only the ECS-optimized image contains the agent, the mount helper and the volume plugin. */
function image({ graph }: Facts, { launch, resource }: InstanceGroup): HopAnswer | undefined {
  const { kind, name } = machineImage(graph, launch);
  if (kind === "ecs") return undefined;
  if (kind === "windows")
    return fails("ECS-01", resource.address, `runs Windows (${name}), which can't mount EFS volumes`);
  const installs = /ecs-init|amazon-ecs-agent|amazon-linux-extras\s+(?:enable|install).*\becs\b/.test(
    plainUserData(graph, resource),
  );
  const resolveBy = "an ECS-optimized AMI, referenced by its public parameter or by name and owner amazon";
  if (kind === "other" && !installs) {
    const detail = `its machine image ${name} is not ECS-optimized, and its user data does not install ecs-init`;
    return fails("ECS-17", resource.address, detail);
  }
  return unknown(
    "ECS-17",
    resource.address,
    `not known whether its machine image ${name} has the ECS agent and amazon-efs-utils`,
    resolveBy,
  );
}

function architecture(
  { graph }: Facts,
  { taskDefinition }: EcsWorkload,
  { launch, resource }: InstanceGroup,
): HopAnswer | undefined {
  if (!("key" in taskDefinition)) return undefined;
  const wanted = graph.text(taskDefinition.get("runtime_platform.cpu_architecture"))?.toLowerCase();
  const found = architecturesOf(graph, launch);
  if (wanted === undefined || wanted === "" || found.every((one) => one === wanted)) return undefined;
  if (found.includes(wanted)) {
    const detail = `its instances are ${found.join(" or ")}, but ${taskDefinition.address} asks for ${wanted}`;
    return unknown("ECS-15", resource.address, detail, `only instance types of ${wanted}`);
  }
  const detail = `its instances are ${found.join(", ")}, but ${taskDefinition.address} asks for ${wanted}, so its tasks are not placed`;
  return fails("ECS-15", resource.address, detail);
}

/** EC2 can't launch an instance from an image of another architecture. */
function imageArchitecture({ graph }: Facts, { launch, resource }: InstanceGroup): HopAnswer | undefined {
  const [image, machine] = [machineImage(graph, launch), architectureOf(graph, launch)];
  if (image.architecture === undefined || machine === undefined || image.architecture === machine) return undefined;
  const detail = `its machine image ${image.name} is ${image.architecture}, but its instances are ${machine}, so EC2 can't launch them`;
  return fails("ECS-15", resource.address, detail);
}

/** Checks whether the user data removes something that the agent needs. */
function agent({ graph }: Facts, { taskDefinition }: EcsWorkload, { host, resource }: InstanceGroup) {
  if (host === undefined || "kind" in host) return undefined;
  for (const unit of ["ecs", "docker", "amazon-ecs-volume-plugin"]) {
    const { text } = host.file(stoppedUnit(unit));
    if (text === null) continue;
    const detail = `its user data stops or removes ${unit}, which tasks with an EFS volume require`;
    return unknown("ECS-17", resource.address, detail, `whether ${unit} runs on its hosts`);
  }
  const isAwsvpc = "key" in taskDefinition && graph.text(taskDefinition.get("network_mode")) === "awsvpc";
  if (isAwsvpc && ecsSetting(host.ecsConfig.text, "ECS_ENABLE_TASK_ENI")?.toLowerCase() === "false") {
    const detail = "ECS_ENABLE_TASK_ENI is false on its hosts, so tasks in awsvpc mode are not placed there";
    return fails("ECS-17", resource.address, detail);
  }
  return undefined;
}

/** Checks whether a task needs more CPU units than an instance has (1024 for each vCPU). */
function cpu({ graph }: Facts, { taskDefinition }: EcsWorkload, { launch, resource }: InstanceGroup) {
  const wanted = "key" in taskDefinition ? graph.text(taskDefinition.get("cpu")) : undefined;
  const units = wanted === undefined ? undefined : cpuUnits(wanted);
  const types = launch.instanceTypes.map((type) => graph.text(type) ?? "");
  const most = types.map(vcpusOf);
  if (units === undefined || types.length === 0 || !most.every((one) => one !== undefined && one * 1024 < units))
    return undefined;
  const detail = `its instances are ${types.join(", ")}, but the task needs ${wanted} CPU units, more than any of them has`;
  return fails("ECS-17", resource.address, detail);
}

function cpuUnits(text: string): number | undefined {
  const [, number, unit] = /^([\d.]+)\s*(vcpu)?$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (unit ? 1024 : 1);
}

/** A group without instances can't run tasks. */
function number({ graph }: Facts, { holder, provider }: InstanceGroup): HopAnswer | undefined {
  if (holder.type !== "aws_autoscaling_group") return undefined;
  const [least, most, wanted] = ["min_size", "max_size", "desired_capacity"].map((name) =>
    graph.text(holder.get(name)),
  );
  if (most === "0") return fails("ECS-17", holder.address, "its max_size is 0, so it has no instance to run a task");
  const starts = isUnset(graph, holder, "desired_capacity") ? least : wanted;
  if (starts !== "0") return undefined;
  const scaling = provider && graph.text(provider.get("auto_scaling_group_provider.managed_scaling.status"));
  if (
    scaling === "ENABLED" ||
    graph.referrers("aws_autoscaling_policy", "autoscaling_group_name", holder).certain.length > 0
  ) {
    return undefined;
  }
  const resolveBy = `managed_scaling of its capacity provider, or desired_capacity of ${holder.address}`;
  return unknown(
    "ECS-17",
    holder.address,
    "starts with no instance, and nothing in the input scales it out",
    resolveBy,
  );
}
