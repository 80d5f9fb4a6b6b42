import { quote } from "../errors";
import { containersOf, ecsTasks } from "../workload-parts";
import { type Check } from "./check";

/**
 * The command of a health check starts with `CMD` or `CMD-SHELL`; with anything else, the container never becomes
 * healthy.
 */
export const checkHealthChecks: Check = (draft, report) => {
  for (const { path, container } of ecsTasks(draft).flatMap(containersOf)) {
    const command = container.healthCheck?.command;
    const [first, ...rest] = command ?? [];
    if (first === undefined) continue;
    const place = [...path, "healthCheck", "command"];
    if (first !== "CMD" && first !== "CMD-SHELL") {
      const message = `should begin with CMD, or with CMD-SHELL and one line of shell, got ${quote(first)}`;
      report.error([...place, 0], message);
    } else if (rest.length === 0) {
      report.error(place, `should have a command after ${first}, got nothing`);
    } else if (first === "CMD-SHELL" && rest.length > 1) {
      const message = `should be one line of shell after CMD-SHELL, got ${rest.length} parts; join them, or begin with CMD`;
      report.error(place, message);
    }
  }
};
