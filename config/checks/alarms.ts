import { ecsWorkloads, fileSystems } from "../parts";
import { type Check } from "./check";

/** Alarms have something that is measured. */
export const checkAlarms: Check = (draft, report) => {
  for (const { path, workload } of ecsWorkloads(draft)) {
    if (!("alarms" in workload) || workload.containerInsights !== false) continue;
    report.error([...path, "containerInsights"], "should be true where alarms count tasks by it, got false");
  }
  for (const { path, fileSystem } of fileSystems(draft)) {
    if (!("alarms" in fileSystem)) continue;
    const mode = "throughput" in fileSystem ? fileSystem.throughput?.mode : "bursting";
    if (mode === undefined || mode === "bursting" || fileSystem.performanceMode !== "maxIO") continue;
    const message = `have nothing to watch: ${mode} throughput has no burst credits, and maxIO no I/O limit`;
    report.error([...path, "alarms"], message, "key");
  }
};
