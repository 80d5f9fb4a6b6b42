import { type App } from "cdktf";

import { type Organization } from "../config/organization";
import { EcsStack } from "./ecs";
import { SharedNetworkStack } from "./shared-network";
import { VpcStack } from "./vpc";

/** Composes every stack of an organisation, in the order in which they are deployed. */
export function addStacks(app: App, organization: Organization): void {
  const sharedNetwork = new SharedNetworkStack(app, organization);
  const vpcs = new Map(
    Object.entries(organization.workloadVpcs).map(([name, vpc]) => [
      name,
      new VpcStack(app, organization, name, vpc, sharedNetwork),
    ]),
  );
  for (const [name, workload] of Object.entries(organization.workloads)) {
    const vpc = vpcs.get(workload.vpc);
    if (!vpc) throw new Error(`there is no workload VPC '${workload.vpc}' in the file`);
    new EcsStack(app, organization, name, workload, vpc);
  }
}
