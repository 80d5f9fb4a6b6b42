/** Checks whether ECS is allowed to assume the task role (ECS-04). */
import { callerOf } from "../../aws/iam/authorization";
import { ecsSource, trusts } from "../../aws/iam/trust-policy";
import { type Facts } from "../../facts";
import { ecsTasks, trustFix } from "../../fixes/execution-role-fix";
import { fails, type HopAnswer, unknown } from "../../hop-answer";
import { type MountPath } from "../../workloads/mount-path";
import { settling } from "./settling";

/**
 * Undefined if ECS is certainly allowed, or if the role is not in the input. ECS assumes the role before the task starts,
 * whether or not the volume uses IAM: "ECS was unable to assume the role that was provided for this task"
 * (aws-samples/aws-modern-application-workshop#88).
 *
 * @param usesRole whether the volume uses IAM, or may: otherwise a role that is only looked up is not judged
 */
export function taskRoleTrust({ workload, volume }: MountPath, facts: Facts, usesRole: boolean): HopAnswer | undefined {
  if (workload.kind !== "ecs") return undefined;
  const caller = callerOf(facts.graph, workload.role, volume.resource);
  if (caller.kind !== "role") return undefined;
  const { role } = caller;
  if (!usesRole && role.mode !== "managed") return undefined;
  const { answer, open } = trusts(facts, role, ecsTasks, ecsSource(facts, volume.resource));
  if (answer === "yes") return undefined;
  if (answer === "no") {
    const detail = `does not allow ${ecsTasks} to assume it, so tasks can't start`;
    return fails("ECS-04", role.address, detail, [trustFix(role, ecsTasks)]);
  }
  const detail = `whether it allows ${ecsTasks} to assume it depends on ${open?.expression ?? "policies that are not in the input"}`;
  return unknown("ECS-04", role.address, detail, settling(open, role));
}
