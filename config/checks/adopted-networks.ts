import { entries } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { type Check } from "./check";

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
    for (const [zone, subnet] of entries(vpc.vpc.privateSubnets)) {
      once([...place, "privateSubnets", zone, "id"], subnet.id, ofSubnet);
    }
  }
};
