import { items } from "../draft";
import { type Path } from "../errors";
import { type Check } from "./check";

/** Rule groups that a VPC can have by default (DNS-23). */
const mostGroups = 5;

/** A VPC has each DNS Firewall rule group once, and each priority once (DNS-28). */
export const checkDnsFirewall: Check = ({ sharedNetwork }, report) => {
  const path = ["sharedNetwork", "dns", "firewall", "groups"];
  const groups = items(sharedNetwork?.dns?.firewall?.groups);
  const seen = new Map<string, number>();
  const once = (at: Path, key: string, index: number, message: (first: number) => string) => {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else report.error(at, message(first));
  };
  for (const [index, { group, priority }] of groups) {
    if (group !== undefined) {
      once([...path, index, "group"], group, index, (first) => `is listed twice, as groups[${first}] too; keep one`);
    }
    if (priority === undefined) continue;
    const taken = (first: number) =>
      `should be another number, since groups[${first}] has the priority ${priority} too, and AWS refuses the second one (DNS-28)`;
    once([...path, index, "priority"], String(priority), index, taken);
  }
  if (groups.length <= mostGroups) return;
  const message = `has ${groups.length} rule groups, above the quota of ${mostGroups} for a VPC (DNS-23); request an increase, or merge groups`;
  report.warning(path, message, "key");
};
