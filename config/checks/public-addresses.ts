import { Address4 } from "ip-address";

import { type WrittenCaller, writtenConnections } from "../callees";
import { type Draft, items } from "../draft";
import { quote } from "../errors";
import { isVpcName } from "../schema/egress";
import { endpointsOf, hasPublicSubnets, isNewVpc } from "../vpc-parts";
import { ecsTasks, type TaskPart } from "../workload-parts";
import { type Check, type Report } from "./check";
import { isPrivate, malformed } from "./cidrs";
import { vpcRange } from "./egress";

/**
 * A task with a public address runs on Fargate in public subnets, whose routes lead to the VPC and the internet only, never
 * to a transit gateway.
 */
export const checkPublicAddresses: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    const { path, task, workload, vpc, vpcName } = part;
    if (task.assignPublicIp !== true) continue;
    const place = [...path, "assignPublicIp"];
    if (workload.platform === "ecs-ec2") {
      // ECS, API_AwsVpcConfiguration and task-networking-awsvpc: only Fargate assigns public addresses.
      report.error(place, "should be false on container instances, where ECS assigns no public addresses, got true");
    } else if (vpc && !hasPublicSubnets(vpc)) {
      const remedy = "vpc" in vpc ? "list them in publicSubnets of the VPC" : "give the VPC publicSubnets: true";
      report.error(place, `should be false, since VPC '${vpcName}' has no public subnets, got true; or ${remedy}`);
    } else if (vpc && isNewVpc(vpc) && endpointsOf(vpc).mode === "central") {
      const cause = `AWS services resolve to the central endpoints in VPC '${vpcName}' (EP-12), which its public subnets have no route to`;
      report.error(place, `should be false, since ${cause}, got true`);
    }
    if (vpc && isNewVpc(vpc)) checkEgress(draft, part, report);
  }
  for (const { path, caller, callee, way } of writtenConnections(draft)) {
    if (caller.vpcName === callee.vpcName) continue;
    // A load balancer is in the VPC of its tasks.
    const ends = way === "loadBalancer" ? [caller] : [caller, callee];
    const [end] = ends.filter(leavesPublicSubnets);
    if (end)
      report.error(path, `can't connect VPCs '${caller.vpcName}' and '${callee.vpcName}': ${noRoute(end)}`, "key");
  }
};

/** Whether it is a task with a public address in a VPC whose routes the file shows. */
function leavesPublicSubnets(end: WrittenCaller | TaskPart): boolean {
  return "task" in end && end.task.assignPublicIp === true && end.vpc !== undefined && isNewVpc(end.vpc);
}

/** Private destinations outside of the VPC. */
function checkEgress(draft: Draft, part: TaskPart, report: Report): void {
  const own = part.vpcName === undefined ? undefined : vpcRange(draft, part.vpcName);
  for (const [index, { to }] of items(part.task.egress)) {
    if (to === undefined || own === undefined) continue;
    const isRange = /^[0-9.]+\/[0-9]+$/.test(to) && malformed(to) === undefined;
    const range = isVpcName(to) ? vpcRange(draft, to) : isRange ? new Address4(to) : undefined;
    if (range === undefined || !isPrivate(range) || range.isInSubnet(own) || own.isInSubnet(range)) continue;
    report.error([...part.path, "egress", index, "to"], `can't be reached: ${noRoute(part)}, got ${quote(to)}`);
  }
}

function noRoute({ name, vpcName }: Pick<TaskPart, "name" | "vpcName">): string {
  return `'${name}' has assignPublicIp: true, and the public subnets of VPC '${vpcName}' route to the internet only`;
}
