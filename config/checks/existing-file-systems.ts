import { entries } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { listed } from "../nearest";
import { type FileSystemPart, fileSystems, isExistingFileSystem, isNewVpc, workloadZones } from "../vpc-parts";
import { type Check, type Report } from "./check";

/** An existing file system has one mount target in each zone of the VPC, which clients reach (EFS-01, EFS-02). */
export const checkExistingFileSystems: Check = (draft, report) => {
  const seen = new Map<string, Path>();
  for (const part of fileSystems(draft)) {
    const { path, fileSystem } = part;
    if (!isExistingFileSystem(fileSystem)) continue;
    const { id, mountTargets } = fileSystem;
    once([...path, "id"], id, seen, report);
    if (typeof mountTargets !== "object") continue;
    for (const [zone, target] of entries(mountTargets)) {
      if (target !== "create") once([...path, "mountTargets", zone], target, seen, report);
    }
    checkZones(part, Object.keys(mountTargets), report);
    const isNamed = entries(mountTargets).some(([, target]) => target !== "create");
    if (isNamed && isNewVpc(part.vpc)) {
      report.error(
        [...path, "mountTargets"],
        `should be create, since VPC '${part.vpcName}' is created and has no mount targets yet`,
        "key",
      );
    } else if (isNamed && !("securityGroup" in fileSystem)) {
      report.error(path, "should have the securityGroup of the mount targets, which clients are allowed in", "key");
    }
  }
};

function once(path: Path, id: string | undefined, seen: Map<string, Path>, report: Report): void {
  if (id === undefined) return;
  const earlier = seen.get(id);
  if (earlier === undefined) seen.set(id, path);
  else report.error(path, `is ${formatPath(earlier)} already, got ${quote(id)}`);
}

function checkZones({ path, fileSystem, vpcName, vpc }: FileSystemPart, written: string[], report: Report): void {
  const zones = workloadZones(vpcName, vpc)?.zones;
  if (zones === undefined || zones.includes(undefined)) return;
  const { oneZone } = fileSystem;
  const expected = (zones as string[]).filter((zone) => oneZone === undefined || zone === oneZone);
  const place = [...path, "mountTargets"];
  for (const zone of written.filter((zone) => !expected.includes(zone))) {
    const where = oneZone === undefined ? `VPC '${vpcName}'` : "the One Zone file system (EFS-05)";
    report.error([...place, zone], `should be a zone of ${where}: ${listed(expected)}, got ${quote(zone)}`, "key");
  }
  const missing = expected.filter((zone) => !written.includes(zone));
  if (missing.length === 0) return;
  report.error(
    place,
    `should have each zone of VPC '${vpcName}', or tasks there can't mount (EFS-02), got none for ${listed(missing)}; write create for a new one`,
    "key",
  );
}
