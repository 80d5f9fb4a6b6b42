import { Address4 } from "ip-address";

import { type Draft, entries } from "../draft";
import { type Path, quote } from "../errors";
import { sharedZones } from "../vpc-parts";
import { type Check, type Report } from "./check";
import { malformed } from "./cidrs";
import { targets } from "./resolver-targets";

/** Fixed addresses of resolver endpoints: one in the subnet of each zone, each used once and free for use. */
export const checkResolverAddresses: Check = (draft, report) => {
  const dns = draft.sharedNetwork?.dns;
  const path = ["sharedNetwork", "dns"];
  const used = new Set<string>();
  const outbound = dns?.outboundAddresses;
  checkAddresses(draft, [...path, "outboundAddresses"], outbound, used, report);
  const ipv6 = targets(draft).find(({ ip }) => ip.includes(":"));
  if (outbound !== undefined && ipv6 !== undefined) {
    const message = `should be left out, since server ${quote(ipv6.ip)} makes the endpoint dual-stack, whose IPv6 addresses can't be set here`;
    report.error([...path, "outboundAddresses"], message, "key");
  }
  if (typeof dns?.inbound === "object") {
    checkAddresses(draft, [...path, "inbound", "addresses"], dns.inbound.addresses, used, report);
  }
};

function checkAddresses(
  draft: Draft,
  path: Path,
  addresses: Readonly<Record<string, string | undefined>> | undefined,
  used: Set<string>,
  report: Report,
): void {
  if (addresses === undefined) return;
  const zones = sharedZones(draft)?.zones;
  if (zones !== undefined && !zones.includes(undefined)) {
    const missing = zones.filter((zone) => zone !== undefined && !(zone in addresses));
    if (missing.length > 0)
      report.error(path, `should have an address in every zone, add ${missing.join(", ")}`, "key");
    for (const zone of Object.keys(addresses).filter((key) => !zones.includes(key))) {
      report.error([...path, zone], `should be a zone of sharedNetwork.vpc, got ${quote(zone)}`, "key");
    }
  }
  for (const [zone, address] of entries(addresses)) {
    const problem = addressProblem(draft, zone, address) ?? (used.has(address) ? "is listed twice" : undefined);
    if (problem !== undefined) report.error([...path, zone], `${problem}, got ${quote(address)}`);
    used.add(address);
  }
}

function addressProblem({ sharedNetwork }: Draft, zone: string, address: string): string | undefined {
  if (!Address4.isValid(address)) return "should be four numbers from 0 to 255";
  const vpc = sharedNetwork?.vpc;
  if (vpc?.cidr === undefined || malformed(vpc.cidr) !== undefined) return undefined;
  const isAdopted = "id" in vpc;
  if (!isAdopted && !/[a-h]$/.test(zone)) return undefined;
  const range = isAdopted ? vpc.cidr : subnetRange(vpc.cidr, zone);
  const subnet = new Address4(range);
  const place = isAdopted ? "the VPC" : "the zone's subnet";
  if (!new Address4(address).isInSubnet(subnet)) return `should be in the range of ${place}, ${range}`;
  if (isAdopted) return undefined;
  const offset = new Address4(address).bigInt() - subnet.startAddress().bigInt();
  const last = subnet.endAddress().bigInt() - subnet.startAddress().bigInt();
  // AWS: the first four addresses and the last of each subnet are reserved.
  return offset < 4n || offset === last ? `should not be one of the five that AWS reserves in ${range}` : undefined;
}

/** The range of a zone's private subnet: a sixteenth of the VPC's, by the zone's letter, as modules/network/cidr.ts has it. */
export function subnetRange(vpcRange: string, zone: string): string {
  const vpc = new Address4(vpcRange);
  const mask = vpc.subnetMask + 4;
  const index = BigInt(zone.charCodeAt(zone.length - 1) - "a".charCodeAt(0));
  const first = Address4.fromBigInt(vpc.startAddress().bigInt() + index * (1n << BigInt(32 - mask)));
  return `${first.correctForm()}/${mask}`;
}
