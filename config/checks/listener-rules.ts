import { checkInterval, checkTarget } from "../balanced-containers";
import { accountId, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { ecsServices } from "../workload-parts";
import { type Check } from "./check";

/** ELB: "A rule can only have '5' condition values" (load-balancer-limits, not adjustable). */
const mostConditions = 5;

/** A rule has conditions within ELB's limit, a priority of its own, and a listener beside its service. */
export const checkListenerRules: Check = (draft, report) => {
  const taken = new Map<string, Path>();
  for (const part of ecsServices(draft)) {
    const { path, task, vpc, vpcName } = part;
    const rule = task.listenerRule;
    if (rule === undefined) continue;
    const place = [...path, "listenerRule"];
    if ("loadBalancer" in task) {
      const message =
        "should be left out with loadBalancer: a service is behind its own load balancer or an existing one";
      report.error(place, message, "key");
    }
    checkTarget(part, place, rule, report);
    checkInterval(place, rule.healthCheck, report);
    if (!("hosts" in rule) && !("paths" in rule)) {
      report.error(place, "should have hosts or paths, since a rule needs a condition", "key");
    }
    const conditions = items(rule.hosts).length + items(rule.paths).length;
    if (conditions > mostConditions) {
      const message = `should have at most ${mostConditions} hosts and paths together, the limit of a rule, got ${conditions}`;
      report.error(place, message, "key");
    }
    for (const property of ["hosts", "paths"] as const) {
      const seen = new Set<string>();
      for (const [index, value] of items(rule[property])) {
        if (seen.has(value)) report.error([...place, property, index], `is listed twice, got ${quote(value)}`);
        seen.add(value);
      }
    }
    const [, , , region, owner] = rule.listener?.split(":") ?? [];
    const account = accountId(draft, vpc?.account);
    if (owner !== undefined && account !== undefined && owner !== account) {
      const message = `should be a listener in account ${account}, like VPC '${vpcName}', got one in account ${owner}`;
      report.error([...place, "listener"], message);
    }
    if (vpc !== undefined && region !== undefined && draft.region !== undefined && region !== draft.region) {
      const message = `should be a listener in ${draft.region}, like VPC '${vpcName}', got one in ${region}`;
      report.error([...place, "listener"], message);
    }
    if (rule.listener === undefined || rule.priority === undefined) continue;
    const key = `${rule.listener} ${rule.priority}`;
    const earlier = taken.get(key);
    if (earlier === undefined) taken.set(key, [...place, "priority"]);
    else {
      const message = `is ${formatPath(earlier)} of the same listener already, got ${rule.priority}`;
      report.error([...place, "priority"], message);
    }
  }
};
