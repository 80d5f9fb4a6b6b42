import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";

/** New bounds at a time. */
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
  /** Average CPU use to keep, in percent. @default not looked at */
  readonly cpuPercent?: number;
  /** Average memory use to keep, in percent. @default not looked at */
  readonly memoryPercent?: number;
  /** Requests per minute and task to keep; needs a load balancer. @default not looked at */
  readonly requestsPerTarget?: number;
  readonly scaleInCooldownSeconds: number;
  readonly scaleOutCooldownSeconds: number;
  /** By name. */
  readonly schedules: Readonly<Record<string, ScalingSchedule>>;
  /** Whose requests are counted. */
  readonly loadBalancer?: { readonly resourceLabel: string };
}

/** Keeps the number of a service's tasks between bounds, by use and by time. */
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
      // Schedules set both, and what they have set is not Terraform's to take back.
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

/** The provider takes text here, so that 0 is told from nothing. */
function string(count: number | undefined): string | undefined {
  return count === undefined ? undefined : String(count);
}
