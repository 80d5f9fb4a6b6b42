import { type Organization } from "../config/organization";

/** The cluster of an EKS workload, as AWS knows it. */
export function eksClusterName(organization: Organization, workloadName: string): string {
  return `${organization.name}-${workloadName}`;
}

/** The log group of a cluster's pods. */
export function podLogGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/pods`;
}
