import { type Organization } from "../config/organization";
import { shortened } from "../modules/names";

/** The name of an EKS workload's cluster in AWS. */
export function eksClusterName(organization: Organization, workloadName: string): string {
  return `${organization.name}-${organization.workloads[workloadName]?.formerly ?? workloadName}`;
}

/** The name of the log group for a cluster's pods. */
export function podLogGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/pods`;
}

/** The maximum length of a role name in IAM. */
const roleNameLength = 64;

export function podExecutionRoleName(clusterName: string): string {
  return shortened(`${clusterName}-pod-execution`, roleNameLength);
}

/** The name of the role of a deployment's service account. */
export function serviceAccountRoleName(clusterName: string, deployment: string): string {
  return shortened(`${clusterName}-app-${deployment}`, roleNameLength);
}
