import { type Effect } from "./effects";
import { type Changed } from "./suite";

/** The effect of a change of a property, as in the table: `in place`, `replaces aws_vpc`, … */
export function resultsOf(effects: readonly Effect[]): string[] {
  const results = new Set(effects.flatMap(resultOf));
  if (results.size > 1) results.delete("nothing");
  return [...results].sort();
}

export function resultOf(effect: Effect): string[] {
  const { elsewhere, stateMoves, manifests, tags, changes, guarded } = effect;
  if (elsewhere.length > 0) return ["elsewhere"];
  const results = new Set<string>();
  if (stateMoves.length > 0) results.add("moves the state");
  if (manifests) results.add("manifests");
  if (tags) results.add("in place");
  for (const { actions, type, address } of changes) {
    const deletes = actions.includes("delete");
    if (deletes && guarded.has(address)) results.add(`stops at ${type}`);
    if (actions.length === 2) {
      results.add(`replaces ${type}${actions[0] === "create" ? ", the new one first" : ""}`);
    } else results.add("in place");
  }
  return results.size > 0 ? [...results] : ["nothing"];
}

/** The effects of changes of each property, by heading and name. */
export function tableOf(changed: readonly Changed[]): Record<string, Record<string, string>> {
  const effects = new Map<string, Map<string, Effect[]>>();
  for (const { heading, property, kind, effect } of changed) {
    if (kind === "reordered") continue;
    const properties = effects.get(heading) ?? new Map<string, Effect[]>();
    effects.set(heading, properties.set(property, [...(properties.get(property) ?? []), effect]));
  }
  return Object.fromEntries(
    [...effects].map(([heading, properties]) => [
      heading,
      Object.fromEntries([...properties].map(([property, each]) => [property, resultsOf(each).join("; ")])),
    ]),
  );
}
