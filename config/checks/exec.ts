import { containersOf, ecsTasks, ecsWorkloads, tasksOf } from "../workload-parts";
import { type Check } from "./check";

/**
 * ECS Exec writes to the container's file system (ECS-14), and an exec log requires a service or task with `exec:
 * true`.
 */
export const checkExec: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    if (part.task.exec !== true) continue;
    for (const { path, container } of containersOf(part)) {
      if (container.readOnlyRootFilesystem !== true) continue;
      const message = "should be false with exec: true, whose agent writes to the container (ECS-14), got true";
      report.error([...path, "readOnlyRootFilesystem"], message);
    }
  }
  for (const part of ecsWorkloads(draft)) {
    if (part.workload.execAudit === undefined || tasksOf(part).some(({ task }) => task.exec === true)) continue;
    report.error([...part.path, "execAudit"], "has nothing to log: no service or task has exec: true", "key");
  }
};
