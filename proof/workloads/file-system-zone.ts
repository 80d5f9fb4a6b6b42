/**
 * A private zone in the task's VPC that may resolve a file system's name to a mount target in another VPC (EFS-18). A
 * user reports that this works on Fargate (cfn-roadmap#741); AWS does not document it.
 */
import { type ReadZone } from "../aws/dns/private-zones";
import { vpcDnsOf } from "../aws/dns/vpc-dns";
import { covers, labelsOf } from "../dns/name";
import { isUnknownFact } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { type MountPath } from "./mount-path";
import { efsNames } from "./mounted-name";
import { vpcOfPath } from "./path-place";

export function zoneOfFileSystem(facts: Facts, path: MountPath): ReadZone | undefined {
  const vpc = vpcDnsOf(facts, vpcOfPath(facts, path));
  if (!vpc || vpc.zones.length === 0) return undefined;
  const names = efsNames(facts, path, vpc).map((name) => labelsOf(name));
  return vpc.zones.find(({ domain }) => {
    if (isUnknownFact(domain)) return true;
    const labels = labelsOf(domain);
    return names.some((name) => covers(labels, name));
  });
}
