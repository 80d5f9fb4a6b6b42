import { items } from "../draft";
import { quote } from "../errors";
import { eksWorkloads } from "../workload-parts";
import { type Check } from "./check";

/** A principal has one access entry in a cluster, and at least one client outside the cluster can reach its API. */
export const checkEksAccess: Check = (draft, report) => {
  for (const { path, workload } of eksWorkloads(draft)) {
    const seen = new Set<string>();
    for (const [index, arn] of items(workload.admins)) {
      if (seen.has(arn)) report.error([...path, "admins", index], `is listed twice, got ${quote(arn)}; keep one`);
      seen.add(arn);
    }
    // EKS's own security group allows only its members (EKS user guide, cluster-endpoint.html).
    if ("publicAccessCidrs" in workload) continue;
    if ("apiAllowedCidrs" in workload && workload.apiAllowedCidrs?.length !== 0) continue;
    const message =
      "should allow a client outside the cluster: the API is private, and kubectl can't connect to it; add the ranges that kubectl runs in to apiAllowedCidrs";
    report.warning(path, message, "key");
  }
};
