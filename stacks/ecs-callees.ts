import { once } from "../config/once";
import { type EcsService, type EcsTask, type Organization, type Workload } from "../config/organization";
import { calleeOf } from "../config/schema/connect-to";

/** One entry of `connectTo`, with the service that it names. */
export interface Connection {
  /** The caller's workload and its VPC by name, and the name of the service, task or deployment. */
  readonly from: { readonly workload: string; readonly vpc: string; readonly task: string };
  readonly to: { readonly workload: string; readonly vpc: string; readonly service: string };
  readonly settings: EcsService;
  /** Ports of the tasks, or the load balancer. */
  readonly way: EcsTask["connectTo"][string];
}

/** Every connection to services of the file; found once, since the stack of every workload needs them. */
export const connections = once((organization: Organization): readonly Connection[] =>
  Object.entries(organization.workloads).flatMap(([name, workload]) => connectionsOf(organization, name, workload)),
);

function connectionsOf(organization: Organization, name: string, workload: Workload): Connection[] {
  const callers: Readonly<Record<string, { readonly connectTo: EcsTask["connectTo"] }>> =
    workload.platform === "eks-fargate" ? workload.deployments : { ...workload.services, ...workload.tasks };
  return Object.entries(callers).flatMap(([task, { connectTo }]) =>
    Object.entries(connectTo).map(([key, way]) => {
      const to = calleeOf(key, name);
      const callee = organization.workloads[to.workload];
      const settings = callee && "services" in callee ? callee.services[to.service] : undefined;
      if (!callee || !settings) throw new Error(`there is no service '${key}' to connect to`);
      return { from: { workload: name, vpc: workload.vpc, task }, to: { ...to, vpc: callee.vpc }, settings, way };
    }),
  );
}

/** Whether the rules of a connection refer to security groups: those of another VPC can't be referred to. */
export function isByGroup({ from, to }: Connection): boolean {
  return from.vpc === to.vpc;
}

/**
 * Names of workloads, each after those whose outputs it reads to connect to their services.
 *
 * @throws Error if workloads read each other; the file's checks report that earlier
 */
export function calleesFirst(organization: Organization): string[] {
  const reads = readsOf(organization);
  const order = new Set<string>();
  const add = (name: string, callers: readonly string[]) => {
    if (order.has(name)) return;
    if (callers.includes(name)) throw new Error(`workloads connect to each other: ${[...callers, name].join(", ")}`);
    for (const callee of reads.get(name) ?? []) add(callee, [...callers, name]);
    order.add(name);
  };
  for (const name of Object.keys(organization.workloads)) add(name, []);
  return [...order];
}

/** The workloads whose outputs a workload reads, by its name. */
export function readsOf(organization: Organization): ReadonlyMap<string, ReadonlySet<string>> {
  const reads = new Map<string, Set<string>>();
  for (const connection of connections(organization)) {
    const { from, to } = connection;
    if (!isByGroup(connection) || from.workload === to.workload) continue;
    const read = reads.get(from.workload) ?? new Set();
    reads.set(from.workload, read.add(to.workload));
  }
  return reads;
}
