import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface FileSystemAlarmsProps {
  readonly name: string;
  readonly fileSystemId: string;
  /** Fires below this many GiB of burst credits, which only `bursting` throughput uses. @default no alarm */
  readonly burstCreditGiB?: number;
  /** Fires above this percentage of the I/O limit, which only `generalPurpose` performance has. @default no alarm */
  readonly ioLimitPercent?: number;
  /** ARN of the SNS topic to notify. @default none */
  readonly topicArn?: string;
}

/** Alarms that fire before a file system becomes slow. */
export class FileSystemAlarms extends Construct {
  constructor(scope: Construct, id: string, props: FileSystemAlarmsProps) {
    super(scope, id);
    const { name, fileSystemId, burstCreditGiB, ioLimitPercent, topicArn } = props;
    const actions = topicArn ? [topicArn] : undefined;
    const common = {
      namespace: "AWS/EFS",
      dimensions: { FileSystemId: fileSystemId },
      period: 300,
      evaluationPeriods: 3,
      alarmActions: actions,
      okActions: actions,
    };
    if (burstCreditGiB !== undefined) {
      new CloudwatchMetricAlarm(this, "burst-credits", {
        ...common,
        alarmName: `${name}-burst-credits`,
        alarmDescription: `${name} has little throughput left to burst with`,
        metricName: "BurstCreditBalance",
        statistic: "Minimum",
        comparisonOperator: "LessThanThreshold",
        threshold: burstCreditGiB * 1024 ** 3,
      });
    }
    if (ioLimitPercent !== undefined) {
      new CloudwatchMetricAlarm(this, "io-limit", {
        ...common,
        alarmName: `${name}-io-limit`,
        alarmDescription: `${name} is near its I/O limit`,
        metricName: "PercentIOLimit",
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: ioLimitPercent,
      });
    }
  }
}
