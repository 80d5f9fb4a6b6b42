import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type TerraformResource } from "cdktf";
import { Construct } from "constructs";

import { ownSource, policyDocument, type PolicyStatement, trustPolicy } from "../iam-policy";
import { type ContainerProps, type EfsVolume, volumesOf } from "./container";

export interface TaskRoleProps {
  readonly name: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly containers: readonly ContainerProps[];
  /** Allows `aws ecs execute-command` (ECS-14). */
  readonly exec: boolean;
  /** Where sessions of `execute-command` are logged, and the key for them. @default no log */
  readonly execAudit?: ExecAudit;
  /** ARNs of policies for the task's own code. @default none */
  readonly policyArns?: readonly string[];
  /** Additional inline policies, by name. @default none */
  readonly statements?: Readonly<Record<string, readonly PolicyStatement[]>>;
}

export interface ExecAudit {
  readonly logGroupArn: string;
  readonly kmsKeyArn?: string;
}

/** The permissions of the task's own code; with IAM on a volume, mounting uses this role too (ECS-04). */
export class TaskRole extends Construct {
  readonly roleArn: string;
  /** The resources that must exist before the role's tasks start. */
  readonly policies: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: TaskRoleProps) {
    super(scope, id);
    const { name, containers, exec, execAudit, policyArns = [], statements = {} } = props;
    const role = new IamRole(this, "Resource", {
      name,
      assumeRolePolicy: trustPolicy("ecs-tasks.amazonaws.com", ownSource("ecs", props.region, props.accountId, "*")),
    });
    const attach = (policyName: string, policyStatements: readonly PolicyStatement[]) =>
      policyStatements.length > 0
        ? [
            new IamRolePolicy(this, policyName, {
              name: policyName,
              role: role.id,
              policy: policyDocument(policyStatements),
            }),
          ]
        : [];
    const mounts = [...volumesOf(containers).values()].map((volume) => mountStatement(volume, containers));
    this.roleArn = role.arn;
    this.policies = [
      ...attach("mount", mounts),
      ...attach("exec", exec ? [execStatement, ...auditStatements(execAudit)] : []),
      ...Object.entries(statements).flatMap(([policyName, list]) => attach(policyName, list)),
      ...policyArns.map(
        (policyArn) => new IamRolePolicyAttachment(this, policyId(policyArn), { role: role.name, policyArn }),
      ),
    ];
  }
}

const execStatement: PolicyStatement = {
  Effect: "Allow",
  Action: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  Resource: "*",
};

/** The session writes its own log, and reads the key that encrypts it. */
function auditStatements(audit: ExecAudit | undefined): PolicyStatement[] {
  if (!audit) return [];
  return [
    { Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: "*" },
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: `${audit.logGroupArn}:*`,
    },
    ...(audit.kmsKeyArn ? [{ Effect: "Allow" as const, Action: ["kms:Decrypt"], Resource: audit.kmsKeyArn }] : []),
  ];
}

/** `arn:aws:iam::222222222222:policy/read-orders` becomes `policy_read-orders`, qualified by its account. */
function policyId(arn: string): string {
  const [, , , , account = "", path = ""] = arn.split(":");
  return `${account}_${path.replace(/\//g, "_")}`;
}

/** Write access only if a container mounts the volume writable, and only through the volume's access point. */
function mountStatement(volume: EfsVolume, containers: readonly ContainerProps[]): PolicyStatement {
  const writable = containers.some(({ mountPoints }) =>
    mountPoints.some((mountPoint) => mountPoint.volume.name === volume.name && !mountPoint.readOnly),
  );
  return {
    Effect: "Allow",
    Action: ["elasticfilesystem:ClientMount", ...(writable ? ["elasticfilesystem:ClientWrite"] : [])],
    Resource: volume.fileSystemArn,
    Condition: volume.accessPoint && {
      StringEquals: { "elasticfilesystem:AccessPointArn": volume.accessPoint.arn },
    },
  };
}
