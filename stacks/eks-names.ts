import { type Organization } from "../config/organization";
import { shortened } from "../modules/names";

/** The cluster of an EKS workload, as AWS knows it. */
export function eksClusterName(organization: Organization, workloadName: string): string {
  return `${organization.name}-${workloadName}`;
}

/** The log group of a cluster's pods. */
export function podLogGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/pods`;
}

/** What IAM allows. */
const roleNameLength = 64;

export function podExecutionRoleName(clusterName: string): string {
  return shortened(`${clusterName}-pod-execution`, roleNameLength);
}

/** The role of a deployment's service account. */
export function serviceAccountRoleName(clusterName: string, deployment: string): string {
  return shortened(`${clusterName}-app-${deployment}`, roleNameLength);
}
