/** What the plan itself says: it is incomplete, a check fails, resources leave Terraform's management, actions run. */
import { type Change, type Plan } from "../input/plan";
import { type Stop } from "../stops/stop";

export function* planStops(plan: Plan): Iterable<Stop> {
  const { name: stack, incomplete, drift, checks, actions } = plan;
  const kind = "plan";
  if (incomplete !== undefined)
    yield {
      ...{ kind, stack, resource: stack, what: incomplete },
      ...(plan.defers
        ? { rule: "TF-09", todo: "after this plan is applied, review the next one before apply" }
        : { rule: "TF-08", todo: "run a complete plan before apply" }),
    };
  for (const { address } of drift.filter(({ action }) => action === "delete"))
    yield {
      kind,
      stack,
      resource: address,
      what: "has been deleted outside of Terraform",
      todo: "find out why before Terraform creates it again",
    };
  for (const { name, messages } of checks)
    yield {
      kind,
      stack,
      resource: name,
      what: ["fails", ...messages].join(": "),
      todo: "find out why; Terraform applies the plan in spite of it",
    };
  yield* mostDestroyed(plan);
  yield* forgotten(plan);
  const [action, ...others] = actions;
  if (action !== undefined)
    yield {
      kind,
      rule: "TF-09",
      stack,
      resource: action,
      what: "runs during apply, and a plan does not show what it does",
      todo: "check what the action does",
      ...(others.length > 0 ? { consequences: others } : {}),
    };
}

/** Fewer may be all that a small stack has. */
const many = 10;

/** A plan that destroys most of what exists was perhaps made with a wrong state, workspace or folder. */
function* mostDestroyed({ name, resources, changes }: Plan): Iterable<Stop> {
  const existing = resources.filter(({ action, imported }) => action !== "create" && !imported).length;
  const destroyed = changes.filter(
    ({ action, type, deposed }) =>
      deposed === undefined &&
      // A new revision of a task definition replaces the old one.
      (action === "delete" || (action === "replace" && type !== "aws_ecs_task_definition")),
  ).length;
  if (destroyed < many || destroyed * 2 <= existing) return;
  yield {
    kind: "plan",
    stack: name,
    resource: name,
    what: `destroys or replaces ${destroyed} of the ${existing} resources that exist`,
    todo: "check that the plan was made with the right state, workspace and variables",
  };
}

/** One stop for all: a `removed` block often names a module. */
function* forgotten({ name, changes }: Plan): Iterable<Stop> {
  const leaving = changes.filter(({ action }: Change) => action === "forget");
  const [first, ...others] = leaving;
  if (!first) return;
  yield {
    kind: "plan",
    stack: name,
    resource: first.address,
    what: "is no longer managed by Terraform, but stays in AWS as it is",
    todo: "check that another configuration imports it; otherwise nobody updates or deletes it any more",
    ...(others.length > 0 ? { consequences: others.map(({ address }) => address) } : {}),
  };
}
