import { entries } from "../draft";
import { containersOf, ecsTasks, mountsOf } from "../workload-parts";
import { type Check } from "./check";

/**
 * Containers that options add don't share a name with the file's containers, and the task has at most ten containers in
 * total.
 */
export const checkAddedContainers: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    const { dnsCache, logRouter } = part.task;
    const names = new Map<string, string>([
      ...(dnsCache === undefined || dnsCache === false
        ? []
        : ([
            ["dns-cache", "dnsCache"],
            ["dns-cache-setup", "dnsCache"],
          ] as const)),
      ...(logRouter === undefined ? [] : ([["log-router", "logRouter"]] as const)),
    ]);
    const parts = containersOf(part);
    for (const { path, name } of parts) {
      const option = names.get(name);
      if (option)
        report.error(path, `should have another name, since ${option} adds a container named '${name}'`, "key");
    }
    const seeds = parts.flatMap(mountsOf).filter(({ mount: { seed } }) => {
      return seed !== undefined && (!("by" in seed) || seed.by !== "instance");
    });
    const count = parts.length + names.size + seeds.length;
    if (parts.length <= 10 && count > 10) {
      const added = entries({ dnsCache: dnsCache || undefined, logRouter, seed: seeds[0] }).map(([name]) => name);
      report.error(
        part.path,
        `should have at most ten containers, got ${count} including those added by ${added.join(", ")}`,
        "key",
      );
    }
  }
};
