import { type MountPath } from "../workloads/mount-path";
import { type HopAnswer, unknown } from "./hop";

/** Where not even the VPC of a path's tasks is known. */
export function openVpc(rule: string, { names }: MountPath): HopAnswer {
  const settle = `vpc_id of ${names.subnet}: the plan or state that makes the subnet, or data.aws_subnet`;
  return unknown(rule, names.subnet, `not known: whose VPC ${names.subnet} is in`, settle);
}
