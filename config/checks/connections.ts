import {
  calleeNames,
  hasCallee,
  workloadOf,
  type WrittenCaller,
  writtenCallers,
  type WrittenConnection,
  writtenConnections,
} from "../callees";
import { type Draft, entries, has, items } from "../draft";
import { type Path, quote } from "../errors";
import { listed, orChoose } from "../nearest";
import { calleeOf, isCallee } from "../schema/connect-to";
import { containersOf } from "../workload-parts";
import { type Check, type Report } from "./check";
import { routeProblem } from "./egress";

/** Services that `connectTo` names exist and listen, are not named twice, and stacks don't wait for each other. */
export const checkConnections: Check = (draft, report) => {
  for (const caller of writtenCallers(draft)) {
    for (const key of Object.keys(caller.connectTo ?? {}).filter(isCallee)) checkName(draft, caller, key, report);
  }
  const connections = writtenConnections(draft);
  for (const connection of connections) {
    if (connection.way === "loadBalancer") checkLoadBalancer(connection, report);
    else checkPorts(connection, connection.way, report);
    checkRepeated(connection, report);
    checkRoutes(draft, connection, report);
  }
  checkCycles(connections, report);
};

function checkName(draft: Draft, caller: WrittenCaller, key: string, report: Report): void {
  const path = [...caller.path, "connectTo", key];
  const own = workloadOf(caller);
  const callee = calleeOf(key, own);
  if (caller.isPod && callee.workload === own) {
    const message = `should be a service of an ECS workload as <workload>/<service>, since pods of the cluster can connect to each other already (EKS-08), got ${quote(key)}`;
    report.error(path, message, "key");
  } else if (key.includes("/") && callee.workload === own) {
    report.error(
      path,
      `should be ${quote(callee.service)}, since the service is of this workload, got ${quote(key)}`,
      "key",
    );
  } else if (!hasCallee(draft, callee)) {
    const workload = entries(draft.workloads).find(([name]) => name === callee.workload)?.[1];
    const isTask = workload !== undefined && "tasks" in workload && has(workload.tasks, callee.service);
    const advice = isTask ? ", which is a task" : orChoose(key, calleeNames(draft, own));
    const what = caller.isPod
      ? "should be a service of an ECS workload as <workload>/<service>"
      : "should be a service of the workload, or of another ECS workload as <workload>/<service>";
    report.error(path, `${what}, got ${quote(key)}${advice}`, "key");
  }
}

function checkPorts(
  { path, callee }: WrittenConnection,
  way: readonly (number | undefined)[] | undefined,
  report: Report,
) {
  const containers = containersOf(callee).map(({ container }) => container);
  const isRefused = containers.some((container) => "ports" in container && container.ports === undefined);
  const ports = containers.flatMap((container) => items(container.ports).map(([, port]) => port));
  const name = quote(callee.name);
  if (ports.length === 0 && !isRefused) {
    report.error(path, `should be left out, since no container of service ${name} has ports`, "key");
    return;
  }
  const seen = new Set<number>();
  for (const [index, port] of items(way)) {
    if (seen.has(port)) report.error([...path, index], `is listed twice, got ${port}`);
    else if (!ports.includes(port) && !isRefused) {
      const message = `should be a port of a container of service ${name}, got ${port}; available: ${listed(ports.map(String))}`;
      report.error([...path, index], message);
    }
    seen.add(port);
  }
}

function checkLoadBalancer({ path, callee }: WrittenConnection, report: Report): void {
  const name = quote(callee.name);
  if (!("loadBalancer" in callee.task)) {
    report.error(path, `should be ports, since service ${name} has no loadBalancer, got 'loadBalancer'`);
  } else if (callee.task.loadBalancer?.scheme === "public") {
    // A public load balancer's name resolves to public addresses, and security groups see those of the NAT gateway.
    const message = `should be ports, since the load balancer of service ${name} is public, and requests to it leave the VPC, got 'loadBalancer'`;
    report.error(path, message);
  }
}

/** AWS refuses the same rule twice. */
function checkRepeated({ path, caller, callee, way }: WrittenConnection, report: Report): void {
  if (workloadOf(caller) !== workloadOf(callee)) return;
  const isBalanced = way === "loadBalancer";
  const allowed = isBalanced ? callee.task.loadBalancer?.allowFrom : callee.task.allowFrom;
  if (way === undefined || !items(allowed).some(([, client]) => client === caller.name)) return;
  const property = isBalanced ? "loadBalancer.allowFrom" : "allowFrom";
  report.error(
    path,
    `repeats ${property} of service ${quote(callee.name)}, which names ${quote(caller.name)}; keep one`,
    "key",
  );
}

/** Both VPCs route to each other; adopted VPCs have routes that the file doesn't show. */
function checkRoutes(draft: Draft, { path, caller, callee }: WrittenConnection, report: Report): void {
  if (caller.vpcName === undefined || callee.vpcName === undefined || caller.vpcName === callee.vpcName) return;
  for (const [from, to, leads] of [
    [caller, callee, "leads to"],
    [callee, caller, "is answered to"],
  ] as const) {
    const problem = routeProblem(draft, from, to.vpcName ?? "", leads);
    if (problem !== undefined) report.warning(path, problem, "key");
  }
}

/** Within a VPC, the caller's stack reads the group of the service from the other workload's stack. */
function checkCycles(connections: readonly WrittenConnection[], report: Report): void {
  const edges = new Map<string, { readonly to: string; readonly path: Path }[]>();
  for (const { path, caller, callee } of connections) {
    const [from, to] = [workloadOf(caller), workloadOf(callee)];
    if (from === to || caller.vpcName !== callee.vpcName) continue;
    edges.set(from, [...(edges.get(from) ?? []), { to, path }]);
  }
  const done = new Set<string>();
  const follow = (from: string, callers: readonly string[]) => {
    if (done.has(from)) return;
    for (const { to, path } of edges.get(from) ?? []) {
      const start = [...callers, from].indexOf(to);
      if (start < 0) {
        follow(to, [...callers, from]);
        continue;
      }
      const cycle = [...callers, from].slice(start).map((name) => `ecs-${name}`);
      const message = `makes stacks ${listed(cycle)} need each other's security groups, so none can be deployed first; put the services into one workload`;
      report.error(path, message, "key");
    }
    done.add(from);
  };
  for (const from of edges.keys()) follow(from, []);
}
