import { partitionOf } from "../aws";
import { entries } from "../draft";
import { quote } from "../errors";
import { listed } from "../nearest";
import { type Check } from "./check";

/** Further Regions are others than the first and in the same partition, and a VPC is in one of the file's Regions. */
export const checkFurtherRegions: Check = (draft, report) => {
  const { region, regions } = draft;
  if ("regions" in draft && regions === undefined) return;
  if (region === undefined) return;
  const further = Object.keys(regions ?? {});
  for (const name of further) {
    if (name === region) {
      report.error(
        ["regions", name],
        `should be another Region than the file's, got ${quote(name)}; its shared network is sharedNetwork`,
        "key",
      );
    } else if (partitionOf(name) !== partitionOf(region)) {
      const message = `should be in the partition of ${region}, ${partitionOf(region)}, got ${quote(name)} of ${partitionOf(name)}; an account belongs to one partition`;
      report.error(["regions", name], message, "key");
    }
  }
  const all = [...new Set([region, ...further])];
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    if (vpc.region === undefined || all.includes(vpc.region)) continue;
    const message = `should be a Region of the file, got ${quote(vpc.region)}; available: ${listed(all)}; add others under regions, with their shared networks`;
    report.error(["workloadVpcs", name, "region"], message);
  }
};
