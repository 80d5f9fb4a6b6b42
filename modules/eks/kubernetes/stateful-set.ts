import { KubeService, KubeStatefulSet } from "cdk8s-plus-34/lib/imports/k8s";
import { Construct } from "constructs";

import { servicePorts } from "./deployment";
import { type EfsVolume, type PersistentVolume, volumeClaim } from "./persistent-volume";
import { newServiceAccount, podMetadata, type PodProps, podSelector, podTemplate, volumeName } from "./pod";

/** Volumes of which each pod mounts its own, in the order of the pods' ordinals. */
export interface ReplicaMount {
  readonly containerPath: string;
  readonly volumes: readonly EfsVolume[];
  readonly readOnly: boolean;
}

export interface StatefulSetProps extends PodProps {
  /** At most one list of volumes for each file system. */
  readonly replicaMounts: readonly ReplicaMount[];
}

/** The name of the claim template for a file system; no volume that pods share has a name of one part. */
export function templateName(fileSystem: string): string {
  return volumeName(fileSystem);
}

/**
 * A StatefulSet of one container, with its ServiceAccount and its headless Service. Fargate can't provision volumes, so the
 * claims that its controller would create from the templates exist already, each bound to a static volume (EKS-06, EKS-16).
 */
export class StatefulSet extends Construct {
  /**
   * @param name the name of the StatefulSet, the service account, the service and the container
   * @param claims the volume claims of the shared mounts, in their order
   */
  constructor(
    scope: Construct,
    id: string,
    name: string,
    props: StatefulSetProps,
    claims: readonly PersistentVolume[],
    storageClassName: string,
  ) {
    super(scope, id);
    const metadata = podMetadata(name, props);
    const shared = props.mounts.map(({ containerPath, readOnly, volume }, index) => ({
      volume: volumeName(volume.fileSystem, volume.accessPoint),
      containerPath,
      readOnly,
      claimName: claims[index]?.claimName ?? "",
    }));
    const own = props.replicaMounts.map(({ containerPath, readOnly, volumes }) => ({
      volume: templateName(volumes[0]?.fileSystem ?? ""),
      containerPath,
      readOnly,
    }));
    newServiceAccount(this, name, props);
    new KubeStatefulSet(this, "Resource", {
      metadata,
      spec: {
        replicas: props.replicas,
        serviceName: name,
        selector: { matchLabels: podSelector(name) },
        template: podTemplate(name, props, [...shared, ...own]),
        volumeClaimTemplates: [...new Set(own.map(({ volume }) => volume))].map((template) => ({
          metadata: { name: template },
          spec: volumeClaim(storageClassName),
        })),
      },
    });
    new KubeService(this, "Service", {
      metadata,
      spec: {
        clusterIp: "None",
        selector: podSelector(name),
        ports: props.ports.length > 0 ? servicePorts(props.ports) : undefined,
      },
    });
  }
}
