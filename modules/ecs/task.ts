import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsTaskDefinition, type EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

import { logGroupArn, type PolicyStatement } from "../iam-policy";
import { literal } from "../literal";
import { shortened } from "../names";
import { containerDefinition, type ContainerProps, type EfsVolume, scratchVolumesOf, volumesOf } from "./container";
import { ExecutionRole } from "./execution-role";
import { type LogRouting } from "./log";
import { type ExecAudit, TaskRole } from "./task-role";

/** The maximum length of a role name in IAM. */
const roleNameLength = 64;

export interface TaskProps {
  /** @default fargate */
  readonly compute?: "fargate" | "instances";
  /** The family; roles and log group are named after it. */
  readonly family: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  /** CPU units, 1024 per vCPU. On Fargate only certain combinations with memory exist (ECS-05). */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly containers: readonly ContainerProps[];
  readonly logRetentionDays: number;
  /** ARN of the key that encrypts the logs. @default CloudWatch's own encryption */
  readonly logKeyArn?: string;
  /** GiB, 21 to 200, on Fargate only (ECS-07). @default Fargate's 20 */
  readonly ephemeralStorageGiB?: number;
  /** Must match the images (ECS-15). @default X86_64 */
  readonly cpuArchitecture?: "X86_64" | "ARM64";
  /** ARNs of the customer managed keys that secrets are encrypted with (ECS-22). @default none */
  readonly secretsKeyArns?: readonly string[];
  /** @default false */
  readonly exec?: boolean;
  /** @default no log */
  readonly execAudit?: ExecAudit;
  /** Where logs go if a container is the log router. @default all to the log group */
  readonly logRouting?: LogRouting;
  /** ARNs of policies for the task's own code. @default none */
  readonly policyArns?: readonly string[];
  /** Additional inline policies of the task role, by name. @default none */
  readonly statements?: Readonly<Record<string, readonly PolicyStatement[]>>;
  /** ARNs of repositories that a pull-through cache fills. @default none */
  readonly cachedRepositoryArns?: readonly string[];
  /** Further permissions of the execution role. @default none */
  readonly executionStatements?: readonly PolicyStatement[];
}

/** A task definition with its roles and log group. Every EFS volume is mounted over TLS and with the task role. */
export class Task extends Construct {
  readonly taskDefinitionArn: string;
  readonly taskRole: TaskRole;
  readonly logGroupName: string;
  readonly executionRoleArn: string;
  /** The resources that must exist before a task of it starts. */
  readonly startable: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const { family, region, accountId, containers } = props;
    const logGroupName = `/ecs/${family}`;
    const logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: logGroupName,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.logKeyArn,
    });
    const executionRole = new ExecutionRole(this, "execution", {
      name: shortened(`${family}-execution`, roleNameLength),
      region,
      accountId,
      containers,
      logGroupArn: logGroupArn(region, accountId, logGroupName),
      secretsKeyArns: props.secretsKeyArns,
      otherSecrets: Object.values(props.logRouting?.secretOptions ?? {}),
      cachedRepositoryArns: props.cachedRepositoryArns,
      statements: props.executionStatements,
    });
    this.executionRoleArn = executionRole.roleArn;
    this.taskRole = new TaskRole(this, "task", {
      name: shortened(`${family}-task`, roleNameLength),
      region,
      accountId,
      containers,
      exec: props.exec ?? false,
      execAudit: props.execAudit,
      policyArns: props.policyArns,
      statements: props.statements,
    });
    const log = { logGroupName: logGroup.name, region, routing: props.logRouting };
    const definition = new EcsTaskDefinition(this, "Resource", {
      family,
      requiresCompatibilities: [props.compute === "instances" ? "EC2" : "FARGATE"],
      networkMode: "awsvpc",
      cpu: String(props.cpu),
      memory: String(props.memory),
      executionRoleArn: executionRole.roleArn,
      taskRoleArn: this.taskRole.roleArn,
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: props.cpuArchitecture ?? "X86_64" },
      ephemeralStorage: props.ephemeralStorageGiB ? { sizeInGib: props.ephemeralStorageGiB } : undefined,
      containerDefinitions: JSON.stringify(containers.map((container) => containerDefinition(container, log))),
      volume: [
        ...[...volumesOf(containers).values()].map(volumeBlock),
        ...scratchVolumesOf(containers).map((name) => ({ name })),
      ],
    });
    this.taskDefinitionArn = definition.arn;
    this.logGroupName = logGroup.name;
    this.startable = [...executionRole.policies, ...this.taskRole.policies];
  }
}

/** IAM and access points both require TLS (ECS-02); an access point has its own root (ECS-03). */
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
