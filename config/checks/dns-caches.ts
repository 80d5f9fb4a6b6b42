import { items } from "../draft";
import { quote } from "../errors";
import { containersOf, ecsTasks } from "../workload-parts";
import { type Check } from "./check";

/** Ports that CoreDNS uses on the loopback address, which a task's containers share. */
const cachePorts = [53, 18053];

/** Every container that is set to use the DNS cache can use it (ECS-13). */
export const checkDnsCaches: Check = (draft, report) => {
  for (const part of ecsTasks(draft)) {
    const { dnsCache } = part.task;
    if (dnsCache === undefined || dnsCache === false) continue;
    const parts = containersOf(part);
    const users = parts.filter(({ container }) => container.useDnsCache !== false);
    if (users.length === 0) {
      report.error([...part.path, "dnsCache"], "is used by no container, got useDnsCache: false on all");
    }
    for (const { path, container } of users) {
      if (!("entryPoint" in container)) {
        const image = container.image === undefined ? "" : ` ${container.image}`;
        const message = `should have an entryPoint, since dnsCache is used: its wrapper replaces the image's entry point and then runs it, and ECS drops the image's command too; copy both from docker image inspect${image}`;
        report.error(path, message, "key");
      }
      if (container.readOnlyRootFilesystem === true) {
        const message = "should be false, since dnsCache is used, which rewrites /etc/resolv.conf (ECS-13), got true";
        report.error([...path, "readOnlyRootFilesystem"], message);
      }
      const { user } = container;
      if (user !== undefined && !["0", "root"].includes(user.split(":")[0] ?? "")) {
        const message = `should be root, since dnsCache is used, which rewrites /etc/resolv.conf (ECS-13), got ${quote(user)}; or set useDnsCache: false`;
        report.error([...path, "user"], message);
      }
    }
    for (const { path, container } of parts) {
      for (const [index, port] of items(container.ports)) {
        if (!cachePorts.includes(port)) continue;
        const message = `should be another port, since dnsCache is used and its CoreDNS listens on ${cachePorts.join(" and ")}, got ${port}`;
        report.error([...path, "ports", index], message);
      }
    }
  }
};
