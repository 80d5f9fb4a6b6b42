/** The messages of stopped tasks in the output of `aws ecs describe-tasks`. */
interface DescribedTasks {
  readonly tasks?: readonly {
    readonly stoppedReason?: unknown;
    readonly containers?: readonly { readonly reason?: unknown }[];
  }[];
  readonly failures?: readonly { readonly reason?: unknown }[];
}

/** @returns one message of each kind, or the text itself if it is not the output of `aws ecs describe-tasks` */
export function messagesIn(input: string): string[] {
  const described = parsed(input);
  if (described === undefined) return [input.trim()].filter((text) => text !== "");
  const tasks = listOf(described.tasks);
  const reasons = [
    ...tasks.flatMap((task) => [task.stoppedReason, ...listOf(task.containers).map(({ reason }) => reason)]),
    ...listOf(described.failures).map(({ reason }) => reason),
  ];
  return [...new Set(reasons.filter((reason): reason is string => typeof reason === "string" && reason !== ""))];
}

function parsed(input: string): DescribedTasks | undefined {
  if (!/^\s*[[{]/.test(input)) return undefined;
  try {
    const json = JSON.parse(input) as DescribedTasks | DescribedTasks["tasks"];
    // With `--query tasks`, the list alone.
    return Array.isArray(json) ? { tasks: json as DescribedTasks["tasks"] } : (json as DescribedTasks);
  } catch {
    return undefined;
  }
}

/** The objects of a list; none if it is something else. */
function listOf<T extends object>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];
}
