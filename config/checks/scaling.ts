import { entries } from "../draft";
import { ecsServices } from "../workload-parts";
import { type Check } from "./check";

/** Scaling has a minimum below the maximum, and a metric or schedule to scale by. */
export const checkScaling: Check = (draft, report) => {
  for (const { path, task } of ecsServices(draft)) {
    const { scaling } = task;
    if (scaling === undefined) continue;
    const place = [...path, "scaling"];
    const { min, max, cpuPercent, memoryPercent, requestsPerTarget, schedules } = scaling;
    if (min !== undefined && max !== undefined && min > max) {
      report.error([...place, "min"], `should be at most max, ${max}, got ${min}`);
    }
    const scales = [cpuPercent, memoryPercent, requestsPerTarget].some((target) => target !== undefined);
    if (!scales && Object.keys(schedules ?? {}).length === 0) {
      const message = "should have a metric or schedule: cpuPercent, memoryPercent, requestsPerTarget or schedules";
      report.error(place, message, "key");
    }
    if (requestsPerTarget !== undefined && !("loadBalancer" in task) && !("listenerRule" in task)) {
      const message = `should be omitted without a loadBalancer, whose requests it counts, got ${requestsPerTarget}`;
      report.error([...place, "requestsPerTarget"], message);
    }
    for (const [name, schedule] of entries(schedules)) {
      if (!("min" in schedule) && !("max" in schedule)) {
        report.error([...place, "schedules", name], "should have min or max, got neither", "key");
      } else if (schedule.min !== undefined && schedule.max !== undefined && schedule.min > schedule.max) {
        const message = `should be at most max, ${schedule.max}, got ${schedule.min}`;
        report.error([...place, "schedules", name, "min"], message);
      }
    }
  }
};
