import { items } from "../draft";
import { quote } from "../errors";
import { eksWorkloads } from "../parts";
import { type Check } from "./check";

/** A principal has one access entry in a cluster, and somebody outside of the cluster reaches its API. */
export const checkEksAccess: Check = (draft, report) => {
  for (const { path, workload } of eksWorkloads(draft)) {
    const seen = new Set<string>();
    for (const [index, arn] of items(workload.admins)) {
      if (seen.has(arn)) report.error([...path, "admins", index], `is given twice, got ${quote(arn)}; keep one`);
      seen.add(arn);
    }
    // EKS's own group allows its members alone (EKS user guide, cluster-endpoint.html).
    if ("publicAccessCidrs" in workload) continue;
    if ("apiAllowedCidrs" in workload && workload.apiAllowedCidrs?.length !== 0) continue;
    const message =
      "should be reached by somebody outside of the cluster: its API is private, and kubectl can't connect to it; name the ranges that kubectl runs in under apiAllowedCidrs";
    report.warning(path, message, "key");
  }
};
