import { isIPv4 } from "node:net";

import { Address4 } from "ip-address";

import { quote } from "../errors";
import { vpcRanges } from "../vpc-parts";
import { type Check } from "./check";
import { targets } from "./resolver-targets";

/** No rule sends queries back to AWS: to a VPC's own resolver or to the inbound endpoint (DNS-14). */
export const checkResolverLoops: Check = (draft, report) => {
  const vpc = draft.sharedNetwork?.vpc;
  const inbound = draft.sharedNetwork?.dns?.inbound;
  const hasInbound = inbound === true || (typeof inbound === "object" && inbound !== null);
  for (const { path, ip } of targets(draft)) {
    if (!isIPv4(ip)) continue;
    const range = vpcRanges(draft).find(
      ({ cidr }) => Address4.isValid(cidr) && new Address4(ip).isInSubnet(new Address4(cidr)),
    );
    if (range === undefined) continue;
    const ofShared = range.path[0] === "sharedNetwork";
    if (ip === resolverOf(range.cidr)) {
      report.error(
        path,
        `should be a server outside AWS, got ${quote(ip)}, which is the VPC's own resolver; it would query this rule again (DNS-14)`,
      );
    } else if (ofShared && range.isNew) {
      const loop = hasInbound
        ? ", where the inbound endpoint would send queries in a loop"
        : ", which has no DNS server";
      report.error(
        path,
        `should be outside ${range.cidr}, the shared network's own VPC${loop} (DNS-14), got ${quote(ip)}`,
      );
    } else if (ofShared && hasInbound && vpc !== undefined) {
      report.warning(
        path,
        `is in the shared network's own VPC, got ${quote(ip)}; make sure that it is not an address of the inbound endpoint, or queries loop (DNS-14)`,
      );
    }
  }
};

/** The resolver is at the base of the VPC's range plus two. */
function resolverOf(cidr: string): string {
  return Address4.fromBigInt(new Address4(cidr).startAddress().bigInt() + 2n).correctForm();
}
