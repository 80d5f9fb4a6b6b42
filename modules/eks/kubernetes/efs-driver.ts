import { KubeCsiDriver, KubeStorageClass } from "cdk8s-plus-34/lib/imports/k8s";
import { Construct } from "constructs";

import { managed } from "./namespace";

/** The CSI driver of EFS, which Fargate has built in. */
export const efsDriver = "efs.csi.aws.com";

/** Only for a cluster whose own was deleted, such as by removing the driver's add-on (EKS-06). */
export class CsiDriver extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new KubeCsiDriver(this, "Resource", {
      metadata: { name: efsDriver, labels: managed },
      spec: { attachRequired: false },
    });
  }
}

/** A class without parameters: volumes are written by hand, since nothing on Fargate would make them (EKS-06). */
export class StorageClass extends Construct {
  readonly storageClassName = "efs-sc";

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new KubeStorageClass(this, "Resource", {
      metadata: { name: this.storageClassName, labels: managed },
      provisioner: efsDriver,
      reclaimPolicy: "Retain",
      volumeBindingMode: "Immediate",
    });
  }
}
