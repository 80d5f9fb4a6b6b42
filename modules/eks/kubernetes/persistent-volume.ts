import { KubePersistentVolume, KubePersistentVolumeClaim, Quantity } from "cdk8s-plus-34/lib/imports/k8s";
import { Construct } from "constructs";

import { efsDriver, type StorageClass } from "./efs-driver";
import { managed } from "./namespace";

/** An access point of a file system, with the names in the file and the ids from AWS. */
export interface EfsVolume {
  readonly fileSystem: string;
  readonly accessPoint: string;
  readonly fileSystemId: string;
  readonly accessPointId: string;
}

export interface PersistentVolumeProps extends EfsVolume {
  /** The name of the volume, which is cluster-scoped. */
  readonly name: string;
  /** The name of the claim. */
  readonly namespace: string;
  /** The claim's name. @default `<file system>.<access point>` */
  readonly claimName?: string;
  readonly storageClass: StorageClass;
}

/** Required and ignored: EFS grows with the stored data (EKS-07). */
const storage = Quantity.fromString("1Gi");
const accessModes = ["ReadWriteMany"];

/** A static volume on an access point, over TLS, and the one claim that can bind to it. */
export class PersistentVolume extends Construct {
  readonly claimName: string;

  constructor(scope: Construct, id: string, props: PersistentVolumeProps) {
    super(scope, id);
    const { name, namespace, fileSystem, accessPoint, fileSystemId, accessPointId } = props;
    const { storageClassName } = props.storageClass;
    this.claimName = props.claimName ?? `${fileSystem}.${accessPoint}`;
    new KubePersistentVolume(this, "Resource", {
      metadata: { name, labels: managed },
      spec: {
        capacity: { storage },
        volumeMode: "Filesystem",
        accessModes,
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName,
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: this.claimName },
        csi: {
          driver: efsDriver,
          // The access point has its own root directory: a path in the middle of the handle makes the mount fail
          // (EKS-07).
          volumeHandle: `${fileSystemId}::${accessPointId}`,
          volumeAttributes: { encryptInTransit: "true" },
        },
      },
    });
    new KubePersistentVolumeClaim(this, "Claim", {
      metadata: { namespace, name: this.claimName, labels: managed },
      spec: { ...volumeClaim(storageClassName), volumeName: name },
    });
  }
}

/** What a claim, or the template of one, asks for. */
export function volumeClaim(storageClassName: string) {
  return { accessModes, storageClassName, resources: { requests: { storage } } };
}
