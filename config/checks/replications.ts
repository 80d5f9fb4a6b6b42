import { knownRegions, partitionOf } from "../aws";
import { formatPath, type Path, quote } from "../errors";
import { didYouMean } from "../nearest";
import { fileSystems, isNewFileSystem } from "../vpc-parts";
import { type Check, type Report } from "./check";

/** A replica is in the partition of its source, its zone and key are of its Region, and it has one source (EFS-16). */
export const checkReplications: Check = (draft, report) => {
  const seen = new Map<string, Path>();
  for (const { path: above, fileSystem, vpc } of fileSystems(draft)) {
    if (!isNewFileSystem(fileSystem) || fileSystem.replication === undefined) continue;
    const path = [...above, "replication"];
    const { region, ...rest } = fileSystem.replication;
    if (region !== undefined) checkRegion([...path, "region"], region, vpc.region ?? draft.region, report);
    if ("oneZone" in rest && rest.oneZone !== undefined && region !== undefined) {
      if (rest.oneZone.slice(0, -1) !== region) {
        const message = `should be a zone of ${region}, the replica's Region, got ${quote(rest.oneZone)}`;
        report.error([...path, "oneZone"], message);
      }
    }
    if ("kmsKeyId" in rest && rest.kmsKeyId !== undefined && region !== undefined) {
      const [, , , keyRegion] = rest.kmsKeyId.split(":");
      if (keyRegion !== region) {
        report.error([...path, "kmsKeyId"], `should be in ${region}, the replica's Region, got one in ${keyRegion}`);
      }
    }
    if ("fileSystemId" in rest && rest.fileSystemId !== undefined) {
      const earlier = seen.get(rest.fileSystemId);
      seen.set(rest.fileSystemId, earlier ?? path);
      if (earlier === undefined) continue;
      report.error(
        [...path, "fileSystemId"],
        `is the replica of ${formatPath(earlier.slice(0, -1))} already, and a file system has one source (EFS-16), got ${quote(rest.fileSystemId)}`,
      );
    }
  }
};

function checkRegion(path: Path, region: string, source: string | undefined, report: Report): void {
  if (source !== undefined && partitionOf(region) !== partitionOf(source)) {
    report.error(
      path,
      `should be in the partition of ${source}, ${partitionOf(source)}, got ${quote(region)} of ${partitionOf(region)}`,
    );
  } else if (!knownRegions.includes(region)) {
    report.warning(path, `is not a known Region, got ${quote(region)}${didYouMean(region, knownRegions)}`);
  }
}
