import { items } from "../draft";
import { containersOf, ecsTasks, hasContainers } from "../parts";
import { type Check } from "./check";

/** One to ten containers, one at least essential (ECS-12); they share a network, so ports are not given twice. */
export const checkContainers: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    const { path, task } = part;
    if (hasContainers(task) && task.containers !== undefined) {
      const all = Object.values(task.containers);
      if (all.length === 0 || all.length > 10) {
        report.error([...path, "containers"], `should have one to ten containers, got ${all.length}`);
      } else if (all.every((container) => container?.essential === false)) {
        report.error([...path, "containers"], "should have an essential one, got essential: false on all (ECS-12)");
      }
    }
    const owner = new Map<number, string>();
    for (const { path: place, name, container } of containersOf(part)) {
      for (const [index, port] of items(container.ports)) {
        const earlier = owner.get(port);
        if (earlier !== undefined) {
          const whose = earlier === name ? "given twice" : `a port of container '${earlier}' already`;
          report.error([...place, "ports", index], `is ${whose}, got ${port}; a task's containers share one network`);
        }
        owner.set(port, earlier ?? name);
      }
    }
  }
};
