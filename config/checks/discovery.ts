import { serviceDomainOf } from "../aws";
import { ecsServices, ecsWorkloads } from "../parts";
import { normalizeDomain } from "../schema/primitives";
import { type Check } from "./check";

/** Names of services are in a namespace, a private zone of its own that hides nothing that others need (DNS-05). */
export const checkDiscovery: Check = (draft, report) => {
  for (const { path, task, workload } of ecsServices(draft)) {
    if (task.discovery !== true || "namespace" in workload) continue;
    report.error([...path, "discovery"], "needs a namespace of the workload to be found in, got none");
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
        `is forwarded by a resolver rule, which wins over a private zone (DNS-05), got '${namespace}'`,
      );
    } else if (services !== undefined && within(services, namespace)) {
      const message = `should be a domain of your own, got '${namespace}': as a private zone of the VPC it would hide AWS's names below it, and EFS's with them (DNS-02)`;
      report.error(place, message);
    } else if (owner !== undefined) {
      const message = `is the namespace of workload '${owner}' already, got '${namespace}'; a VPC takes a private zone of a name once`;
      report.error(place, message);
    }
    owners.set(zone, owner ?? name);
  }
};

/** Whether one of the two domains is the other, or below it. */
function within(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`) || other.endsWith(`.${domain}`);
}
