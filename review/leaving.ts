/** What the plan itself says: it is incomplete, a check fails, resources leave Terraform's management, actions run. */
import { type Change, type Plan } from "./plan";
import { type Stop } from "./stop";

export function* planStops(plan: Plan): Iterable<Stop> {
  const { name: stack, incomplete, drift, checks, actions } = plan;
  const kind = "plan";
  if (incomplete !== undefined)
    yield { kind, rule: "TF-08", stack, resource: stack, what: incomplete, todo: "run a complete plan before apply" };
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
  yield* forgotten(plan);
  const [action, ...others] = actions;
  if (action !== undefined)
    yield {
      kind,
      stack,
      resource: action,
      what: "runs during apply, and a plan does not show what it does",
      todo: "check what the action does",
      ...(others.length > 0 ? { consequences: others } : {}),
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
