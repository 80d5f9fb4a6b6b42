import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsTaskDefinition, type EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import { literal } from "../literal";
import { shortened } from "../names";
import { containerDefinition, type ContainerProps, type EfsVolume, volumesOf } from "./container";
import { ExecutionRole } from "./execution-role";
import { TaskRole } from "./task-role";

/** What IAM allows. */
const roleNameLength = 64;

export interface FargateTaskProps {
  /** The family; roles and log group are named after it. */
  readonly family: string;
  readonly region: string;
  /** CPU units, 1024 to a vCPU. Only certain pairs with memory exist (ECS-05). */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly containers: readonly ContainerProps[];
  readonly logRetentionDays: number;
  /** GiB, 21 to 200 (ECS-07). @default Fargate's 20 */
  readonly ephemeralStorageGiB?: number;
  /** @default false */
  readonly exec?: boolean;
}

/** A task definition with its roles and log group. Every EFS volume is mounted over TLS and as the task role. */
export class FargateTask extends Construct {
  readonly taskDefinitionArn: string;
  readonly taskRole: TaskRole;
  /** What must be in place before a task of it starts. */
  readonly startable: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: FargateTaskProps) {
    super(scope, id);
    const { family, region, containers } = props;
    const logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: `/ecs/${family}`,
      retentionInDays: props.logRetentionDays,
    });
    const executionRole = new ExecutionRole(this, "execution", {
      name: shortened(`${family}-execution`, roleNameLength),
      region,
      containers,
      logGroupArn: logGroup.arn,
    });
    this.taskRole = new TaskRole(this, "task", {
      name: shortened(`${family}-task`, roleNameLength),
      containers,
      exec: props.exec ?? false,
    });
    const definition = new EcsTaskDefinition(this, "Resource", {
      family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: String(props.cpu),
      memory: String(props.memory),
      executionRoleArn: executionRole.roleArn,
      taskRoleArn: this.taskRole.roleArn,
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      ephemeralStorage: props.ephemeralStorageGiB ? { sizeInGib: props.ephemeralStorageGiB } : undefined,
      containerDefinitions: JSON.stringify(
        containers.map((container) => containerDefinition(container, { logGroupName: logGroup.name, region })),
      ),
      volume: [...volumesOf(containers).values()].map(volumeBlock),
    });
    this.taskDefinitionArn = definition.arn;
    this.startable = [executionRole.policy, ...this.taskRole.policies];
  }
}

/** IAM and access points both need TLS (ECS-02); an access point has its own root (ECS-03). */
function volumeBlock({ name, fileSystemId, accessPoint, rootDirectory }: EfsVolume): EcsTaskDefinitionVolume {
  return {
    name,
    efsVolumeConfiguration: {
      fileSystemId,
      transitEncryption: "ENABLED",
      rootDirectory: accessPoint ? "/" : literal(rootDirectory ?? "/"),
      authorizationConfig: { iam: "ENABLED", accessPointId: accessPoint?.id },
    },
  };
}
