import { type EksDeployment, type Organization } from "../config/organization";
import { workloadsOf } from "./workloads-by-vpc";

/**
 * How pods on EKS Fargate use the access points of a file system: the access points that pods mount, by name, and
 * whether a pod writes. Fargate mounts for a pod without an IAM identity of the pod, so the file system policy must
 * allow mounts through these access points without one.
 */
export function podAccess(organization: Organization, vpc: string, fileSystem: string): Map<string, "read" | "write"> {
  const access = new Map<string, "read" | "write">();
  for (const deployment of podsIn(organization, vpc)) {
    for (const mount of Object.values(deployment.mounts)) {
      if (mount.fileSystem !== fileSystem) continue;
      for (const point of "accessPoints" in mount ? mount.accessPoints : [mount.accessPoint]) {
        access.set(point, mount.readOnly ? (access.get(point) ?? "read") : "write");
      }
    }
  }
  return access;
}

function podsIn(organization: Organization, vpc: string): EksDeployment[] {
  return workloadsOf(organization, vpc).flatMap((workload) =>
    workload.platform === "eks-fargate" ? Object.values(workload.deployments) : [],
  );
}
