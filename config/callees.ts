import { type Draft, entries, has } from "./draft";
import { type Path } from "./errors";
import { ecsServices, ecsTasks, ecsWorkloads, type ServicePart, servicesOf, type TaskPart } from "./parts";
import { calleeOf } from "./schema/connect-to";

/** One entry of `connectTo` whose service exists. */
export interface WrittenConnection {
  readonly path: Path;
  readonly caller: TaskPart;
  readonly callee: ServicePart;
  /** Ports of the tasks, or the load balancer; `undefined` if the schema refused it. */
  readonly way: readonly (number | undefined)[] | "loadBalancer" | undefined;
}

/** The connections between services of the file, in its order. */
export function writtenConnections(draft: Draft): WrittenConnection[] {
  const services = new Map(ecsServices(draft).map((part) => [`${workloadOf(part)}/${part.name}`, part]));
  return ecsTasks(draft).flatMap((caller) =>
    Object.entries(caller.task.connectTo ?? {}).flatMap(([key, way]) => {
      const { workload, service } = calleeOf(key, workloadOf(caller));
      const callee = services.get(`${workload}/${service}`);
      return callee ? [{ path: [...caller.path, "connectTo", key], caller, callee, way }] : [];
    }),
  );
}

/** The name of a task's workload. */
export function workloadOf({ workloadPath }: TaskPart): string {
  return String(workloadPath[workloadPath.length - 1]);
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
