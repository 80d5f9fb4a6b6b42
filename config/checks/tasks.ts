import { has } from "../draft";
import { ecsWorkloads, tasksOf } from "../workload-parts";
import { type Check } from "./check";

/** Services and tasks of a workload don't share names, since families, roles and outputs are named after them. */
export const checkTasks: Check = (draft, report) => {
  for (const part of ecsWorkloads(draft)) {
    for (const name of Object.keys(part.workload.tasks ?? {})) {
      if (!has(part.workload.services, name)) continue;
      report.error([...part.path, "tasks", name], "is also the name of a service; choose another", "key");
    }
    for (const { path, task } of tasksOf(part)) {
      if (!("count" in task) || "schedule" in task) continue;
      report.error(
        [...path, "count"],
        "applies to a schedule, got none; use the --count option of aws ecs run-task instead",
        "key",
      );
    }
  }
};
