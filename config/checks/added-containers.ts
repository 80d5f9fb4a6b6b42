import { entries } from "../draft";
import { containersOf, ecsTasks, mountsOf } from "../parts";
import { type Check } from "./check";

/** The containers that options add have names of their own, and leave the task with ten at most. */
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
      if (option) report.error(path, `should have another name, since ${option} adds a container '${name}'`, "key");
    }
    const seeds = parts.flatMap(mountsOf).filter(({ mount: { seed } }) => {
      return seed !== undefined && (!("by" in seed) || seed.by !== "instance");
    });
    const count = parts.length + names.size + seeds.length;
    if (parts.length <= 10 && count > 10) {
      const added = entries({ dnsCache: dnsCache || undefined, logRouter, seed: seeds[0] }).map(([name]) => name);
      report.error(
        part.path,
        `should come to ten containers at most, got ${count} with those of ${added.join(", ")}`,
        "key",
      );
    }
  }
};
