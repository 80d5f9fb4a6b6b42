import { Address4 } from "ip-address";

import { entries } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { listed } from "../nearest";
import { type Check, type Report } from "./check";
import { malformed } from "./cidrs";

/**
 * An id is adopted only once: a VPC can be associated with a rule once (DNS-08), and a subnet is in one zone (EFS-01).
 */
export const checkAdoptedNetworks: Check = (draft, report) => {
  const seen = new Map<string, Path>();
  const once = (path: Path, id: string | undefined, why: string): boolean => {
    if (id === undefined) return true;
    const earlier = seen.get(id);
    if (earlier !== undefined) report.error(path, `is ${formatPath(earlier)} already, got ${quote(id)}; ${why}`);
    seen.set(id, earlier ?? path);
    return earlier === undefined;
  };
  const ofVpc = "a VPC is associated with a resolver rule once (DNS-08)";
  const ofSubnet = "a subnet is in one zone (EFS-01)";
  const shared = draft.sharedNetwork?.vpc;
  const above = ["sharedNetwork", "vpc"];
  if (shared !== undefined && "id" in shared) {
    once([...above, "id"], shared.id, ofVpc);
    for (const [zone, subnet] of entries(shared.subnets)) once([...above, "subnets", zone], subnet, ofSubnet);
  }
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    if (!("vpc" in vpc) || vpc.vpc === undefined) continue;
    const place = ["workloadVpcs", name, "vpc"];
    // The subnets of an adopted VPC are adopted too.
    if (!once([...place, "id"], vpc.vpc.id, ofVpc)) continue;
    const { privateSubnets, publicSubnets } = vpc.vpc;
    for (const [zone, subnet] of entries(privateSubnets)) {
      once([...place, "privateSubnets", zone, "id"], subnet.id, ofSubnet);
      checkRange([...place, "privateSubnets", zone, "cidr"], subnet.cidr, vpc.vpc.cidr, report);
    }
    for (const [zone, subnet] of entries(publicSubnets)) once([...place, "publicSubnets", zone], subnet, ofSubnet);
    const missing = Object.keys(privateSubnets ?? {}).filter((zone) => !Object.hasOwn(publicSubnets ?? {}, zone));
    if (publicSubnets !== undefined && missing.length > 0) {
      const message = `should have a subnet in each zone of privateSubnets, got none in ${listed(missing)}`;
      report.error([...place, "publicSubnets"], message, "key");
    }
  }
};

/** The range of a private subnet is within the VPC's. */
function checkRange(path: Path, cidr: string | undefined, vpcCidr: string | undefined, report: Report): void {
  if (cidr === undefined) return;
  const problem = malformed(cidr);
  if (problem !== undefined) report.error(path, `${problem}, got ${quote(cidr)}`);
  else if (vpcCidr !== undefined && malformed(vpcCidr) === undefined) {
    if (new Address4(cidr).isInSubnet(new Address4(vpcCidr))) return;
    report.error(path, `should be within the VPC's range ${vpcCidr}, got ${quote(cidr)}`);
  }
}
