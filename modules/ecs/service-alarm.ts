import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

export interface ServiceAlarmProps {
  readonly name: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Minutes below the desired count until it fires. */
  readonly minutes: number;
  /** Whether the service may want no task at all, of which there is no data then. */
  readonly mayBeEmpty: boolean;
  /** ARN of the SNS topic that is told. @default nobody */
  readonly topicArn?: string;
}

/** Fires when fewer tasks of a service run than should, as Container Insights counts them. */
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
      // Without a running task there may be no data: a fault in a service that always has one, and else no matter. What
      // is desired tells the two apart where there is data of that alone.
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
