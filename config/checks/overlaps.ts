import { Address4 } from "ip-address";

import { formatPath, quote } from "../errors";
import { vpcRanges } from "../vpc-parts";
import { type Check } from "./check";

/** The ranges of VPCs don't overlap: all VPCs reach the same DNS servers, and may have to reach each other later. */
export const checkOverlaps: Check = (draft, report) => {
  const ranges = vpcRanges(draft)
    .filter(({ cidr }) => Address4.isValid(cidr))
    .map((range) => ({ ...range, address: new Address4(range.cidr) }));
  for (const [index, { path, cidr, address }] of ranges.entries()) {
    const earlier = ranges
      .slice(0, index)
      .find((other) => other.address.isInSubnet(address) || address.isInSubnet(other.address));
    if (earlier === undefined) continue;
    const place = formatPath(earlier.path.slice(0, -1));
    report.error(path, `should not overlap ${earlier.cidr} of ${place}, got ${quote(cidr)}; choose an unused range`);
  }
};
