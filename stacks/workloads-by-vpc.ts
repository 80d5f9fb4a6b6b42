import { type Organization, type Workload } from "../config/organization";

const indexes = new WeakMap<Organization, ReadonlyMap<string, readonly Workload[]>>();

/** The workloads of a VPC, in the order of the file; indexed, since every VPC needs them several times. */
export function workloadsOf(organization: Organization, vpc: string): readonly Workload[] {
  let index = indexes.get(organization);
  if (index === undefined) {
    const groups = new Map<string, Workload[]>();
    for (const workload of Object.values(organization.workloads)) {
      const group = groups.get(workload.vpc);
      if (group) group.push(workload);
      else groups.set(workload.vpc, [workload]);
    }
    index = groups;
    indexes.set(organization, index);
  }
  return index.get(vpc) ?? [];
}
