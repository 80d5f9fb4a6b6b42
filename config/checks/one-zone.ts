import { containersOf, ecsTasks, mountsOf } from "../workload-parts";
import { type Check } from "./check";

/**
 * A task that mounts a One Zone file system runs in its zone, so it can't mount One Zone file systems of two zones
 * (EFS-05).
 */
export const checkOneZone: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    const oneZoned = containersOf(part)
      .flatMap(mountsOf)
      .filter(({ fileSystem }) => fileSystem?.oneZone !== undefined);
    const [first] = oneZoned;
    for (const { path, mount, fileSystem } of oneZoned) {
      if (fileSystem?.oneZone === first?.fileSystem?.oneZone) continue;
      report.error(
        [...path, "fileSystem"],
        `should be in the zone of '${first?.mount.fileSystem}', ${first?.fileSystem?.oneZone}, since a task can mount One Zone file systems of its own zone only (EFS-05), got '${mount.fileSystem}' in ${fileSystem?.oneZone}`,
      );
    }
  }
};
