/** What changes in place, or with a replacement, take away: DNS of a VPC, addresses of an endpoint, every task. */
import { property } from "../../proof/graph/json/json-syntax";
import { factsOf } from "../../proof/resource-types";
import { type Withdrawal } from "../../proof/resource-types/resource-type";
import { type Change, isOpen, type Plan } from "../input/plan";
import { shown, type Stop } from "../stops/stop";

export function* withdrawnResources(plan: Plan): Iterable<Stop> {
  for (const change of plan.changes) {
    const { address, type, action, deposed } = change;
    const { withdraws = [], destruction } = factsOf(type);
    if (deposed !== undefined || (action !== "update" && action !== "replace" && action !== "create")) continue;
    // The stop for the replacement covers it.
    if (action === "replace" && destruction && !destruction.onlyDeleted) continue;
    const told = withdraws.flatMap((withdrawal) => {
      if (action === "create" && !takesFromExisting(change, withdrawal, plan)) return [];
      const what = whatOf(change, withdrawal);
      return what === undefined ? [] : [{ ...withdrawal, what }];
    });
    for (const kind of ["data-loss", "outage", "access"] as const) {
      const ofKind = told.filter(({ data, access }) => (data ? "data-loss" : access ? "access" : "outage") === kind);
      const [first] = ofKind;
      if (!first) continue;
      const { rule } = first;
      yield {
        kind,
        ...(rule === undefined ? {} : { rule }),
        stack: plan.name,
        resource: address,
        what: [...new Set(ofKind.map(({ what }) => what))].join("; "),
        todo: [...new Set(ofKind.map(({ todo }) => todo))].join("; "),
      };
    }
  }
  yield* otherDhcpOptions(plan);
}

function whatOf(change: Change, withdrawal: Withdrawal): string | undefined {
  const { attribute, means } = withdrawal;
  const [before, after, open] = [change.before, change.after, change.unknown].map((of) => valueAt(of, attribute));
  const [root = attribute] = attribute.split(".");
  const value = (of: unknown) => (change.isSensitive(root) ? "(sensitive)" : shown(of));
  const isUnknown = isOpen(open) || isOpen(change.unknown[root]);
  switch (withdrawal.form) {
    case "overwrites": {
      const isSame = isOpen(open) || typeof after !== "string" || after === "" || after === before;
      return isSame ? undefined : `${value(after)} ${means}`;
    }
    case "becomes": {
      const was = before ?? withdrawal.unset;
      const isNew = change.action === "create" && withdrawal.orNew === true;
      if (isUnknown || was === after || after !== withdrawal.is) return undefined;
      if (isNew) return `${means} (${attribute} ${value(after)})`;
      if (was === undefined) return undefined;
      return `${means} (${attribute} ${value(was)} → ${value(after)})`;
    }
    case "shrinks": {
      const [was, is] = [leastAt(change.before, attribute), leastAt(change.after, attribute)];
      const isOpenThere = isOpenAt(change.unknown, attribute);
      if (isOpenThere || is === undefined || (was !== undefined && is >= was)) return undefined;
      return `${means} (${attribute} ${was === undefined ? (before ?? "unlimited") : value(was)} → ${value(is)})`;
    }
    case "changes": {
      const isSet = before !== undefined && before !== null && before !== "";
      if (!isSet || (!isUnknown && JSON.stringify(before) === JSON.stringify(after))) return undefined;
      return `${means} (${attribute} ${value(before)} → ${isUnknown ? "(known after apply)" : value(after ?? null)})`;
    }
    case "loses": {
      const lost = lostEntries(before, after, change.unknown[root], withdrawal);
      if (lost.length === 0) return undefined;
      const added = lostEntries(after, before, undefined, withdrawal);
      const instead = added.length === 0 ? "" : `; instead: ${value(added.join(", "))}`;
      return `loses ${value(lost.join(", "))} of ${attribute}, ${means}${instead}`;
    }
    case "crowds": {
      const { member, most } = withdrawal;
      if (!Array.isArray(before)) return undefined;
      const added = lostEntries(after, before, undefined, { ...withdrawal, form: "loses", member });
      const count = before.length + added.length;
      return count > most ? `has ${count} of ${attribute} at once, above the limit of ${most}, ${means}` : undefined;
    }
    case "lacks": {
      if (isUnknown || !Array.isArray(before) || !Array.isArray(after)) return undefined;
      if (!before.includes(withdrawal.entry) || after.includes(withdrawal.entry)) return undefined;
      return `sends every query to ${value(after.join(", "))}, ${means}`;
    }
  }
}

/** `backup_policy.status` of `{"backup_policy": [{"status": "ENABLED"}]}`. */
function valueAt(values: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, step) => property(Array.isArray(at) ? at[0] : at, step), values);
}

