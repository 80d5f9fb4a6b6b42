/**
 * A resource under a new address: Terraform creates the new one while the old one still exists, and AWS refuses the
 * second.
 */
import { property } from "../proof/graph/json/json-syntax";
import { resourceTypes } from "../proof/resource-types";
import { type Change, type Plan } from "./plan";
import { type Stop } from "./stop";

export function* renamedResources({ name, changes }: Plan): Iterable<Stop> {
  for (const [type, { unique }] of resourceTypes) {
    if (!unique?.refused) continue;
    const {
      by,
      refused: { rule, because },
    } = unique;
    const ofType = changes.filter((change) => change.type === type && change.deposed === undefined);
    const goes = ofType.filter(({ action }) => action === "delete");
    const comes = ofType.filter(({ action }) => action === "create");
    for (const old of goes) {
      const successor = comes.find((one) => by.every((key) => isSame(old, one, key)));
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
      if (!by.every((key) => isSame(change, change, key))) continue;
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

function isSame(old: Change, one: Change, key: string): boolean {
  const [was, is] = [property(old.before, key), property(one.after, key)];
  return typeof was === "string" && was === is;
}
