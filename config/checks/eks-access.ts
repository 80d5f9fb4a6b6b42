import { items } from "../draft";
import { quote } from "../errors";
import { eksWorkloads } from "../parts";
import { type Check } from "./check";
import { malformed } from "./cidrs";

/** A principal has one access entry in a cluster; what the API is opened to are ranges. */
export const checkEksAccess: Check = (draft, report) => {
  for (const { path, workload } of eksWorkloads(draft)) {
    const seen = new Set<string>();
    for (const [index, arn] of items(workload.admins)) {
      if (seen.has(arn)) report.error([...path, "admins", index], `is given twice, got ${quote(arn)}; keep one`);
      seen.add(arn);
    }
    for (const [index, cidr] of items(workload.publicAccessCidrs)) {
      const problem = malformed(cidr);
      if (problem !== undefined) report.error([...path, "publicAccessCidrs", index], `${problem}, got ${quote(cidr)}`);
    }
  }
};
