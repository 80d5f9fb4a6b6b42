import { entries } from "../draft";
import { quote } from "../errors";
import { orChoose } from "../nearest";
import { type ContainerPart, containersOf, ecsTasks } from "../workload-parts";
import { type Check } from "./check";

/** A container depends on a container that exists, on a condition that it can reach, and without a cycle (ECS-11). */
export const checkContainerDependencies: Check = (draft, report) => {
  for (const task of ecsTasks(draft)) {
    const all = new Map(containersOf(task).map((part) => [part.name, part]));
    for (const { path, name, container } of all.values()) {
      for (const [other, condition] of entries(container.dependsOn)) {
        const place = [...path, "dependsOn", other];
        const target = all.get(other)?.container;
        if (target === undefined) {
          const choice = orChoose(
            other,
            [...all.keys()].filter((key) => key !== name),
          );
          report.error(place, `should be a container of the same task, got ${quote(other)}${choice} (ECS-11)`, "key");
        } else if (leadsBack(all, name, other)) {
          report.error(place, `depends on ${quote(name)} in turn, so neither would start`, "key");
        } else if ((condition === "SUCCESS" || condition === "COMPLETE") && target.essential !== false) {
          const message = `should be START or HEALTHY, got ${condition}: ${quote(other)} is essential, so the task stops when it exits (ECS-11)`;
          report.error(place, message);
        } else if (condition === "HEALTHY" && !("healthCheck" in target)) {
          report.error(place, `should be START, got HEALTHY: ${quote(other)} has no healthCheck (ECS-11)`);
        }
      }
    }
  }
};

function leadsBack(all: ReadonlyMap<string, ContainerPart>, to: string, from: string): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    next.push(...Object.keys(all.get(name)?.container.dependsOn ?? {}));
  }
  return false;
}
