/**
 * Tasks in their hosts' network (`bridge`, `host`, `none`): the hosts mount their volumes, so the hosts' subnets and
 * security groups count, group by group of instances.
 */
import { type InstanceGroup, instanceGroupsOf } from "../aws/ecs/container-instance";
import { securityGroupsOf, subnetsOf } from "../aws/ecs/instance-subnets";
import { type Facts } from "../facts";
import { NULL, type Resource } from "../graph/model";
import { isOnHostNetwork } from "./network-mode";
import { type EcsWorkload } from "./workload";

const separator = "\u0001";

/** The id of what starts the tasks, of a workload's id. */
export function starterOf(id: string): string {
  return id.split(separator)[0]!;
}

/** The id of one of several kinds of tasks that a resource starts. */
export function idOf({ key }: Resource, name: string): string {
  return `${key}${separator}${name}`;
}

/** The workload as it is for awsvpc tasks; else once for each group of instances that may run it. */
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
