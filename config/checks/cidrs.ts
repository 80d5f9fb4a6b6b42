import { Address4, Address6 } from "ip-address";

import { items } from "../draft";
import { type Path, quote } from "../errors";
import { isRange } from "../schema/primitives";
import { vpcRanges } from "../vpc-parts";
import { ecsServices, eksWorkloads } from "../workload-parts";
import { type Check, type Report } from "./check";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(
  (cidr) => new Address4(cidr),
);

/** CIDR ranges are valid, private, and of a size that AWS accepts and that the subnets fit in. */
export const checkCidrs: Check = (draft, report) => {
  for (const { path, cidr, isNew } of vpcRanges(draft)) {
    const problem = malformed(cidr) ?? unfit(new Address4(cidr), isNew);
    if (problem !== undefined) report.error(path, `${problem}, got ${quote(cidr)}`);
  }
  const inbound = draft.sharedNetwork?.dns?.inbound;
  if (typeof inbound === "object") {
    checkRanges(["sharedNetwork", "dns", "inbound", "allowedCidrs"], inbound.allowedCidrs, report);
  }
  for (const { path, task } of ecsServices(draft)) {
    checkRanges([...path, "allowFrom"], task.allowFrom, report);
    checkRanges([...path, "loadBalancer", "allowFrom"], task.loadBalancer?.allowFrom, report);
  }
  for (const { path, workload } of eksWorkloads(draft)) {
    checkRanges([...path, "apiAllowedCidrs"], workload.apiAllowedCidrs, report);
    const place = [...path, "publicAccessCidrs"];
    checkRanges(place, workload.publicAccessCidrs, report);
    for (const [index, cidr] of items(workload.publicAccessCidrs)) {
      if (malformed(cidr) !== undefined || !isPrivate(new Address4(cidr))) continue;
      const message = `should be public, since it opens the cluster's public endpoint; the VPC uses the private endpoint, got ${quote(cidr)}`;
      report.error([...place, index], message);
    }
  }
};

/** Ranges that get access are well-formed and listed once. Names of clients are checked in clients.ts. */
function checkRanges(path: Path, cidrs: readonly (string | undefined)[] | undefined, report: Report): void {
  const seen = new Set<string>();
  for (const [index, cidr] of items(cidrs)) {
    const form = cidr.includes(":") ? malformedIpv6(cidr) : isRange(cidr) ? malformed(cidr) : undefined;
    const problem = form ?? (seen.has(cidr) ? "is listed twice" : undefined);
    if (problem !== undefined) report.error([...path, index], `${problem}, got ${quote(cidr)}`);
    seen.add(cidr);
  }
}

/** Whether a range is within the private ranges. */
export function isPrivate(address: Address4): boolean {
  return privateRanges.some((range) => address.isInSubnet(range));
}

export function malformed(cidr: string): string | undefined {
  if (!Address4.isValid(cidr)) return "should be four numbers from 0 to 255 and a prefix length from 0 to 32";
  const address = new Address4(cidr);
  const first = address.startAddress().correctForm();
  return address.correctForm() === first
    ? undefined
    : `should begin at its first address: ${first}/${address.subnetMask}`;
}

/** Terraform accepts an IPv6 range only in its shortest form. */
export function malformedIpv6(cidr: string): string | undefined {
  if (!Address6.isValid(cidr)) return "should be an IPv6 address and a prefix length from 0 to 128";
  const address = new Address6(cidr);
  const canonical = `${address.startAddress().correctForm()}/${address.subnetMask}`;
  return cidr === canonical ? undefined : `should be in its shortest form, from its first address: ${canonical}`;
}

function unfit(address: Address4, isNew: boolean): string | undefined {
  if (!isPrivate(address)) {
    return "should be private, within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10";
  }
  const { subnetMask } = address;
  if (isNew && (subnetMask < 16 || subnetMask > 24)) {
    return "should be from /16 to /24, since each subnet gets a sixteenth of it and can't be smaller than /28";
  }
  return subnetMask < 16 || subnetMask > 28 ? "should be from /16 to /28, as a VPC's range is" : undefined;
}
