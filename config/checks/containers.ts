import { items } from "../draft";
import { containersOf, ecsTasks, hasContainers } from "../workload-parts";
import { type Check } from "./check";

/**
 * A task has one to ten containers, at least one of them essential (ECS-12). They share a network, so each port is used
 * once.
 */
export const checkContainers: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    const { path, task } = part;
    if (hasContainers(task) && task.containers !== undefined) {
      const all = Object.values(task.containers);
      if (all.length === 0 || all.length > 10) {
        report.error([...path, "containers"], `should have one to ten containers, got ${all.length}`);
      } else if (all.every((container) => container?.essential === false)) {
        report.error(
          [...path, "containers"],
          "should have an essential container, got essential: false on all (ECS-12)",
        );
      }
    }
    const owner = new Map<number, string>();
    for (const { path: place, name, container } of containersOf(part)) {
      for (const [index, port] of items(container.ports)) {
        const earlier = owner.get(port);
        if (earlier !== undefined) {
          const whose = earlier === name ? "given twice" : `already a port of container '${earlier}'`;
          report.error(
            [...place, "ports", index],
            `is ${whose}, got ${port}; the containers of a task share one network`,
          );
        }
        owner.set(port, earlier ?? name);
      }
    }
  }
};
