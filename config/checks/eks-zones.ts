import { entries, items } from "../draft";
import { type Path, quote } from "../errors";
import { listed, orChoose } from "../nearest";
import { workloadZones } from "../vpc-parts";
import { deploymentsOf, eksWorkloads, mountsOf } from "../workload-parts";
import { type Check } from "./check";

/**
 * A cluster and its profiles span at least two zones (EKS-01), so its pods can mount Regional file systems only
 * (EFS-05).
 */
export const checkEksZones: Check = (draft, report) => {
  for (const part of eksWorkloads(draft)) {
    const { path: above, workload, vpcName, vpc } = part;
    const zones = vpcName === undefined || vpc === undefined ? undefined : workloadZones(vpcName, vpc)?.zones;
    const known = zones?.includes(undefined) ? undefined : zones?.filter((zone) => zone !== undefined);
    if (known !== undefined && new Set(known).size < 2) {
      const got = known.length === 0 ? "none" : listed(known);
      report.error(
        [...above, "vpc"],
        `should be a VPC with at least two zones, since an EKS cluster spans two (EKS-01), got ${quote(vpcName ?? "")} with ${got}`,
      );
    }
    for (const [name, profile] of entries(workload.profiles)) {
      const path: Path = [...above, "profiles", name, "availabilityZones"];
      if (profile.availabilityZones === undefined) continue;
      const written = items(profile.availabilityZones);
      if (new Set(profile.availabilityZones).size < 2) {
        const got = listed(written.map(([, zone]) => zone)) || "none";
        report.error(path, `should have at least two zones (EKS-01), got ${got}; omit it to use every zone of the VPC`);
      }
      for (const [index, zone] of written) {
        if (known === undefined || known.includes(zone)) continue;
        const message = `should be a zone of VPC '${vpcName}', got ${quote(zone)}${orChoose(zone, known)}`;
        report.error([...path, index], message);
      }
    }
    for (const { deployment, ...pod } of deploymentsOf(part)) {
      for (const { path, mount, fileSystem } of mountsOf({ ...pod, container: deployment })) {
        if (fileSystem?.oneZone === undefined) continue;
        report.error(
          [...path, "fileSystem"],
          `should be a Regional file system, since pods run in at least two zones (EKS-01) and this one can be mounted in ${fileSystem.oneZone} only (EFS-05), got ${quote(mount.fileSystem ?? "")}`,
        );
      }
    }
  }
};
