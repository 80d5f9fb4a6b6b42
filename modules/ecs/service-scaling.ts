import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";

/** Changes the bounds at a time. */
export interface ScalingSchedule {
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  readonly at: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** @default unchanged */
  readonly min?: number;
  /** @default unchanged */
  readonly max?: number;
}

export interface ServiceScalingProps {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly min: number;
  readonly max: number;
  /** Target for the average CPU utilization, in percent. @default not used */
  readonly cpuPercent?: number;
  /** Target for the average memory utilization, in percent. @default not used */
  readonly memoryPercent?: number;
  /** Target for requests per minute and task; requires a load balancer. @default not used */
  readonly requestsPerTarget?: number;
  readonly scaleInCooldownSeconds: number;
  readonly scaleOutCooldownSeconds: number;
  /** Schedules by name. */
  readonly schedules: Readonly<Record<string, ScalingSchedule>>;
  /** The load balancer whose requests are counted. */
  readonly loadBalancer?: { readonly resourceLabel: string };
}

/** Keeps the number of a service's tasks between bounds, by utilization and schedule. */
export class ServiceScaling extends Construct {
  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);
    const { cpuPercent, memoryPercent, requestsPerTarget, loadBalancer } = props;
    const target = new AppautoscalingTarget(this, "Resource", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${props.clusterName}/${props.serviceName}`,
      minCapacity: props.min,
      maxCapacity: props.max,
      // Schedules set both, and Terraform should not revert what they set.
      lifecycle:
        Object.keys(props.schedules).length > 0 ? { ignoreChanges: ["min_capacity", "max_capacity"] } : undefined,
    });
    const scalable = {
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
    };
    const track = (policyId: string, metric: string, targetValue: number | undefined, resourceLabel?: string) => {
      if (targetValue === undefined) return;
      new AppautoscalingPolicy(this, policyId, {
        ...scalable,
        name: policyId,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          scaleInCooldown: props.scaleInCooldownSeconds,
          scaleOutCooldown: props.scaleOutCooldownSeconds,
          predefinedMetricSpecification: { predefinedMetricType: metric, resourceLabel },
        },
      });
    };
    track("cpu", "ECSServiceAverageCPUUtilization", cpuPercent);
    track("memory", "ECSServiceAverageMemoryUtilization", memoryPercent);
    if (loadBalancer) track("requests", "ALBRequestCountPerTarget", requestsPerTarget, loadBalancer.resourceLabel);
    for (const [name, { at, timeZone, min, max }] of Object.entries(props.schedules)) {
      new AppautoscalingScheduledAction(this, name, {
        ...scalable,
        name,
        schedule: at,
        timezone: timeZone,
        scalableTargetAction: { minCapacity: string(min), maxCapacity: string(max) },
      });
    }
  }
}

/** The provider takes a string here, to distinguish 0 from unset. */
function string(count: number | undefined): string | undefined {
  return count === undefined ? undefined : String(count);
}
