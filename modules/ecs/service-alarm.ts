import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface ServiceAlarmProps {
  readonly name: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Minutes below the desired count until it fires. */
  readonly minutes: number;
  /** Whether the desired count can be zero, in which case there is no data. */
  readonly mayBeEmpty: boolean;
  /** ARN of the SNS topic to notify. @default none */
  readonly topicArn?: string;
}

/** Fires when fewer tasks of a service run than desired, as counted by Container Insights. */
export class ServiceAlarm extends Construct {
  constructor(scope: Construct, id: string, props: ServiceAlarmProps) {
    super(scope, id);
    const { name, clusterName, serviceName, minutes, topicArn } = props;
    const count = (queryId: string, metricName: string) => ({
      id: queryId,
      metric: {
        namespace: "ECS/ContainerInsights",
        metricName,
        period: 60,
        stat: "Minimum",
        dimensions: { ClusterName: clusterName, ServiceName: serviceName },
      },
    });
    new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: `${name}-below-desired`,
      alarmDescription: `fewer tasks of ${name} run than should`,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      evaluationPeriods: minutes,
      // With no running task, the data may be missing: a failure for a service that always has tasks, otherwise not. If
      // there is data for the desired count only, it decides.
      treatMissingData: props.mayBeEmpty ? "notBreaching" : "breaching",
      metricQuery: [
        { id: "missing", expression: "desired - FILL(running, 0)", label: "tasks missing", returnData: true },
        count("desired", "DesiredTaskCount"),
        count("running", "RunningTaskCount"),
      ],
      alarmActions: topicArn ? [topicArn] : undefined,
      okActions: topicArn ? [topicArn] : undefined,
    });
  }
}
