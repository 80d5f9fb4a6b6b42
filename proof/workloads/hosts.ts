/**
 * Tasks in their host's network (`bridge`, `host`, `none`): the host mounts their volumes, so the host's subnets and
 * security groups apply, for each group of instances.
 */
import { type InstanceGroup, instanceGroupsOf } from "../aws/ecs/container-instance";
import { securityGroupsOf, subnetsOf } from "../aws/ecs/instance-subnets";
import { type Facts } from "../facts";
import { NULL, type Resource } from "../graph/model";
import { isOnHostNetwork } from "./network-mode";
import { type EcsWorkload } from "./workload";

const separator = "\u0001";

/** The id of the resource that starts the tasks, from a workload's id. */
export function starterOf(id: string): string {
  return id.split(separator)[0]!;
}

/** The id of one of several kinds of tasks that a resource starts. */
export function idOf({ key }: Resource, name: string): string {
  return `${key}${separator}${name}`;
}

/** The workload itself for awsvpc tasks; otherwise one copy for each group of instances that may run it. */
export function placedOnHosts(facts: Facts, workload: EcsWorkload): readonly EcsWorkload[] {
  if (!isOnHostNetwork(facts, workload)) return [workload];
  const { groups } = instanceGroupsOf(facts, workload);
  if (groups.length === 0) return [workload];
  return groups.map((group) => onHosts(facts, workload, group));
}

function onHosts(facts: Facts, workload: EcsWorkload, group: InstanceGroup): EcsWorkload {
  const { graph } = facts;
  return {
    ...workload,
    id: `${workload.id}${separator}${group.holder.address} ${group.resource.address}`,
    hostedBy: group.holder,
    subnets: subnetsOf(graph, group),
    securityGroups: securityGroupsOf(graph, group),
    assignPublicIp: NULL,
  };
}
