import { IntOrString, KubeDeployment, KubeService } from "cdk8s-plus-34/lib/imports/k8s";
import { Construct } from "constructs";

import { type PersistentVolume } from "./persistent-volume";
import { newServiceAccount, podMetadata, type PodProps, podSelector, podTemplate, portName, volumeName } from "./pod";

export type DeploymentProps = PodProps;

/** A Deployment of one container, with its ServiceAccount and its Service. */
export class Deployment extends Construct {
  /**
   * @param name the name of the deployment, the service account, the service and the container
   * @param claims the volume claims of the mounts, in their order
   */
  constructor(scope: Construct, id: string, name: string, props: DeploymentProps, claims: readonly PersistentVolume[]) {
    super(scope, id);
    const { ports } = props;
    const metadata = podMetadata(name, props);
    const mounted = props.mounts.map(({ containerPath, readOnly, volume }, index) => ({
      volume: volumeName(volume.fileSystem, volume.accessPoint),
      containerPath,
      readOnly,
      claimName: claims[index]?.claimName ?? "",
    }));
    newServiceAccount(this, name, props);
    new KubeDeployment(this, "Resource", {
      metadata,
      spec: {
        replicas: props.replicas,
        selector: { matchLabels: podSelector(name) },
        template: podTemplate(name, props, mounted),
      },
    });
    if (ports.length === 0) return;
    new KubeService(this, "Service", {
      metadata,
      spec: { type: "ClusterIP", selector: podSelector(name), ports: servicePorts(ports) },
    });
  }
}

export function servicePorts(ports: readonly number[]) {
  return ports.map((port) => ({
    name: portName(port),
    port,
    targetPort: IntOrString.fromString(portName(port)),
    protocol: "TCP",
  }));
}
