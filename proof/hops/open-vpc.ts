import { type MountPath } from "../workloads/mount-path";
import { type HopAnswer, unknown } from "./hop";

/** Where not even the VPC of a path's tasks is known. */
export function openVpc(rule: string, { names }: MountPath): HopAnswer {
  const settle = `vpc_id of ${names.subnet}: add the plan or state that creates the subnet, or a data.aws_subnet that looks it up`;
  return unknown(rule, names.subnet, `not known which VPC ${names.subnet} is in`, settle);
}
