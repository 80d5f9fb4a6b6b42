/**
 * A resource under a new address: Terraform creates the new one while the old one still exists, and AWS refuses the
 * second.
 */
import { property } from "../../proof/graph/json/json-syntax";
import { resourceTypes } from "../../proof/resource-types";
import { type Change, type Plan } from "../input/plan";
import { type Stop } from "../stops/stop";

export function* renamedResources({ name, changes, resources }: Plan): Iterable<Stop> {
  for (const [type, { unique }] of resourceTypes) {
    if (!unique?.refused) continue;
    const {
      by,
      refused: { rule, because, inZone },
    } = unique;
    const isTaken = inZone
      ? zonesOf(resources)
      : ({ before, after }: Change, key: string) => isSame(before[key], after[key]);
    const ofType = changes.filter((change) => change.type === type && change.deposed === undefined);
    const goes = ofType.filter(({ action }) => action === "delete");
    const comes = new Map<string, Change>();
    for (const one of ofType.filter(({ action }) => action === "create").reverse()) {
      const key = keyOf(one.after, by);
      if (key !== undefined) comes.set(key, one);
    }
    for (const old of goes) {
      const successor = comes.get(keyOf(old.before, by) ?? "");
      if (!successor) continue;
      yield {
        kind: "outage",
        ...(rule === undefined ? {} : { rule }),
        stack: name,
        resource: successor.address,
        what: `replaces ${old.address}, which is destroyed in the same apply: ${because}`,
        todo: `add a moved block from ${old.address} to ${successor.address}`,
      };
    }
    for (const change of ofType.filter(({ action, createFirst }) => action === "replace" && createFirst)) {
      // The attributes that force the replacement may include those that must be unique.
      if (!by.every((key) => isTaken(change, key))) continue;
      yield {
        kind: "outage",
        ...(rule === undefined ? {} : { rule }),
        stack: name,
        resource: change.address,
        what: `is replaced with create_before_destroy: ${because}`,
        todo: `remove create_before_destroy from ${change.address}`,
      };
    }
  }
}

/** Undefined if one of the values is not known. */
function keyOf(values: unknown, by: readonly string[]): string | undefined {
  const parts = by.map((key) => property(values, key));
  return parts.every((part) => typeof part === "string") ? JSON.stringify(parts) : undefined;
}

function isSame(was: unknown, is: unknown): boolean {
  return typeof was === "string" && was === is;
}

/** A subnet counts as its Availability Zone. */
function zonesOf(resources: readonly Change[]): (change: Change, key: string) => boolean {
  const subnets = resources.filter(({ type }) => type === "aws_subnet");
  const zones = new Map(subnets.map(({ before }) => [before["id"], before["availability_zone"]]));
  const of = (value: unknown) => zones.get(value) ?? value;
  return ({ before, after }, key) => isSame(of(before[key]), of(after[key]));
}
