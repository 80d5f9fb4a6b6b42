import { type EksDeployment, type EksFargateWorkload, type Organization } from "../config/organization";
import { manifests } from "../modules/eks/kubernetes/manifests";
import { mapValues } from "../modules/map-values";
import { eksClusterName, podLogGroupName } from "./eks-names";

/** The source of ids that AWS assigns: Terraform expressions in a stack, placeholders in files. */
export interface ManifestIds {
  fileSystem(name: string): string;
  accessPoint(fileSystem: string, name: string): string;
  /** The ARN of the role of a deployment's service account. */
  role(deployment: string): string;
}

/**
 * The Kubernetes manifests of a workload, by a key whose order is the order to apply.
 *
 * @param text converts user text, such as a command
 */
export function workloadManifests(
  organization: Organization,
  workloadName: string,
  workload: EksFargateWorkload,
  ids: ManifestIds,
  text: (written: string) => string,
): Record<string, string> {
  const volume = (fileSystem: string, accessPoint: string) => ({
    fileSystem,
    accessPoint,
    fileSystemId: ids.fileSystem(fileSystem),
    accessPointId: ids.accessPoint(fileSystem, accessPoint),
  });
  const pods = mapValues(workload.deployments, (deployment, name) => {
    const mounts = inOrder(Object.entries(deployment.mounts)).map(([path, mount]) => [text(path), mount] as const);
    return {
      ...deployment,
      roleArn: ids.role(name),
      entryPoint: deployment.entryPoint?.map(text),
      command: deployment.command?.map(text),
      environment: Object.fromEntries(inOrder(Object.entries(mapValues(deployment.environment, text)))),
      ports: [...deployment.ports].sort((a, b) => a - b),
      healthCheck: deployment.healthCheck && {
        ...deployment.healthCheck,
        command: deployment.healthCheck.command.map(text),
      },
      mounts: mounts.flatMap(([containerPath, mount]) =>
        "accessPoints" in mount
          ? []
          : [{ containerPath, readOnly: mount.readOnly, volume: volume(mount.fileSystem, mount.accessPoint) }],
      ),
      replicaMounts: mounts.flatMap(([containerPath, mount]) =>
        "accessPoints" in mount
          ? [
              {
                containerPath,
                readOnly: mount.readOnly,
                volumes: mount.accessPoints.map((accessPoint) => volume(mount.fileSystem, accessPoint)),
              },
            ]
          : [],
      ),
    };
  });
  const ofKind = (kind: EksDeployment["kind"]) =>
    Object.fromEntries(Object.entries(pods).filter(([, deployment]) => deployment.kind === kind));
  return manifests({
    createCsiDriver: workload.createCsiDriver,
    logRouter: {
      region: organization.region,
      logGroupName: podLogGroupName(eksClusterName(organization, workloadName)),
    },
    deployments: ofKind("Deployment"),
    statefulSets: ofKind("StatefulSet"),
  });
}

/** Sorted by name, so that reordering entries in the file doesn't replace pods. */
function inOrder<T>(entries: readonly (readonly [string, T])[]): (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
