import { once } from "../config/once";
import { type Organization, type Workload } from "../config/organization";

const index = once(({ workloads }: Organization) => {
  const groups = new Map<string, Workload[]>();
  for (const workload of Object.values(workloads)) {
    const group = groups.get(workload.vpc);
    if (group) group.push(workload);
    else groups.set(workload.vpc, [workload]);
  }
  return groups;
});

/** The workloads of a VPC, in the order of the file; indexed, since every VPC needs them several times. */
export function workloadsOf(organization: Organization, vpc: string): readonly Workload[] {
  return index(organization).get(vpc) ?? [];
}
