/** Outputs that are removed or get another value: other stacks read them. */
import { type Change, type OutputChange, type Plan } from "../input/plan";
import { shown, type Stop } from "../stops/stop";

/** @param readersOf the stacks that read an output, if all stacks are known */
export function* changedOutputs(
  plan: Plan,
  readersOf?: (stack: string, output: string) => readonly string[],
): Iterable<Stop> {
  const revisions = revisionsIn(plan);
  for (const output of plan.outputs) {
    const resource = `output.${output.name}`;
    const readers = readersOf?.(plan.name, output.name);
    if (output.action === "delete") {
      yield {
        kind: "outage",
        stack: plan.name,
        resource,
        what: removed(readers),
        todo: "keep it, or check that no other stack reads it",
      };
      continue;
    }
    if (isAddition(output.before, output.after) || isRevision(output, revisions)) continue;
    const what = changeOf(output, readers);
    if (what === undefined) continue;
    yield {
      kind: "outage",
      stack: plan.name,
      resource,
      what,
      todo: "plan the stacks that read it, and check what the other value leads to there",
    };
  }
}

function removed(readers: readonly string[] = []): string {
  if (readers.length === 0) return "is removed; stacks that read this output will fail";
  return `is removed; ${readers.join(", ")} will fail, because ${readers.length === 1 ? "it reads" : "they read"} this output`;
}

function read(readers: readonly string[] | undefined): string {
  if (!readers) return "and other stacks read it";
  if (readers.length === 0) return "and other configurations may read it; no synthesized stack does";
  return `and ${readers.join(", ")} ${readers.length === 1 ? "reads" : "read"} it`;
}

function changeOf(
  { before, after, unknown, sensitive }: OutputChange,
  readers: readonly string[] | undefined,
): string | undefined {
  const [was, is] = [typeOf(before), typeOf(after)];
  if (!unknown && was !== is && before !== null && after !== null)
    return `changes its type (${was} → ${is}); stacks that read this output may fail`;
  // `null` had nothing to read.
  if (before === null || before === undefined) return undefined;
  const values = sensitive
    ? "sensitive"
    : `${shown(before)} → ${unknown ? "(known after apply)" : shown(after ?? null)}`;
  return `changes its value (${values}), ${read(readers)}`;
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? "list" : value === null ? "null" : typeof value;
}

/** A list or object that keeps all that it had. */
function isAddition(before: unknown, after: unknown): boolean {
  const text = (value: unknown) => JSON.stringify(value);
  if (Array.isArray(before) && Array.isArray(after)) {
    const now = new Set((after as unknown[]).map(text));
    return (before as unknown[]).every((item) => now.has(text(item)));
  }
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) return false;
  return Object.entries(before).every(
    ([key, value]) => Object.hasOwn(after, key) && text(value) === text((after as Record<string, unknown>)[key]),
  );
}

/** A new revision of a task definition has another ARN every time; the old revision stays usable. */
function isRevision({ before }: OutputChange, revisions: ReadonlySet<unknown>): boolean {
  return revisions.has(before);
}

/** ARNs, ids and numbers of the old revisions. */
function revisionsIn({ changes }: Plan): ReadonlySet<unknown> {
  const revised = changes.filter(({ type, action }) => type === "aws_ecs_task_definition" && action === "replace");
  return new Set(revised.flatMap(({ before }: Change) => [before["arn"], before["revision"], before["id"]]));
}
