import { type Organization } from "../config/organization";

/** Whether a workload VPC, new or adopted, has IPv6 besides IPv4. */
export function isDualStack(organization: Organization, vpcName: string): boolean {
  const vpc = organization.workloadVpcs[vpcName];
  return vpc !== undefined && ("vpc" in vpc ? vpc.vpc.ipv6 : vpc.ipv6);
}
