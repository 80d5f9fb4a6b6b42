import { type App } from "cdktf";

import { type Organization, type Workload } from "../config/organization";
import { EcsStack } from "./ecs";
import type * as eksStack from "./eks";
import { SharedNetworkStack } from "./shared-network";
import { type AnyStack, MountpathStack } from "./stack";
import { StateBucketStack } from "./state-bucket";
import { VpcStack } from "./vpc";

/**
 * Composes the stacks of an organization, in the order in which they are deployed.
 *
 * @param made called with each stack when it is complete; other stacks need only its name and settings from then on
 * @param wanted whether a stack is wanted, by its name. @default all
 */
export function addStacks(
  app: App,
  organization: Organization,
  made: (stack: AnyStack) => void = () => undefined,
  wanted: (name: string) => boolean = () => true,
): void {
  const finish = (stack: AnyStack) => {
    if (wanted(stack.node.id)) made(stack);
  };
  // The bucket's policy names the states of all stacks, also where they are not written now.
  const isMade = wanted(stateBucketName) ? () => true : wanted;
  const workloads = Object.entries(organization.workloads).filter(([name, { platform }]) =>
    isMade(workloadStackName(name, platform)),
  );
  const read = new Set(workloads.map(([, { vpc }]) => vpc));
  const sharedNetwork = new SharedNetworkStack(app, organization);
  finish(sharedNetwork);
  const vpcs = new Map<string, VpcStack>();
  for (const [name, vpc] of Object.entries(organization.workloadVpcs)) {
    if (!isMade(`vpc-${name}`) && !read.has(name)) continue;
    const stack = new VpcStack(app, organization, name, vpc, sharedNetwork);
    vpcs.set(name, stack);
    finish(stack);
  }
  for (const [name, workload] of workloads) {
    const vpc = vpcs.get(workload.vpc);
    if (!vpc) throw new Error(`there is no workload VPC '${workload.vpc}' in the file`);
    finish(
      workload.platform === "eks-fargate"
        ? new (eks().EksStack)(app, organization, name, workload, vpc)
        : new EcsStack(app, organization, name, workload, vpc),
    );
  }
  if (wanted(stateBucketName)) addStateBucket(app, organization, made);
}

/** The names of an organization's stacks, in the order in which they are made. */
export function stackNames({ workloadVpcs, workloads, state }: Organization): string[] {
  return [
    "shared-network",
    ...Object.keys(workloadVpcs).map((name) => `vpc-${name}`),
    ...Object.entries(workloads).map(([name, { platform }]) => workloadStackName(name, platform)),
    ...(state.backend === "s3" && state.account !== undefined ? [stateBucketName] : []),
  ];
}

const stateBucketName = "state-bucket";

function workloadStackName(name: string, platform: Workload["platform"]): string {
  return `${platform === "eks-fargate" ? "eks" : "ecs"}-${name}`;
}

/**
 * Where the file says who owns the bucket of the states, a stack makes it. cdktf is not told that the others come after
 * it: a deploy would then have to name it each time, and whoever has not got its state would make the bucket again.
 */
function addStateBucket(app: App, organization: Organization, made: (stack: AnyStack) => void): void {
  const { state } = organization;
  if (state.backend !== "s3" || state.account === undefined) return;
  const others = app.node.children.filter((child): child is AnyStack => child instanceof MountpathStack);
  made(new StateBucketStack(app, organization, state, state.account, others));
}

/** Loaded where the file has an EKS workload alone: the Kubernetes library takes a tenth of a second to start. */
function eks() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always, or asynchronously
  return require("./eks") as typeof eksStack;
}
