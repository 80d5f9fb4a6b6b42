import { literal } from "../literal";
import { sorted } from "../sorted";

/** The Fluent Bit output of every other container, through FireLens. */
export interface LogRouting {
  /** Fluent Bit's options, including `Name`. */
  readonly options: Readonly<Record<string, string>>;
  /** Options that are secrets, by ARN. */
  readonly secretOptions: Readonly<Record<string, string>>;
}

/** Where a task's containers send their logs. */
export interface LogDestination {
  readonly logGroupName: string;
  readonly region: string;
  /** @default all to the log group */
  readonly routing?: LogRouting;
}

/** What decides where a container's log goes. */
interface LoggingContainer {
  readonly name: string;
  /** Whether it is the router of the other containers' logs. */
  readonly isLogRouter?: boolean;
}

/** CloudWatch Logs or the router; the router's own log can't go through itself. */
export function logConfiguration(
  container: LoggingContainer,
  { logGroupName, region, routing }: LogDestination,
): Record<string, unknown> {
  if (routing && !container.isLogRouter) {
    return {
      logDriver: "awsfirelens",
      options: Object.fromEntries(Object.entries(routing.options).map(([name, value]) => [name, literal(value)])),
      // Omitted if empty, as ECS does: a difference would replace the task definition at every apply.
      ...(Object.keys(routing.secretOptions).length > 0
        ? { secretOptions: sorted(routing.secretOptions).map(([name, valueFrom]) => ({ name, valueFrom })) }
        : {}),
    };
  }
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": logGroupName,
      "awslogs-region": region,
      "awslogs-stream-prefix": container.name,
    },
  };
}
