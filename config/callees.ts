import { type Draft, entries, has } from "./draft";
import { type Path } from "./errors";
import { calleeOf } from "./schema/connect-to";
import {
  deploymentsOf,
  ecsServices,
  ecsTasks,
  ecsWorkloads,
  eksWorkloads,
  type ServicePart,
  servicesOf,
  type TaskPart,
} from "./workload-parts";

/** A client of services: a service or task of ECS, or a deployment of EKS. */
export interface WrittenCaller extends Pick<TaskPart, "path" | "name" | "vpc" | "vpcName"> {
  readonly connectTo: TaskPart["task"]["connectTo"];
  readonly isPod: boolean;
}

/** One entry of `connectTo` whose service exists. */
export interface WrittenConnection {
  readonly path: Path;
  readonly caller: WrittenCaller;
  readonly callee: ServicePart;
  /** Ports of the tasks, or the load balancer; `undefined` if the schema refused it. */
  readonly way: readonly (number | undefined)[] | "loadBalancer" | undefined;
}

/** Services, tasks and deployments, in the order of the file. */
export function writtenCallers(draft: Draft): WrittenCaller[] {
  const tasks = ecsTasks(draft).map((part) => ({ ...part, connectTo: part.task.connectTo, isPod: false }));
  const pods = eksWorkloads(draft).flatMap(deploymentsOf);
  return [...tasks, ...pods.map((part) => ({ ...part, connectTo: part.deployment.connectTo, isPod: true }))];
}

/** The connections between services of the file, in its order. */
export function writtenConnections(draft: Draft): WrittenConnection[] {
  const services = new Map(ecsServices(draft).map((part) => [`${workloadOf(part)}/${part.name}`, part]));
  return writtenCallers(draft).flatMap((caller) =>
    Object.entries(caller.connectTo ?? {}).flatMap(([key, way]) => {
      const { workload, service } = calleeOf(key, workloadOf(caller));
      const callee = services.get(`${workload}/${service}`);
      return callee ? [{ path: [...caller.path, "connectTo", key], caller, callee, way }] : [];
    }),
  );
}

/** The name of the workload that a service, task or deployment belongs to. */
export function workloadOf({ path }: Pick<WrittenCaller, "path">): string {
  return String(path[1]);
}

/** The services that a caller may name: of its workload, and of the others with the workload's name. */
export function calleeNames(draft: Draft, ownWorkload: string): string[] {
  return ecsWorkloads(draft).flatMap((part) =>
    servicesOf(part).map(({ name }) => (part.name === ownWorkload ? name : `${part.name}/${name}`)),
  );
}

/** Whether the file has the service, even if the schema refused what it says. */
export function hasCallee(draft: Draft, { workload, service }: ReturnType<typeof calleeOf>): boolean {
  if ("workloads" in draft && draft.workloads === undefined) return true;
  const written = entries(draft.workloads).find(([name]) => name === workload)?.[1];
  if (written === undefined) return has(draft.workloads, workload);
  return "services" in written && (written.services === undefined || has(written.services, service));
}
