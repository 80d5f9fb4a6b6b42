import { fileSystems, isNewFileSystem } from "../vpc-parts";
import { type Check } from "./check";

/** Throughput, storage classes and performance mode are a combination that EFS supports (EFS-15). */
export const checkFileSystems: Check = (draft, report) => {
  for (const { path, fileSystem } of fileSystems(draft)) {
    if (!isNewFileSystem(fileSystem)) continue;
    const { throughput, lifecycle, performanceMode, oneZone } = fileSystem;
    const mode = "throughput" in fileSystem ? throughput?.mode : "bursting";
    if (throughput !== undefined && mode !== undefined) {
      if (mode === "provisioned" && !("mibps" in throughput)) {
        report.error(
          [...path, "throughput", "mibps"],
          "is missing; provisioned throughput requires a value in MiB per second (EFS-15)",
        );
      } else if (mode !== "provisioned" && throughput.mibps !== undefined) {
        const message = `is for provisioned throughput only, got ${throughput.mibps} with mode ${mode}; remove it`;
        report.error([...path, "throughput", "mibps"], message);
      }
    }
    if (performanceMode === "maxIO" && (mode === "elastic" || oneZone !== undefined)) {
      const other = oneZone === undefined ? "elastic throughput" : "a One Zone file system";
      report.error([...path, "performanceMode"], `should be generalPurpose with ${other}, got 'maxIO'`);
    }
    const { infrequentAccessAfterDays: toInfrequent, archiveAfterDays: toArchive } = lifecycle ?? {};
    if (toArchive === undefined) continue;
    const place = [...path, "lifecycle", "archiveAfterDays"];
    if (mode !== undefined && mode !== "elastic") {
      report.error(place, `needs throughput { mode: elastic }, got ${toArchive} with mode ${mode}`);
    } else if (oneZone !== undefined) {
      report.error(place, `should be omitted, since One Zone file systems have no Archive class, got ${toArchive}`);
    } else if (toInfrequent !== undefined && toArchive <= toInfrequent) {
      const message = `should be more than infrequentAccessAfterDays, which is ${toInfrequent}, got ${toArchive}`;
      report.error(place, message);
    }
  }
};
