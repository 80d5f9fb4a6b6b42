import { type Vpc, vpcDnsOf } from "../../aws/dns/vpc-dns";
import { type Facts } from "../../facts";
import { mountPaths } from "../../workloads/mount-paths";
import { vpcOfPath } from "../../workloads/path-place";

/** The known VPCs of tasks with file systems. */
export function workloadVpcs(facts: Facts): ReadonlySet<Vpc> {
  return facts.once(found);
}

function found(facts: Facts): ReadonlySet<Vpc> {
  const vpcs = new Set<Vpc>();
  for (const path of mountPaths(facts)) {
    const vpc = vpcDnsOf(facts, vpcOfPath(facts, path));
    if (vpc) vpcs.add(vpc);
  }
  return vpcs;
}
