import { fileSystems } from "../vpc-parts";
import { ecsWorkloads } from "../workload-parts";
import { type Check } from "./check";

/** Every alarm has a metric to watch. */
export const checkAlarms: Check = (draft, report) => {
  for (const { path, workload } of ecsWorkloads(draft)) {
    if (!("alarms" in workload) || workload.containerInsights !== false) continue;
    report.error([...path, "containerInsights"], "should be true, got false; the alarms use it to count tasks");
  }
  for (const { path, fileSystem } of fileSystems(draft)) {
    if (!("alarms" in fileSystem)) continue;
    const mode = "throughput" in fileSystem ? fileSystem.throughput?.mode : "bursting";
    if (mode === undefined || mode === "bursting" || fileSystem.performanceMode !== "maxIO") continue;
    const message = `has nothing to watch: ${mode} throughput has no burst credits, and maxIO has no I/O limit`;
    report.error([...path, "alarms"], message, "key");
  }
};
