import { literal } from "../literal";
import { sorted } from "../sorted";
import { logConfiguration, type LogDestination } from "./log";

/** An EFS volume of a task that containers mount. */
export interface EfsVolume {
  /** The volume name in mount points, such as `content-web`. */
  readonly name: string;
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  /** @default the file system's root */
  readonly accessPoint?: { readonly id: string; readonly arn: string };
  /** Must exist; not with an access point (ECS-03, EFS-07). @default "/" */
  readonly rootDirectory?: string;
}

export interface MountPoint {
  readonly volume: EfsVolume;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/** A directory that containers of a task share and that is deleted with the task. */
export interface ScratchMount {
  readonly volumeName: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/** Durations in seconds. */
export interface HealthCheck {
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly startPeriodSeconds: number;
}

export interface Limit {
  readonly soft: number;
  readonly hard: number;
}

/** An object in S3, by ARN. */
export interface EnvironmentFile {
  readonly file: string;
  /** ARN of the customer managed key of the object. @default a key that needs no permission */
  readonly kmsKeyId?: string;
}

/** The condition that another container must reach; only non-essential containers may exit (ECS-11). */
export type DependencyCondition = "START" | "COMPLETE" | "SUCCESS" | "HEALTHY";

export interface ContainerProps {
  readonly name: string;
  readonly image: string;
  /** The tag with `:` or digest with `@` after the image's name, if Terraform reads it from elsewhere. @default nothing */
  readonly imageSuffix?: string;
  readonly essential: boolean;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs of Secrets Manager secrets and SSM parameters, by variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Objects in S3 with further variables, the first file of a variable first (ECS-23). @default none */
  readonly environmentFiles?: readonly EnvironmentFile[];
  /** ARN of the secret with the credentials for the image's registry (ECS-25). @default none */
  readonly repositoryCredentials?: string;
  /** TCP ports that it listens on. */
  readonly ports: readonly number[];
  readonly mountPoints: readonly MountPoint[];
  /** @default none */
  readonly scratchMounts?: readonly ScratchMount[];
  readonly healthCheck?: HealthCheck;
  /** Conditions by container name. @default starts immediately */
  readonly dependsOn?: Readonly<Record<string, DependencyCondition>>;
  /** `user` or `user:group`. @default the image's */
  readonly user?: string;
  /** @default false */
  readonly readOnlyRootFilesystem?: boolean;
  /** @default the image's */
  readonly workingDirectory?: string;
  /** By name, such as `nofile`. @default the platform's */
  readonly ulimits?: Readonly<Record<string, Limit | undefined>>;
  /** 2 to 120 on Fargate. @default 30 */
  readonly stopTimeoutSeconds?: number;
  /** @default no reservation */
  readonly cpuUnits?: number;
  /** The memory limit, above which the container is killed. @default the task's memory */
  readonly memoryMiB?: number;
  /** @default false */
  readonly initProcess?: boolean;
  /** @default Docker's only */
  readonly addCapabilities?: readonly string[];
  /** Not on Fargate (ECS-16). @default false */
  readonly privileged?: boolean;
  /** Sends the other containers' logs to another destination. @default false */
  readonly isLogRouter?: boolean;
}

/**
 * A container in the form of the ECS API. Entries are sorted: ECS returns some of them sorted, so a second plan is
 * empty, and reordering entries in the file creates no new revision.
 */
export function containerDefinition(container: ContainerProps, log: LogDestination): Record<string, unknown> {
  const { healthCheck, dependsOn = {}, initProcess, addCapabilities } = container;
  return {
    name: container.name,
    image: `${container.image}${container.imageSuffix ?? ""}`,
    essential: container.essential,
    entryPoint: container.entryPoint?.map(literal),
    command: container.command?.map(literal),
    environment: sorted(container.environment).map(([name, value]) => ({ name, value: literal(value) })),
    secrets: sorted(container.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    environmentFiles: some(
      (container.environmentFiles ?? []).map(({ file }) => ({ type: "s3", value: literal(file) })),
    ),
    repositoryCredentials:
      container.repositoryCredentials === undefined
        ? undefined
        : { credentialsParameter: container.repositoryCredentials },
    // In awsvpc, the host port equals the container port, and ECS writes it back.
    portMappings: [...container.ports]
      .sort((a, b) => a - b)
      .map((port) => ({ containerPort: port, hostPort: port, protocol: "tcp" })),
    mountPoints: mountPoints(container),
    healthCheck: healthCheck && {
      command: healthCheck.command.map(literal),
      interval: healthCheck.intervalSeconds,
      timeout: healthCheck.timeoutSeconds,
      retries: healthCheck.retries,
      startPeriod: healthCheck.startPeriodSeconds,
    },
    dependsOn: some(sorted(dependsOn).map(([containerName, condition]) => ({ containerName, condition }))),
    user: container.user,
    readonlyRootFilesystem: container.readOnlyRootFilesystem,
    workingDirectory: container.workingDirectory && literal(container.workingDirectory),
    ulimits: some(ulimits(container.ulimits)),
    stopTimeout: container.stopTimeoutSeconds,
    cpu: container.cpuUnits,
    memory: container.memoryMiB,
    linuxParameters:
      initProcess || addCapabilities
        ? {
            initProcessEnabled: initProcess,
            capabilities: addCapabilities && { add: [...addCapabilities].sort(), drop: [] },
          }
        : undefined,
    privileged: container.privileged,
    firelensConfiguration: container.isLogRouter ? { type: "fluentbit" } : undefined,
    logConfiguration: logConfiguration(container, log),
  };
}

function mountPoints({ mountPoints: mounts, scratchMounts = [] }: ContainerProps) {
  return [
    ...[...mounts].sort(byContainerPath).map(({ volume, containerPath, readOnly }) => ({
      sourceVolume: volume.name,
      containerPath: literal(containerPath),
      readOnly,
    })),
    ...scratchMounts.map(({ volumeName, containerPath, readOnly }) => ({
      sourceVolume: volumeName,
      containerPath,
      readOnly,
    })),
  ];
}

function byContainerPath(a: MountPoint, b: MountPoint): number {
  return a.containerPath < b.containerPath ? -1 : 1;
}

function ulimits(limits: ContainerProps["ulimits"] = {}) {
  return sorted(limits).flatMap(([name, limit]) =>
    limit ? [{ name, softLimit: limit.soft, hardLimit: limit.hard }] : [],
  );
}

/** The distinct EFS volumes that containers mount, by name. */
export function volumesOf(containers: readonly ContainerProps[]): Map<string, EfsVolume> {
  return new Map(containers.flatMap(({ mountPoints }) => mountPoints.map(({ volume }) => [volume.name, volume])));
}

/** The names of the directories that containers share. */
export function scratchVolumesOf(containers: readonly ContainerProps[]): string[] {
  return [
    ...new Set(containers.flatMap(({ scratchMounts = [] }) => scratchMounts.map(({ volumeName }) => volumeName))),
  ];
}

/** ECS omits an empty list from its response. */
function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