/** The least number at a path, through all blocks; 0 and no number at all are no limit. */
function leastAt(values: unknown, path: string): number | undefined {
  const numbers = path
    .split(".")
    .reduce<readonly unknown[]>((at, step) => at.flatMap((one) => [property(one, step)].flat()), [values])
    .filter((one): one is number => typeof one === "number" && one > 0);
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}

/** Whether a part of the path is known only after apply; other parts of its blocks may be. */
function isOpenAt(unknown: unknown, path: string): boolean {
  const found = path
    .split(".")
    .reduce<readonly unknown[]>(
      (at, step) => at.flatMap((one) => (one === true ? [true] : [property(one, step)].flat())),
      [unknown],
    );
  return found.includes(true);
}

/** A new resource takes away only from one that exists before the plan is applied. */
function takesFromExisting({ after, unknown }: Change, withdrawal: Withdrawal, { changes }: Plan): boolean {
  if (withdrawal.form === "overwrites" || (withdrawal.form === "becomes" && withdrawal.orNew)) return true;
  if (withdrawal.form !== "shrinks" || withdrawal.of === undefined || isOpen(unknown[withdrawal.of])) return false;
  return !isCreated(after[withdrawal.of], changes);
}

/** Whether a plan creates the resource with this name. */
export function isCreated(name: unknown, changes: readonly Change[]): boolean {
  return changes.some(
    ({ action, type, after }) =>
      action === "create" && (factsOf(type).identity ?? []).some((attribute) => after[attribute] === name),
  );
}

/** Entries that a list has only before. Where new entries are unknown, each of them may be one of the old. */
function lostEntries(
  before: unknown,
  after: unknown,
  unknown: unknown,
  { member, also = {} }: Extract<Withdrawal, { form: "loses" }>,
): string[] {
  const entries = (list: unknown): string[] =>
    (Array.isArray(list) ? (list as unknown[]) : []).flatMap((entry) => {
      const value = member === undefined ? entry : property(entry, member);
      if (typeof value !== "string" || value === "") return [];
      const more = Object.entries(also).flatMap(([attribute, usual]) => {
        const own = property(entry, attribute);
        return own === undefined || own === null || own === "" || own === usual
          ? []
          : [` (${attribute} ${shown(own)})`];
      });
      return [`${value}${more.join("")}`];
    });
  if (unknown === true) return [];
  // An entry that is known only after apply may be any of the old ones.
  const opens = (entry: unknown) => isOpen(member === undefined ? entry : property(entry, member));
  if (Array.isArray(unknown) && unknown.some(opens)) return [];
  const kept = new Set(entries(after));
  return entries(before).filter((entry) => !kept.has(entry));
}

const dhcpOptions = "aws_vpc_dhcp_options";

/** An association with other options, which this plan does not change themselves, or creates. */
function* otherDhcpOptions({ name, changes, resources }: Plan): Iterable<Stop> {
  const all = resources.filter(({ type }) => type === dhcpOptions);
  for (const { address, type, action, before, after, unknown } of changes) {
    if (type !== `${dhcpOptions}_association` || (action !== "update" && action !== "create")) continue;
    const id = property(after, "dhcp_options_id");
    const isNew = isOpen(unknown["dhcp_options_id"]);
    if (isOpen(unknown["vpc_id"]) || (!isNew && id === property(before, "dhcp_options_id"))) continue;
    // A replacement of its own options has a stop of its own, if it needs one.
    const isReplaced = ({ action: of, before: old }: Change) =>
      of === "replace" && property(old, "id") === property(before, "dhcp_options_id");
    if (isNew && all.some(isReplaced)) continue;
    // Whichever of several new options it is, one of them may take the VPC's names away.
    const options = all.filter((one) => (isNew ? one.action === "create" : property(one.after, "id") === id));
    const servers = options.map((one) => property(one.after, "domain_name_servers"));
    if (servers.length > 0 && servers.every((list) => Array.isArray(list) && list.includes("AmazonProvidedDNS")))
      continue;
    const other = servers.find((list) => Array.isArray(list) && !list.includes("AmazonProvidedDNS"));
    if (action === "create" && !other) continue;
    yield {
      kind: "outage",
      rule: "VPC-04",
      stack: name,
      resource: address,
      what: Array.isArray(other)
        ? `sends every query of its VPC to ${other.join(", ")}, past the VPC's resolver, its rules, private zones and endpoints`
        : `gives its VPC other DHCP options (${shown(id)}), whose name servers this plan does not show`,
      todo: "check that domain_name_servers of the options is AmazonProvidedDNS",
    };
  }
}
