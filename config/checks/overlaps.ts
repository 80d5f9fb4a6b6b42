import { formatPath, quote } from "../errors";
import { vpcRanges } from "../parts";
import { type Check } from "./check";
import { overlap } from "./cidrs";

/** No two VPCs have an address in common: they are to reach the same DNS servers, and each other some day. */
export const checkOverlaps: Check = (draft, report) => {
  const ranges = vpcRanges(draft);
  for (const [index, { path, cidr }] of ranges.entries()) {
    const earlier = ranges.slice(0, index).find((other) => overlap(other.cidr, cidr));
    if (earlier === undefined) continue;
    const place = formatPath(earlier.path.slice(0, -1));
    report.error(
      path,
      `should not overlap ${earlier.cidr} of ${place}, got ${quote(cidr)}; choose a range that is free`,
    );
  }
};
