import { type App } from "cdktf";

import { type Organization, type Workload } from "../config/organization";
import { homeRegionOf, inRegion, regionOfRetired, regionOfVpc, regionsOf, sharedNetworkOf } from "../config/regions";
import { EcsStack } from "./ecs";
import { calleesFirst, readsOf } from "./ecs-callees";
import type * as eksStack from "./eks";
import { RetiredStack } from "./retired";
import { type DeployedOrganization } from "./settings";
import { SharedNetworkStack } from "./shared-network";
import { type AnyStack, MountpathStack } from "./stack";
import { StateBucketStack } from "./state-bucket";
import { VpcStack } from "./vpc";

/**
 * Creates the stacks of an organization in the order in which they are deployed.
 *
 * @param made called with each stack when it is complete; after that, other stacks need only its name and settings
 * @param wanted whether to create a stack, by its name.
 * @default all
 */
export function addStacks(
  app: App,
  organization: DeployedOrganization,
  made: (stack: AnyStack) => void = () => undefined,
  wanted: (name: string) => boolean = () => true,
): void {
  const finish = (stack: AnyStack) => {
    if (wanted(stack.node.id)) made(stack);
  };
  // The bucket policy names the states of all stacks, including those that are not written in this run.
  const isMade = wanted(stateBucketName) ? () => true : wanted;
  const workloads = workloadsToMake(organization, isMade);
  const read = new Set(workloads.map(([, { vpc }]) => vpc));
  const regions = new Map(regionsOf(organization).map((region) => [region, inRegion(organization, region)]));
  const regionOf = (name: string) => {
    const found = regions.get(name);
    if (!found) throw new Error(`the file has no Region '${name}'`);
    return found;
  };
  const sharedNetworks = new Map<string, SharedNetworkStack>();
  for (const [region, regional] of regions) {
    const stack = new SharedNetworkStack(app, regional);
    sharedNetworks.set(region, stack);
    finish(stack);
  }
  const vpcs = new Map<string, VpcStack>();
  for (const [name, vpc] of Object.entries(organization.workloadVpcs)) {
    if (!isMade(`vpc-${name}`) && !read.has(name)) continue;
    const region = regionOfVpc(organization, name);
    const stack = new VpcStack(app, regionOf(region), name, vpc, sharedNetworks.get(region)!);
    vpcs.set(name, stack);
    finish(stack);
  }
  const callees = new Map<string, EcsStack>();
  for (const [name, workload] of workloads) {
    const vpc = vpcs.get(workload.vpc);
    if (!vpc) throw new Error(`the file has no workload VPC '${workload.vpc}'`);
    const regional = regionOf(regionOfVpc(organization, workload.vpc));
    if (workload.platform === "eks-fargate") {
      finish(new (eks().EksStack)(app, regional, name, workload, vpc, callees));
      continue;
    }
    const stack = new EcsStack(app, regional, name, workload, vpc, callees);
    callees.set(name, stack);
    finish(stack);
  }
  addRetired(app, organization, finish);
  if (wanted(stateBucketName)) addStateBucket(app, organization, made);
}

/**
 * Retired VPCs depend on retired workloads, and shared networks on both, so that a deploy destroys tasks before what
 * they use.
 */
function addRetired(app: App, organization: DeployedOrganization, finish: (stack: AnyStack) => void): void {
  const retired = Object.entries(organization.retired);
  const before: AnyStack[] = [];
  for (const kind of [/^(ecs|eks)-/, /^vpc-/, /^shared-network-/]) {
    const group: AnyStack[] = [];
    // A stack is complete before the next one begins, since its tokens are released then.
    for (const [name, settings] of retired.filter(([name]) => kind.test(name))) {
      const region = regionOfRetired(organization, name);
      // The Region may have left the file too.
      const regional = { ...inRegion(organization, region), region, homeRegion: homeRegionOf(organization) };
      const stack = new RetiredStack(app, regional, name, settings, before);
      group.push(stack);
      finish(stack);
    }
    before.push(...group);
  }
}

/** The workloads whose stacks are created, and those that they read, each after what it reads. */
function workloadsToMake(organization: Organization, isMade: (stack: string) => boolean): [string, Workload][] {
  const reads = readsOf(organization);
  const needed = new Set<string>();
  const order = calleesFirst(organization);
  for (const name of [...order].reverse()) {
    const workload = organization.workloads[name];
    if (!workload || !(needed.has(name) || isMade(workloadStackName(name, workload.platform)))) continue;
    needed.add(name);
    for (const callee of reads.get(name) ?? []) needed.add(callee);
  }
  return order.flatMap((name) => {
    const workload = organization.workloads[name];
    return workload && needed.has(name) ? [[name, workload] as [string, Workload]] : [];
  });
}

/** The names of an organization's stacks, in the order in which they are created. */
export function stackNames(organization: Organization): string[] {
  const { workloadVpcs, workloads, retired, state } = organization;
  return [
    ...regionsOf(organization).map((region) => sharedNetworkOf(organization, region)),
    ...Object.keys(workloadVpcs).map((name) => `vpc-${name}`),
    ...calleesFirst(organization).flatMap((name) => {
      const workload = workloads[name];
      return workload ? [workloadStackName(name, workload.platform)] : [];
    }),
    ...Object.keys(retired),
    ...(state.backend === "s3" && state.account !== undefined ? [stateBucketName] : []),
  ];
}

/** The Regions of an organization's stacks, except retired ones and the bucket's. */
export function stackRegions(organization: Organization): Map<string, string> {
  const { workloadVpcs, workloads } = organization;
  return new Map([
    ...regionsOf(organization).map((region): [string, string] => [sharedNetworkOf(organization, region), region]),
    ...Object.keys(workloadVpcs).map((name): [string, string] => [`vpc-${name}`, regionOfVpc(organization, name)]),
    ...Object.entries(workloads).map(([name, { platform, vpc }]): [string, string] => [
      workloadStackName(name, platform),
      regionOfVpc(organization, vpc),
    ]),
  ]);
}

const stateBucketName = "state-bucket";

function workloadStackName(name: string, platform: Workload["platform"]): string {
  return `${platform === "eks-fargate" ? "eks" : "ecs"}-${name}`;
}

/**
 * If the file names the bucket's account, a stack creates the bucket. cdktf is not told that the other stacks depend on
 * it: every deploy would then have to name it, and a user without its state would create the bucket again.
 */
function addStateBucket(app: App, organization: DeployedOrganization, made: (stack: AnyStack) => void): void {
  const { state } = organization;
  if (state.backend !== "s3" || state.account === undefined) return;
  const others = app.node.children.filter((child): child is AnyStack => child instanceof MountpathStack);
  made(new StateBucketStack(app, organization, state, state.account, others));
}

/** Loaded only if the file has an EKS workload: loading the Kubernetes library takes a tenth of a second. */
function eks() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always, or asynchronously
  return require("./eks") as typeof eksStack;
}
