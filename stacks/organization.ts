import { type App } from "cdktf";

import { type Organization } from "../config/organization";
import { type StackKind } from "./contract";
import { EcsStack } from "./ecs";
import type * as eksStack from "./eks";
import { SharedNetworkStack } from "./shared-network";
import { MountpathStack } from "./stack";
import { StateBucketStack } from "./state-bucket";
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
    switch (workload.platform) {
      case "ecs-fargate":
      case "ecs-ec2":
        new EcsStack(app, organization, name, workload, vpc);
        break;
      case "eks-fargate":
        new (eks().EksStack)(app, organization, name, workload, vpc);
    }
  }
  addStateBucket(app, organization);
}

/**
 * Where the file says who owns the bucket of the states, a stack makes it. cdktf is not told that the others come after
 * it: a deploy would then have to name it each time, and whoever has not got its state would make the bucket again.
 */
function addStateBucket(app: App, organization: Organization): void {
  const { state } = organization;
  if (state.backend !== "s3" || state.account === undefined) return;
  const others = app.node.children.filter(
    (child): child is MountpathStack<StackKind> => child instanceof MountpathStack,
  );
  new StateBucketStack(app, organization, state, state.account, others);
}

/** Loaded where the file has an EKS workload alone: the Kubernetes library takes a tenth of a second to start. */
function eks() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always, or asynchronously
  return require("./eks") as typeof eksStack;
}
