import { KubeCsiDriver, KubeStorageClass } from "cdk8s-plus-34/lib/imports/k8s";
import { Construct } from "constructs";

import { managed } from "./namespace";

/** The EFS CSI driver, which is built into Fargate. */
export const efsDriver = "efs.csi.aws.com";

/** Only for a cluster whose own object was deleted, for example by removing the driver's add-on (EKS-06). */
export class CsiDriver extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new KubeCsiDriver(this, "Resource", {
      metadata: { name: efsDriver, labels: managed },
      spec: { attachRequired: false },
    });
  }
}

/** A class without parameters: volumes are declared statically, since nothing on Fargate would create them (EKS-06). */
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
