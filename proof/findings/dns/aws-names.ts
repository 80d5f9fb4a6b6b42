/**
 * Whether AWS still answers its own names in a VPC with these rules; otherwise the fix must not recommend the
 * association (DNS-16).
 */
import { answerIn } from "../../aws/dns/resolvers";
import { type Vpc } from "../../aws/dns/vpc-dns";
import { awsSuffix } from "../../dns/name";
import { type Facts } from "../../facts";

/** @param region the Region of the names */
export function keepsAwsNames(facts: Facts, vpc: Vpc | undefined, region: string): boolean {
  const names = ["fs-00000000000000000.efs", "api.ecr"].map((host) => `${host}.${region}.${awsSuffix(region)}`);
  return vpc !== undefined && names.every((name) => answerIn(facts, vpc.rulesAlone, name).verdict === "yes");
}
