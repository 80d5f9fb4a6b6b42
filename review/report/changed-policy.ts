/** The actions and principals that a changed policy newly allows, and those that it no longer allows. */
import { type Graph } from "../../proof/graph/graph";
import { graphOfPlans } from "../../proof/graph/read";
import { covers, type Grant, grantsOf } from "../policies/policy-grants";
import { shown } from "../stops/stop";

/** More is told by its number. */
const most = 4;
/** Comparing larger policies takes too long for a line in a list. */
const largest = 300;
let empty: Graph | undefined;

/** `newly allows s3:GetObject on arn:aws:s3:::a/*; no longer denies …`; undefined if the meaning can't be compared. */
export function changedPolicy(before: unknown, after: unknown): string | undefined {
  const graph = (empty ??= graphOfPlans({}));
  const [was, is] = [grantsOf(graph, before), grantsOf(graph, after)];
  if (!was || !is || was.length + is.length > largest) return undefined;
  const without = (all: readonly Grant[], others: readonly Grant[], effect: Grant["effect"]) =>
    all.filter((one) => one.effect === effect && !others.some((other) => covers(graph, other, one)));
  const told = [
    ...grants("newly allows", without(is, was, "Allow")),
    ...grants("newly denies", without(is, was, "Deny")),
    ...grants("no longer allows", without(was, is, "Allow")),
    ...grants("no longer denies", without(was, is, "Deny")),
  ];
  return told.length === 0 ? "means the same" : told.join("; ");
}

function grants(verb: string, all: readonly Grant[]): string[] {
  if (all.length === 0) return [];
  const byTarget = new Map<string, string[]>();
  for (const { action, resource, principal, conditions } of all) {
    const who = principal === undefined ? "" : ` to ${principal === "AWS:*" ? "everyone" : shown(principal)}`;
    const on = conditions.size > 0 ? " under conditions" : "";
    const target = `on ${shown(resource)}${who}${on}`;
    byTarget.set(target, [...(byTarget.get(target) ?? []), action]);
  }
  const told = [...byTarget].slice(0, most).map(([target, actions]) => {
    const named = [...new Set(actions)];
    const more = named.length > most ? ` and ${named.length - most} more` : "";
    return `${verb} ${named.slice(0, most).join(", ")}${more} ${target}`;
  });
  return byTarget.size > most ? [...told, `${verb} more on ${byTarget.size - most} other targets`] : told;
}
