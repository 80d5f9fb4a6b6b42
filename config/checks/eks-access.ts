import { items } from "../draft";
import { quote } from "../errors";
import { eksWorkloads } from "../parts";
import { type Check } from "./check";

/** A principal has one access entry in a cluster. */
export const checkEksAccess: Check = (draft, report) => {
  for (const { path, workload } of eksWorkloads(draft)) {
    const seen = new Set<string>();
    for (const [index, arn] of items(workload.admins)) {
      if (seen.has(arn)) report.error([...path, "admins", index], `is given twice, got ${quote(arn)}; keep one`);
      seen.add(arn);
    }
  }
};
