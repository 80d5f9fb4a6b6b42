import { serviceDomainOf } from "../aws";
import { normalizeDomain } from "../schema/primitives";
import { ecsServices, ecsWorkloads } from "../workload-parts";
import { type Check } from "./check";

/** Discoverable services have a namespace: a private zone that doesn't hide names that others need (DNS-05). */
export const checkDiscovery: Check = (draft, report) => {
  for (const { path, task, workload } of ecsServices(draft)) {
    if (task.discovery !== true || "namespace" in workload) continue;
    report.error([...path, "discovery"], "needs a namespace of the workload for its name, got none");
  }
  const forwarded = draft.sharedNetwork?.dns?.forward ?? [];
  const services = draft.region === undefined ? undefined : serviceDomainOf(draft.region);
  const owners = new Map<string, string>();
  for (const { path, name, workload, vpcName } of ecsWorkloads(draft)) {
    if (workload.namespace === undefined) continue;
    const namespace = normalizeDomain(workload.namespace);
    const place = [...path, "namespace"];
    const zone = `${vpcName ?? ""} ${namespace}`;
    const owner = owners.get(zone);
    if (namespace === ".") {
      report.error(place, "should be a domain below the root, got '.'");
    } else if (forwarded.some(({ domain } = {}) => domain !== undefined && normalizeDomain(domain) === namespace)) {
      report.error(
        place,
        `is forwarded by a resolver rule, which takes precedence over a private zone (DNS-05), got '${namespace}'`,
      );
    } else if (services !== undefined && within(services, namespace)) {
      const message = `should be a domain of your own, got '${namespace}': its private zone would hide AWS's names below it, including those of EFS (DNS-02)`;
      report.error(place, message);
    } else if (owner !== undefined) {
      const message = `is already the namespace of workload '${owner}', got '${namespace}'; a VPC can have one private zone of a name`;
      report.error(place, message);
    }
    owners.set(zone, owner ?? name);
  }
};

/** Whether one of the two domains equals the other or is below it. */
function within(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`) || other.endsWith(`.${domain}`);
}
