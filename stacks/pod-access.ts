import { type EksDeployment, type Organization } from "../config/organization";
import { workloadsOf } from "./workloads-by-vpc";

/**
 * How pods on EKS Fargate use the access points of a file system: those that some pod mounts, by name, and whether one
 * of them writes. Fargate mounts for a pod without an IAM identity of the pod's, so the file system's policy must let
 * them in by the access point.
 */
export function podAccess(organization: Organization, vpc: string, fileSystem: string): Map<string, "read" | "write"> {
  const access = new Map<string, "read" | "write">();
  for (const deployment of podsIn(organization, vpc)) {
    for (const mount of Object.values(deployment.mounts)) {
      if (mount.fileSystem !== fileSystem) continue;
      access.set(mount.accessPoint, mount.readOnly ? (access.get(mount.accessPoint) ?? "read") : "write");
    }
  }
  return access;
}

function podsIn(organization: Organization, vpc: string): EksDeployment[] {
  return workloadsOf(organization, vpc).flatMap((workload) =>
    workload.platform === "eks-fargate" ? Object.values(workload.deployments) : [],
  );
}
