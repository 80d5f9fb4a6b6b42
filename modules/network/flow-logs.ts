import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

import { logGroupArn, ownSource, policyDocument, trustPolicy } from "../iam-policy";
import { literal } from "../literal";
import { shortened } from "../names";

export interface FlowLogsProps {
  /** The VPC's name, which begins the names of the log group and the role. */
  readonly name: string;
  /** What the `Name` tag begins with. @default name */
  readonly tagName?: string;
  readonly vpcId: string;
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly traffic: "all" | "accept" | "reject";
  /** ARN of a bucket, optionally with a prefix. @default a log group, which is created */
  readonly bucketArn?: string;
  /** Of the log group. @default forever */
  readonly retentionDays?: number;
  /** ARN of the key of the log group. @default CloudWatch's own encryption */
  readonly kmsKeyArn?: string;
}

/** Logs the connections of a VPC's network interfaces. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { vpcId, traffic, bucketArn } = props;
    const common = {
      vpcId,
      trafficType: traffic.toUpperCase(),
      tags: { Name: `${props.tagName ?? props.name}-flow-logs` },
    };
    if (bucketArn !== undefined) {
      new FlowLog(this, "Resource", { ...common, logDestinationType: "s3", logDestination: literal(bucketArn) });
      return;
    }
    const group = new CloudwatchLogGroup(this, "LogGroup", {
      name: groupName(props),
      retentionInDays: props.retentionDays,
      kmsKeyId: props.kmsKeyArn,
    });
    const { role, policy } = this.writer(props);
    new FlowLog(this, "Resource", {
      ...common,
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      dependsOn: [policy],
    });
  }

  /**
   * The role that VPC Flow Logs writes with: to this group only, for flow logs of this account and Region (VPC user guide,
   * flow-logs-iam-role).
   */
  private writer(props: FlowLogsProps): { readonly role: IamRole; readonly policy: IamRolePolicy } {
    const { name, region, accountId } = props;
    const role = new IamRole(this, "Role", {
      name: shortened(`${name}-flow-logs`, 64),
      assumeRolePolicy: trustPolicy(
        "vpc-flow-logs.amazonaws.com",
        ownSource("ec2", region, accountId, "vpc-flow-log/*"),
      ),
    });
    const policy = new IamRolePolicy(this, "Policy", {
      name: "write",
      role: role.id,
      policy: policyDocument([
        { Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: "*" },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `${logGroupArn(region, accountId, groupName(props))}:*`,
        },
      ]),
    });
    return { role, policy };
  }
}

function groupName({ name }: FlowLogsProps): string {
  return `/vpc/${name}/flow-logs`;
}
