import { ecsServices, ecsWorkloads } from "../parts";
import { type Check } from "./check";

/** Names of services are in a namespace, which no rule forwards elsewhere (DNS-05). */
export const checkDiscovery: Check = (draft, report) => {
  for (const { path, task, workload } of ecsServices(draft)) {
    if (task.discovery !== true || "namespace" in workload) continue;
    report.error([...path, "discovery"], "needs a namespace of the workload to be found in, got none");
  }
  const forwarded = draft.sharedNetwork?.dns?.forward ?? [];
  for (const { path, workload } of ecsWorkloads(draft)) {
    const namespace = workload.namespace?.toLowerCase().replace(/\.$/, "");
    if (namespace === undefined) continue;
    const place = [...path, "namespace"];
    if (namespace === "") {
      report.error(place, "should be a domain below the root, got '.'");
    } else if (forwarded.some((rule) => rule?.domain?.toLowerCase().replace(/\.$/, "") === namespace)) {
      report.error(
        place,
        `is forwarded by a resolver rule, which wins over a private zone (DNS-05), got '${namespace}'`,
      );
    }
  }
};
