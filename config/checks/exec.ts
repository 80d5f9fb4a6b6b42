import { containersOf, ecsTasks, ecsWorkloads, tasksOf } from "../parts";
import { type Check } from "./check";

/** ECS Exec writes into the container (ECS-14); a log of it needs something to log. */
export const checkExec: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    if (part.task.exec !== true) continue;
    for (const { path, container } of containersOf(part)) {
      if (container.readOnlyRootFilesystem !== true) continue;
      const message = "should be false where exec is true, whose agent writes to the container (ECS-14), got true";
      report.error([...path, "readOnlyRootFilesystem"], message);
    }
  }
  for (const part of ecsWorkloads(draft)) {
    if (part.workload.execAudit === undefined || tasksOf(part).some(({ task }) => task.exec === true)) continue;
    report.error([...part.path, "execAudit"], "logs nothing: no service or task has exec: true", "key");
  }
};
