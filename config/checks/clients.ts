import { type WrittenConnection, writtenConnections } from "../callees";
import { type Draft, entries, items } from "../draft";
import { type Path, quote } from "../errors";
import { listed, orChoose } from "../nearest";
import { isRange } from "../schema/primitives";
import { hasIpv6 } from "../vpc-parts";
import { containersOf, ecsServices, type ServicePart } from "../workload-parts";
import { type Check, type Report } from "./check";

/**
 * Clients that are named exist, and a container that listens on a port has a client: security groups allow nobody else.
 */
export const checkClients: Check = (draft, report) => {
  const connections = writtenConnections(draft);
  for (const part of ecsServices(draft)) {
    const { path, task } = part;
    const incoming = connections.filter(({ callee }) => callee === part);
    checkNames(part, [...path, "allowFrom"], task.allowFrom, report);
    checkNames(part, [...path, "loadBalancer", "allowFrom"], task.loadBalancer?.allowFrom, report);
    checkIpv6(part, report);
    checkTasks(part, incoming, report);
    checkLoadBalancer(draft, part, incoming, report);
  }
};

function checkNames(
  { workload }: ServicePart,
  path: Path,
  clients: readonly (string | undefined)[] | undefined,
  report: Report,
): void {
  const names = [...Object.keys(workload.services ?? {}), ...Object.keys(workload.tasks ?? {})];
  for (const [index, client] of items(clients)) {
    if (isRange(client) || names.includes(client)) continue;
    const message = `should be a range, or a service or task of the workload, got ${quote(client)}${orChoose(client, names)}`;
    report.error([...path, index], message);
  }
}

/** IPv6 clients reach what has IPv6 addresses: tasks in a dual-stack VPC, and public load balancers there. */
function checkIpv6({ path, task, vpc, vpcName }: ServicePart, report: Report): void {
  if (vpc === undefined) return;
  const refuse = (place: Path, clients: readonly (string | undefined)[] | undefined, message: string) => {
    for (const [index, client] of items(clients)) {
      if (client.includes(":")) report.error([...place, index], `${message}, got ${quote(client)}`);
    }
  };
  const balancer = [...path, "loadBalancer", "allowFrom"];
  if (!hasIpv6(vpc)) {
    const message = `should be an IPv4 range, since VPC '${vpcName}' has no IPv6; set ipv6 of the VPC to true`;
    refuse([...path, "allowFrom"], task.allowFrom, message);
    refuse(balancer, task.loadBalancer?.allowFrom, message);
  } else if (task.loadBalancer?.scheme !== "public") {
    const message = "should be an IPv4 range, since only public load balancers get IPv6 addresses";
    refuse(balancer, task.loadBalancer?.allowFrom, message);
  }
}

/** Whether a client may connect to the tasks directly. */
function checkTasks(part: ServicePart, incoming: readonly WrittenConnection[], report: Report): void {
  const { path, task } = part;
  // A value that the schema refused may have been ports.
  const listening = containersOf(part).filter(({ container }) => "ports" in container && container.ports?.length !== 0);
  if ("allowFrom" in task) {
    if (listening.length > 0) return;
    report.error([...path, "allowFrom"], "should be left out, since no container of the service has ports", "key");
  } else if (incoming.some(({ way }) => way !== "loadBalancer")) {
    return;
  } else if (task.discovery === true) {
    const missing =
      listening.length > 0 ? "clients in allowFrom, or connectTo of a client" : "ports, and their clients in allowFrom";
    report.warning(
      [...path, "discovery"],
      `gives the tasks a DNS name, but no client may connect to them (ECS-30); add ${missing}`,
    );
  } else if (!("loadBalancer" in task) && !("listenerRule" in task) && containersOf(part).length === 1) {
    // Containers of one task can always reach each other, whatever the security groups allow.
    for (const { path: place, container } of listening) {
      const message = `have no client that may connect to ${listed((container.ports ?? []).map(String))}; add clients to allowFrom of the service, name it in connectTo of a client, or give it a loadBalancer`;
      report.warning([...place, "ports"], message, "key");
    }
  }
}

/** A VPC that this file creates contains only what the file declares, and its tasks send only HTTPS by default. */
function checkLoadBalancer(
  draft: Draft,
  { path, task, vpc, vpcName }: ServicePart,
  incoming: readonly WrittenConnection[],
  report: Report,
): void {
  const { loadBalancer } = task;
  if (incoming.some(({ way }) => way === "loadBalancer")) return;
  if (loadBalancer === undefined || vpc === undefined || "vpc" in vpc) return;
  if ("allowFrom" in loadBalancer || "certificate" in loadBalancer || loadBalancer.scheme === "public") return;
  const pods = entries(draft.workloads).some(
    ([, workload]) => workload.platform === "eks-fargate" && workload.vpc === vpcName,
  );
  if (pods) return;
  const message = `allows VPC '${vpcName}', where no workload of this file may connect to its port 80; name services, tasks or outside ranges in allowFrom, or the load balancer in connectTo of a client`;
  report.warning([...path, "loadBalancer"], message, "key");
}
