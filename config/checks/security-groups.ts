import { entries, items } from "../draft";
import { type Path } from "../errors";
import { containersOf, ecsServices, ecsTasks, mountsOf, type TaskPart } from "../workload-parts";
import { type Check, type Report } from "./check";
import { targets } from "./resolver-targets";

/** Maximum security groups of an ECS network interface. */
const mostGroups = 5;
/** Rules per direction of a security group, the default quota. */
const mostRules = 60;

/** A task has no more security groups than ECS allows, and no security group has more rules than the quota. */
export const checkSecurityGroups: Check = (draft, report) => {
  for (const task of ecsTasks(draft)) {
    const fileSystems = containersOf(task)
      .flatMap(mountsOf)
      .flatMap(({ mount }) => mount.fileSystem ?? []);
    const count = new Set(fileSystems).size;
    if (count < mostGroups) continue;
    const message = `should mount at most ${mostGroups - 1} file systems, since ECS allows ${mostGroups} security groups per task: its own, and one per file system, got ${count}`;
    report.error(task.path, `${message}; use several access points of one file system`, "key");
  }
  checkRules(draft, report);
};

const checkRules: Check = (draft, report) => {
  const dns = draft.sharedNetwork?.dns;
  const open = dns?.untrackedThroughput === true;
  const servers = new Set(targets(draft).map(({ ip, port }) => `${ip}-${port ?? 53}`));
  const advice = "or set untrackedThroughput: true, which opens everything with one rule";
  if (!open) warn(["sharedNetwork", "dns", "forward"], servers.size * 2, report, advice);
  if (typeof dns?.inbound === "object") {
    const path = ["sharedNetwork", "dns", "inbound", "allowedCidrs"];
    warn(path, items(dns.inbound.allowedCidrs).length * 2, report, "or name wider ranges");
  }
  for (const { path, task } of ecsTasks(draft)) {
    const rules = items(task.egress).reduce((sum, [, { ports }]) => sum + items(ports).length, 1) + connectionsOf(task);
    warn([...path, "egress"], rules, report, "or name wider ranges");
  }
  for (const { path, task } of ecsServices(draft)) {
    const { allowFrom, certificate } = task.loadBalancer ?? {};
    const place = [...path, "loadBalancer", "allowFrom"];
    warn(place, items(allowFrom).length * (certificate === undefined ? 1 : 2), report, "or name wider ranges");
  }
};

/** At most: connections to services of another VPC may share a rule. */
function connectionsOf({ connectTo }: TaskPart["task"]): number {
  return entries(connectTo).reduce((sum, [, way]) => sum + (way === "loadBalancer" ? 1 : items(way).length), 0);
}

function warn(path: Path, rules: number, report: Report, advice: string): void {
  if (rules <= mostRules) return;
  const message = `needs ${rules} rules in a security group, above the quota of ${mostRules}; request an increase in Service Quotas, ${advice}`;
  report.warning(path, message);
}
