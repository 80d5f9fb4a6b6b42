import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

import { policyDocument, type PolicyStatement, trustPolicy } from "../iam-policy";
import { type ContainerProps, type EfsVolume, volumesOf } from "./container";

export interface TaskRoleProps {
  readonly name: string;
  readonly containers: readonly ContainerProps[];
  /** Lets `aws ecs execute-command` in (ECS-14). */
  readonly exec: boolean;
}

/** What the task's own code may do; with IAM on a volume, mounting is done as this role too (ECS-04). */
export class TaskRole extends Construct {
  readonly roleArn: string;
  /** What the role's tasks must wait for. */
  readonly policies: readonly IamRolePolicy[];

  constructor(scope: Construct, id: string, { name, containers, exec }: TaskRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", { name, assumeRolePolicy: trustPolicy("ecs-tasks.amazonaws.com") });
    const attach = (policyName: string, statements: PolicyStatement[]) =>
      statements.length > 0
        ? [
            new IamRolePolicy(this, policyName, {
              name: policyName,
              role: role.id,
              policy: policyDocument(statements),
            }),
          ]
        : [];
    const mounts = [...volumesOf(containers).values()].map((volume) => mountStatement(volume, containers));
    this.roleArn = role.arn;
    this.policies = [...attach("mount", mounts), ...attach("exec", exec ? [execStatement] : [])];
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

/** Writing only where some container mounts the volume writable, and only through the volume's access point. */
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
