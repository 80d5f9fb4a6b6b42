import { entries, has } from "../draft";
import { quote } from "../errors";
import { orChoose } from "../nearest";
import { mounts } from "../workload-parts";
import { type Check } from "./check";

/** Every VPC, file system and access point that a workload names exists. */
export const checkReferences: Check = (draft, report) => {
  // If the section is omitted, there are none; if the schema refused it, they are unknown.
  const vpcs = "workloadVpcs" in draft ? draft.workloadVpcs : {};
  for (const [name, { vpc }] of entries(draft.workloads)) {
    if (vpc === undefined || vpcs === undefined || has(vpcs, vpc)) continue;
    const choice = orChoose(vpc, Object.keys(vpcs));
    report.error(["workloads", name, "vpc"], `should be the name of a workload VPC, got ${quote(vpc)}${choice}`);
  }
  for (const { path, mount, vpcName, vpc, fileSystem } of mounts(draft)) {
    if (vpc === undefined || mount.fileSystem === undefined) continue;
    const names = Object.keys(vpc.fileSystems ?? {});
    if (fileSystem === undefined) {
      if (names.includes(mount.fileSystem) || ("fileSystems" in vpc && vpc.fileSystems === undefined)) continue;
      const elsewhere = entries(draft.workloadVpcs).find(([, other]) => has(other.fileSystems, mount.fileSystem ?? ""));
      const advice = elsewhere
        ? `, which is a file system of VPC '${elsewhere[0]}'; a task can mount only those of its own VPC (EFS-04)`
        : orChoose(mount.fileSystem, names);
      const message = `should be a file system of VPC '${vpcName}', got ${quote(mount.fileSystem)}${advice}`;
      report.error([...path, "fileSystem"], message);
    } else if (mount.accessPoint !== undefined) {
      const points = "accessPoints" in fileSystem ? fileSystem.accessPoints : {};
      if (points === undefined || has(points, mount.accessPoint)) continue;
      const choice = orChoose(mount.accessPoint, Object.keys(points));
      report.error(
        [...path, "accessPoint"],
        `should be an access point of file system '${mount.fileSystem}', got ${quote(mount.accessPoint)}${choice}`,
      );
    }
  }
};
