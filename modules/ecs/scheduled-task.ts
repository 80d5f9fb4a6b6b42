import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

import { ownSource, policyDocument, trustPolicy } from "../iam-policy";
import { shortened } from "../names";
import { associationOf, type Capacity, placementOf } from "./capacity";
import { Task, type TaskProps } from "./task";
import { taskSecurityGroup } from "./task-security-group";

export interface ScheduledTaskProps extends Omit<TaskProps, "compute"> {
  readonly clusterArn: string;
  readonly capacity: Capacity;
  readonly vpcId: string;
  /** Whether the subnets have IPv6 too. @default IPv4 only */
  readonly ipv6?: boolean;
  /** Subnets, each in a zone with a mount target of every volume (EFS-02). */
  readonly subnetIds: readonly string[];
  /** Gives each task a public address; the subnets are public then. @default false */
  readonly assignPublicIp?: boolean;
  /** The client groups of the volumes' file systems. */
  readonly clientSecurityGroupIds: readonly string[];
  /** `cron(…)` or `rate(…)`, in UTC. @default only started manually */
  readonly schedule?: string;
  /** The number of tasks started each time. @default 1 */
  readonly count?: number;
}

/** A task that runs to completion: started manually with `aws ecs run-task`, or by an EventBridge schedule. */
export class ScheduledTask extends Construct {
  readonly task: Task;
  /** Of the tasks' network interfaces, also for tasks that are started manually. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: ScheduledTaskProps) {
    super(scope, id);
    const { family, capacity } = props;
    this.task = new Task(this, "Task", {
      ...props,
      compute: capacity.kind === "instances" ? "instances" : "fargate",
    });
    const group = taskSecurityGroup(this, props);
    this.securityGroupId = group.id;
    if (!props.schedule) return;
    const role = new IamRole(this, "schedule", {
      name: shortened(`${family}-schedule`, 64),
      assumeRolePolicy: trustPolicy(
        "events.amazonaws.com",
        ownSource("events", props.region, props.accountId, `rule/${shortened(family, 64)}`),
      ),
    });
    const policy = new IamRolePolicy(this, "StartPolicy", {
      name: "start",
      role: role.id,
      policy: policyDocument([
        {
          Effect: "Allow",
          Action: ["ecs:RunTask"],
          Resource: this.task.taskDefinitionArn,
          Condition: { ArnEquals: { "ecs:cluster": props.clusterArn } },
        },
        {
          Effect: "Allow",
          Action: ["iam:PassRole"],
          Resource: [this.task.taskRole.roleArn, this.task.executionRoleArn],
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
        // The permission that propagating tags requires.
        {
          Effect: "Allow",
          Action: ["ecs:TagResource"],
          Resource: "*",
          Condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
        },
      ]),
    });
    const rule = new CloudwatchEventRule(this, "Rule", {
      name: shortened(family, 64),
      description: `starts ${family}`,
      scheduleExpression: props.schedule,
    });
    const { placementConstraints, ...placement } = { placementConstraints: undefined, ...placementOf(capacity) };
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      arn: props.clusterArn,
      roleArn: role.arn,
      ecsTarget: {
        taskDefinitionArn: this.task.taskDefinitionArn,
        taskCount: props.count ?? 1,
        ...placement,
        placementConstraint: placementConstraints,
        enableEcsManagedTags: true,
        propagateTags: "TASK_DEFINITION",
        enableExecuteCommand: props.exec,
        networkConfiguration: {
          subnets: [...props.subnetIds],
          securityGroups: [group.id, ...props.clientSecurityGroupIds],
          assignPublicIp: props.assignPublicIp ?? false,
        },
      },
      dependsOn: [policy, ...this.task.startable, ...associationOf(capacity)],
    });
  }
}
