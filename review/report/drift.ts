/** Changes outside of Terraform, and which of them matter to a plan. */
import { markdownCode } from "../../proof/text";
import { type Change, type Plan } from "../input/plan";

export interface Drift {
  readonly change: Change;
  /** Attributes that changes of the plan refer to, according to Terraform's `relevant_attributes`. */
  readonly used: readonly string[];
  /** Attributes that the plan sets to what they were before. */
  readonly reverted: readonly string[];
  /** Other attributes that the plan changes, too. */
  readonly changed: readonly string[];
}

export function driftOf({ drift, relevant, resources }: Plan): readonly Drift[] {
  const used = new Map<string, Set<string | undefined>>();
  for (const { resource, attribute } of relevant)
    used.set(resource, (used.get(resource) ?? new Set<string | undefined>()).add(attribute));
  const planned = new Map(resources.map((change) => [change.address, change]));
  return drift.map((change) => {
    const { address, keys, before } = change;
    const named = [...(used.get(address) ?? []), ...(used.get(address.replace(/\[[^[\]]*\]$/, "")) ?? [])];
    const plan = planned.get(address);
    const same = keys.filter((key) => plan?.keys.includes(key));
    const reverted = same.filter((key) => JSON.stringify(plan?.after[key]) === JSON.stringify(before[key]));
    return {
      change,
      used: named.includes(undefined) ? keys : keys.filter((key) => named.includes(key)),
      reverted,
      changed: same.filter((key) => !reverted.includes(key)),
    };
  });
}

/** More would not be read. */
const most = 20;

/** Each resource that matters, and the number of the others by type. */
export function driftSection(plans: readonly Plan[]): string[] {
  const all = plans.flatMap(driftOf);
  const matters = all.filter(({ used, reverted, changed }) => used.length + reverted.length + changed.length > 0);
  const others = all.filter((one) => !matters.includes(one)).map(({ change }) => change);
  if (all.length === 0) return [];
  const items = matters.slice(0, most).map(itemOf);
  const more = matters.length > most ? [`- and ${matters.length - most} more`] : [];
  const rest = others.length === 0 ? [] : [othersText(others, matters.length > 0)];
  return [
    ["### Drift\n", ...items, ...more, ...(items.length > 0 && rest.length > 0 ? [""] : []), ...rest, ""].join("\n"),
  ];
}

function itemOf({ change, used, reverted, changed }: Drift): string {
  const listed = (keys: readonly string[]) => keys.map(markdownCode).join(", ");
  const told = [
    ...(reverted.length > 0 ? [`${listed(reverted)} changed outside of Terraform, and this plan changes it back`] : []),
    ...(changed.length > 0 ? [`${listed(changed)} changed outside of Terraform, and this plan changes it, too`] : []),
    ...(used.length > 0 ? [`${listed(used)} changed outside of Terraform, and changes of this plan depend on it`] : []),
  ];
  return `- ${markdownCode(change.address)}: ${told.join("; ")}`;
}

function othersText(others: readonly Change[], besides: boolean): string {
  const types = new Map<string, number>();
  for (const { type } of others) types.set(type, (types.get(type) ?? 0) + 1);
  const told = [...types].sort(([, a], [, b]) => b - a).map(([type, number]) => `${number} ${markdownCode(type)}`);
  const noun = `${others.length}${besides ? " other" : ""} resource${others.length === 1 ? "" : "s"}`;
  return `${noun} changed outside of Terraform, and no change of this plan depends on that: ${told.join(", ")}`;
}
