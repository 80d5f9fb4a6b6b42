import { items } from "../draft";
import { type Path } from "../errors";
import { containersOf, ecsServices, ecsTasks, mountsOf } from "../parts";
import { type Check, type Report } from "./check";
import { targets } from "./resolver-targets";

/** What a network interface of ECS takes. */
const mostGroups = 5;
/** A security group's rules in one direction, unless the account has its quota raised. */
const mostRules = 60;

/** A task wears no more security groups than ECS takes, and none has more rules than the account's quota. */
export const checkSecurityGroups: Check = (draft, report) => {
  for (const task of ecsTasks(draft)) {
    const fileSystems = containersOf(task)
      .flatMap(mountsOf)
      .flatMap(({ mount }) => mount.fileSystem ?? []);
    const count = new Set(fileSystems).size;
    if (count < mostGroups) continue;
    const message = `should mount ${mostGroups - 1} file systems at most, since ECS takes ${mostGroups} security groups for a task, one of its own and one of each file system's clients, got ${count}`;
    report.error(task.path, `${message}; use several access points of one file system`, "key");
  }
  checkRules(draft, report);
};

const checkRules: Check = (draft, report) => {
  const dns = draft.sharedNetwork?.dns;
  const open = dns?.untrackedThroughput === true;
  const servers = new Set(targets(draft).map(({ ip, port }) => `${ip}-${port ?? 53}`));
  const advice = "or set untrackedThroughput: true, which opens everything by one";
  if (!open) warn(["sharedNetwork", "dns", "forward"], servers.size * 2, report, advice);
  if (typeof dns?.inbound === "object") {
    const path = ["sharedNetwork", "dns", "inbound", "allowedCidrs"];
    warn(path, items(dns.inbound.allowedCidrs).length * 2, report, "or name wider ranges");
  }
  for (const { path, task } of ecsServices(draft)) {
    const { allowFrom, certificate } = task.loadBalancer ?? {};
    const place = [...path, "loadBalancer", "allowFrom"];
    warn(place, items(allowFrom).length * (certificate === undefined ? 1 : 2), report, "or name wider ranges");
  }
};

function warn(path: Path, rules: number, report: Report, advice: string): void {
  if (rules <= mostRules) return;
  const message = `comes to ${rules} rules of a security group, more than the quota of ${mostRules}; have it raised in Service Quotas, ${advice}`;
  report.warning(path, message);
}
