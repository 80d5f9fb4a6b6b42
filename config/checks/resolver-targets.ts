import { isIP, isIPv6 } from "node:net";

import { Address4 } from "ip-address";

import { type Draft, items } from "../draft";
import { type Path, quote } from "../errors";
import { type Check } from "./check";

export interface WrittenTarget {
  /** The location of the address in the file. */
  readonly path: Path;
  readonly ip: string;
  readonly port: number | undefined;
  readonly rule: number;
}

/** The targets of all rules, in either form. */
export function targets(draft: Draft): WrittenTarget[] {
  return items(draft.sharedNetwork?.dns?.forward).flatMap(([rule, { to }]) =>
    items(to).flatMap(([index, target]) => {
      const path = ["sharedNetwork", "dns", "forward", rule, "to", index];
      if (typeof target === "string") return [{ path, ip: target, port: undefined, rule }];
      return target.ip === undefined ? [] : [{ path: [...path, "ip"], ip: target.ip, port: target.port, rule }];
    }),
  );
}

/** Ranges that are never an on-premises DNS server: this host, link-local, multicast and reserved. */
const unreachable = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map((cidr) => new Address4(cidr));

/** Target addresses are valid, listed once per rule, and of an IP version that the VPC has. */
export const checkResolverTargets: Check = (draft, report) => {
  const vpc = draft.sharedNetwork?.vpc;
  const seen = new Set<string>();
  for (const { path, ip, port, rule } of targets(draft)) {
    const key = `${rule} ${ip.toLowerCase()} ${port ?? 53}`;
    if (isIP(ip) === 0) {
      report.error(path, `should be an IPv4 or IPv6 address, such as 10.2.0.1, got ${quote(ip)}`);
    } else if (seen.has(key)) {
      report.error(path, `is listed twice in this rule, got ${quote(ip)}; keep one`);
    } else if (isIPv6(ip) && vpc !== undefined && !("id" in vpc) && !("ipv6" in vpc && vpc.ipv6 !== false)) {
      const remedy = "set sharedNetwork.vpc.ipv6 to true";
      report.error(
        path,
        `should be an IPv4 address, since the VPC created here has no IPv6, got ${quote(ip)}; ${remedy}`,
      );
    } else if (!isIPv6(ip) && unreachable.some((range) => new Address4(ip).isInSubnet(range))) {
      report.error(path, `should be a server that the VPC can reach, got ${quote(ip)}`);
    }
    seen.add(key);
  }
};
