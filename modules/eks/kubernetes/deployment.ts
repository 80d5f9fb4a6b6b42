import {
  type Container,
  IntOrString,
  KubeDeployment,
  KubeService,
  KubeServiceAccount,
  type Probe,
  Quantity,
} from "cdk8s-plus-34/lib/imports/k8s";
import { Construct } from "constructs";

import { shortened } from "../../names";
import { managed } from "./namespace";
import { type EfsVolume, type PersistentVolume } from "./persistent-volume";

export interface VolumeMount {
  readonly containerPath: string;
  readonly volume: EfsVolume;
  readonly readOnly: boolean;
}

/** Durations in seconds. */
export interface HealthCheck {
  /** An argument list after `CMD`, or one line of shell after `CMD-SHELL`. */
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly startPeriodSeconds: number;
}

export interface DeploymentProps {
  readonly namespace: string;
  /** ARN of the service account's role (IRSA). */
  readonly roleArn: string;
  readonly image: string;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** TCP ports; if there are any, a Service with the same ports is created. */
  readonly ports: readonly number[];
  readonly mounts: readonly VolumeMount[];
  readonly healthCheck?: HealthCheck;
  /** Labels of the pods, for the selectors of Fargate profiles. */
  readonly labels: Readonly<Record<string, string>>;
  /** CPU units, 1024 per vCPU. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly replicas: number;
}

/** A Deployment of one container, with its ServiceAccount and its Service. */
export class Deployment extends Construct {
  /**
   * @param name the name of the deployment, the service account, the service and the container
   * @param claims the volume claims of the mounts, in their order
   */
  constructor(scope: Construct, id: string, name: string, props: DeploymentProps, claims: readonly PersistentVolume[]) {
    super(scope, id);
    const { namespace, ports } = props;
    const selector = { "app.kubernetes.io/name": name };
    const metadata = { namespace, name, labels: { ...managed, ...selector } };
    const volumes = props.mounts.map(({ volume }, index) => ({
      name: volumeName(volume),
      persistentVolumeClaim: { claimName: claims[index]?.claimName ?? "" },
    }));
    new KubeServiceAccount(this, "ServiceAccount", {
      metadata: {
        ...metadata,
        annotations: {
          "eks.amazonaws.com/role-arn": props.roleArn,
          // The VPC endpoint serves only the Region's own STS name (EP-11).
          "eks.amazonaws.com/sts-regional-endpoints": "true",
        },
      },
    });
    new KubeDeployment(this, "Resource", {
      metadata,
      spec: {
        replicas: props.replicas,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: { ...props.labels, ...selector } },
          spec: {
            serviceAccountName: name,
            containers: [container(name, props)],
            volumes: [...new Map(volumes.map((volume) => [volume.name, volume])).values()],
          },
        },
      },
    });
    if (ports.length === 0) return;
    new KubeService(this, "Service", {
      metadata,
      spec: {
        type: "ClusterIP",
        selector,
        ports: ports.map((port) => ({
          name: portName(port),
          port,
          targetPort: IntOrString.fromString(portName(port)),
          protocol: "TCP",
        })),
      },
    });
  }
}

function container(name: string, props: DeploymentProps): Container {
  const environment = Object.entries(props.environment).map(([key, value]) => ({ name: key, value }));
  // Fargate sizes the pod by its requests, which EKS rounds up, and the pod can't use more.
  const resources = {
    cpu: Quantity.fromString(`${Math.ceil((props.cpu * 1000) / 1024)}m`),
    memory: Quantity.fromString(`${props.memory}Mi`),
  };
  return {
    name,
    image: props.image,
    command: props.entryPoint && [...props.entryPoint],
    args: props.command && [...props.command],
    env: environment.length > 0 ? environment : undefined,
    ports: props.ports.map((port) => ({ name: portName(port), containerPort: port, protocol: "TCP" })),
    resources: { requests: resources, limits: resources },
    volumeMounts: props.mounts.map(({ containerPath, volume, readOnly }) => ({
      name: volumeName(volume),
      mountPath: containerPath,
      readOnly,
    })),
    livenessProbe: props.healthCheck && livenessProbe(props.healthCheck),
  };
}

function livenessProbe(check: HealthCheck): Probe {
  const [form, ...rest] = check.command;
  const direct = form === "CMD" ? rest : [...check.command];
  return {
    exec: { command: form === "CMD-SHELL" ? ["/bin/sh", "-c", ...rest] : direct },
    initialDelaySeconds: check.startPeriodSeconds,
    periodSeconds: check.intervalSeconds,
    timeoutSeconds: check.timeoutSeconds,
    failureThreshold: check.retries,
  };
}

function portName(port: number): string {
  return `tcp-${port}`;
}

/** A DNS label. Hyphens in the names are doubled, so that a single hyphen separates the names. */
function volumeName({ fileSystem, accessPoint }: EfsVolume): string {
  return shortened([fileSystem, accessPoint].map((name) => name.replace(/-/g, "--")).join("-"), 63);
}
