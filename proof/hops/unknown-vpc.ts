import { type HopAnswer, unknown } from "../hop-answer";
import { type RuleId } from "../rules";
import { type MountPath } from "../workloads/mount-path";

/** Reports a path whose VPC is not known. */
export function unknownVpc(rule: RuleId, { names }: MountPath): HopAnswer {
  const resolveBy = `vpc_id of ${names.subnet}: add the plan or state that creates the subnet, or a data.aws_subnet that looks it up`;
  return unknown(rule, names.subnet, `not known which VPC ${names.subnet} is in`, resolveBy);
}
