import { literal } from "../literal";

/** An EFS volume of a task, as containers mount it. */
export interface EfsVolume {
  /** The name that mount points use, such as `content-web`. */
  readonly name: string;
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  /** @default the file system's root */
  readonly accessPoint?: { readonly id: string; readonly arn: string };
  /** Must exist; only without an access point (ECS-03, EFS-07). @default "/" */
  readonly rootDirectory?: string;
}

export interface MountPoint {
  readonly volume: EfsVolume;
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

export interface ContainerProps {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs of Secrets Manager secrets and SSM parameters, by variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** TCP ports that it listens on. */
  readonly ports: readonly number[];
  readonly mountPoints: readonly MountPoint[];
  readonly healthCheck?: HealthCheck;
}

/** Where a task's containers log to. */
export interface LogDestination {
  readonly logGroupName: string;
  readonly region: string;
}

/** A container as ECS's API takes it. Entries are sorted, as ECS gives them back, so that a second plan is empty. */
export function containerDefinition(container: ContainerProps, log: LogDestination): Record<string, unknown> {
  const { healthCheck } = container;
  return {
    name: container.name,
    image: container.image,
    essential: container.essential,
    entryPoint: container.entryPoint?.map(literal),
    command: container.command?.map(literal),
    environment: sorted(container.environment).map(([name, value]) => ({ name, value: literal(value) })),
    secrets: sorted(container.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    // awsvpc: the host's port is the container's, and ECS writes it back.
    portMappings: container.ports.map((port) => ({ containerPort: port, hostPort: port, protocol: "tcp" })),
    mountPoints: container.mountPoints.map(({ volume, containerPath, readOnly }) => ({
      sourceVolume: volume.name,
      containerPath: literal(containerPath),
      readOnly,
    })),
    healthCheck: healthCheck && {
      command: healthCheck.command.map(literal),
      interval: healthCheck.intervalSeconds,
      timeout: healthCheck.timeoutSeconds,
      retries: healthCheck.retries,
      startPeriod: healthCheck.startPeriodSeconds,
    },
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": log.logGroupName,
        "awslogs-region": log.region,
        "awslogs-stream-prefix": container.name,
      },
    },
  };
}

/** The distinct volumes that containers mount, by name. */
export function volumesOf(containers: readonly ContainerProps[]): Map<string, EfsVolume> {
  return new Map(containers.flatMap(({ mountPoints }) => mountPoints.map(({ volume }) => [volume.name, volume])));
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
