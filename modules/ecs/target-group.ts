import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { type Construct } from "constructs";

import { literal } from "../literal";
import { shortened } from "../names";

/** Durations in seconds. */
export interface TargetHealthCheck {
  readonly path: string;
  /** HTTP status codes, such as `200-299`. */
  readonly codes: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

export interface TargetGroupProps {
  readonly name: string;
  readonly vpcId: string;
  readonly protocol: "HTTP" | "TCP";
  readonly healthCheck: TargetHealthCheck;
  readonly deregistrationDelaySeconds: number;
  /** 30 to 900. @default a new target gets its full share of the requests at once */
  readonly slowStartSeconds?: number;
}

/** A name within the 32 characters that load balancers and target groups may have. */
export function balancedName(name: string): string {
  return shortened(name, 32);
}

/** The target group of a service's tasks. */
export function targetGroup(scope: Construct, id: string, props: TargetGroupProps): LbTargetGroup {
  const { healthCheck, protocol } = props;
  return new LbTargetGroup(scope, id, {
    name: balancedName(props.name),
    vpcId: props.vpcId,
    targetType: "ip",
    protocol,
    // The same port for every service: tasks register with their own port, and a change would replace the group,
    // which AWS refuses while a listener uses it.
    port: 80,
    deregistrationDelay: String(props.deregistrationDelaySeconds),
    slowStart: props.slowStartSeconds,
    healthCheck: {
      ...(protocol === "TCP" ? { protocol } : { path: literal(healthCheck.path), matcher: healthCheck.codes }),
      interval: healthCheck.intervalSeconds,
      timeout: healthCheck.timeoutSeconds,
      healthyThreshold: healthCheck.healthyThreshold,
      unhealthyThreshold: healthCheck.unhealthyThreshold,
    },
  });
}
