import { type Container, KubeServiceAccount, type PodSpec, type Probe, Quantity } from "cdk8s-plus-34/lib/imports/k8s";
import { type Construct } from "constructs";

import { shortened } from "../../names";
import { managed } from "./namespace";
import { type EfsVolume } from "./persistent-volume";

/** A volume that all pods share. */
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

/** What the pods of a Deployment and of a StatefulSet have in common. */
export interface PodProps {
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

/** A claim of the pods, or a template of one for each pod, by the name of the volume. */
export interface MountedVolume {
  readonly volume: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
  /** The claim that all pods share. @default a claim of each pod */
  readonly claimName?: string;
}

export function podMetadata(name: string, { namespace }: PodProps) {
  return { namespace, name, labels: { ...managed, ...podSelector(name) } };
}

export function podSelector(name: string): Record<string, string> {
  return { "app.kubernetes.io/name": name };
}

export function newServiceAccount(scope: Construct, name: string, props: PodProps): void {
  new KubeServiceAccount(scope, "ServiceAccount", {
    metadata: {
      ...podMetadata(name, props),
      annotations: {
        "eks.amazonaws.com/role-arn": props.roleArn,
        // The VPC endpoint serves only the Region's own STS name (EP-11).
        "eks.amazonaws.com/sts-regional-endpoints": "true",
      },
    },
  });
}

/** The pods' template. */
export function podTemplate(name: string, props: PodProps, mounted: readonly MountedVolume[]) {
  const shared = mounted.flatMap(({ volume, claimName }) =>
    claimName === undefined ? [] : [{ name: volume, persistentVolumeClaim: { claimName } }],
  );
  const spec: PodSpec = {
    serviceAccountName: name,
    containers: [container(name, props, mounted)],
    volumes: [...new Map(shared.map((volume) => [volume.name, volume])).values()],
  };
  return { metadata: { labels: { ...props.labels, ...podSelector(name) } }, spec };
}

function container(name: string, props: PodProps, mounted: readonly MountedVolume[]): Container {
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
    volumeMounts: mounted.map(({ volume, containerPath, readOnly }) => ({
      name: volume,
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

export function portName(port: number): string {
  return `tcp-${port}`;
}

/** A DNS label. Hyphens in the names are doubled, so that a single hyphen separates the names. */
export function volumeName(...names: readonly string[]): string {
  return shortened(names.map((name) => name.replace(/-/g, "--")).join("-"), 63);
}
