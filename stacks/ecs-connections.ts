import { type EcsService, type EcsTask, type Organization } from "../config/organization";
import { isVpcName, portRange } from "../config/schema/egress";
import { isRange } from "../config/schema/primitives";
import { admit, permitSending } from "../modules/ecs/client";
import { permitEgress } from "../modules/ecs/egress";
import { type ScheduledTask } from "../modules/ecs/scheduled-task";
import { type Service } from "../modules/ecs/service";
import { type Connection, connections, isByGroup } from "./ecs-callees";
import { rangeId } from "./ecs-clients";
import { balancedPorts } from "./ecs-load-balancer";
import { type StackOutputs } from "./stack-outputs";

type Caller = Service | ScheduledTask;

/** The inputs of the connections of a workload's stack. */
export interface ConnectionsProps {
  readonly organization: Organization;
  /** The workload's name in the file. */
  readonly workload: string;
  readonly services: Readonly<Record<string, Service>>;
  /** Services and tasks of the stack. */
  readonly callers: Readonly<Record<string, Caller>>;
  /** The outputs of another ECS workload in the same VPC. */
  readonly outputsOf: (workload: string) => StackOutputs<"ecs">;
}

/**
 * Opens both ends of the connections that `connectTo` states. Within a VPC, the caller's stack has both rules and reads
 * the service's group from the other stack; across VPCs, each stack has its own end, with the other VPC's range.
 */
export function connectServices(props: ConnectionsProps): void {
  const { organization, workload } = props;
  const all = connections(organization);
  for (const connection of all.filter(({ from }) => from.workload === workload).filter(isByGroup)) {
    if (connection.to.workload === workload) connectWithin(props, connection);
    else connectStacks(props, connection);
  }
  admitRanges(
    props,
    all.filter((connection) => connection.to.workload === workload && !isByGroup(connection)),
  );
}

/** The rules that `allowFrom` of the service would make, at the same addresses. */
function connectWithin({ services, callers }: ConnectionsProps, { from, to, way }: Connection): void {
  const caller = named(callers, from.task);
  const service = named(services, to.service);
  const description = `requests to ${to.service}`;
  const client = { referencedSecurityGroupId: caller.securityGroupId };
  const send = (id: string, group: string, ports: readonly number[]) => {
    for (const port of ports) {
      permitSending(caller, `to_${id}_${port}`, {
        securityGroupId: caller.securityGroupId,
        to: group,
        port,
        description,
      });
    }
  };
  if (way !== "loadBalancer") {
    service.addClient(from.task, client, way);
    send(to.service, service.securityGroupId, way);
  } else if (service.loadBalancer) {
    const { loadBalancer } = service;
    loadBalancer.addClient(from.task, client);
    send(`${to.service}_load-balancer`, loadBalancer.securityGroupId, Object.values(loadBalancer.ports));
  }
}

function connectStacks({ callers, outputsOf }: ConnectionsProps, connection: Connection): void {
  const { from, to, way } = connection;
  const caller = named(callers, from.task);
  const { securityGroupId } = caller;
  const outputs = outputsOf(to.workload);
  const isBalanced = way === "loadBalancer";
  const group = outputs.get(isBalanced ? "load_balancer_security_group_ids" : "task_security_group_ids", to.service);
  const id = `connect_${to.workload}_${to.service}${isBalanced ? "_load-balancer" : ""}`;
  for (const port of portsOf(connection)) {
    const description = `requests to ${to.workload}/${to.service}`;
    permitSending(caller, `${id}_${port}`, { securityGroupId, to: group, port, description });
    admit(caller, `${id}_${port}_ingress`, {
      securityGroupId: group,
      client: { referencedSecurityGroupId: securityGroupId },
      port,
      description: `requests from ${from.workload}/${from.task}`,
    });
  }
}

/** The ranges of the callers' VPCs, unless `allowFrom` names them already: AWS refuses the same rule twice. */
function admitRanges({ organization, services }: ConnectionsProps, incoming: readonly Connection[]): void {
  const made = new Set<string>();
  for (const connection of incoming) {
    const { to, way, settings } = connection;
    const range = vpcRangeOf(organization, connection.from.vpc);
    const service = named(services, to.service);
    const isBalanced = way === "loadBalancer";
    const allowed = (isBalanced ? settings.loadBalancer?.allowFrom : settings.allowFrom) ?? [];
    if (allowed.filter(isRange).includes(range)) continue;
    const isNew = (end: string) => !made.has(end) && Boolean(made.add(end));
    if (!isBalanced) {
      const ports = way.filter((port) => isNew(`${to.service} ${port} ${range}`));
      service.addClient(rangeId(range), { cidrIpv4: range }, ports);
    } else if (isNew(`${to.service} ${way} ${range}`)) {
      service.loadBalancer?.addClient(rangeId(range), { cidrIpv4: range });
    }
  }
}

/** Egress to what `egress` names, and to the VPCs of services that `connectTo` names there, each once. */
export function openEgress(
  organization: Organization,
  workload: string,
  name: string,
  caller: Caller,
  { egress }: EcsService | EcsTask,
): void {
  const elsewhere = connections(organization).filter(
    (connection) => connection.from.workload === workload && connection.from.task === name && !isByGroup(connection),
  );
  const rules = [
    ...egress.map(({ to, protocol, ports }) => ({ to, protocol, ports: ports.map(portRange) })),
    ...elsewhere.map((connection) => ({
      to: connection.to.vpc,
      protocol: "tcp" as const,
      ports: portsOf(connection).map(portRange),
    })),
  ];
  const made = new Set<string>();
  for (const { to, protocol, ports } of rules) {
    const range = isVpcName(to) ? vpcRangeOf(organization, to) : to;
    const isNew = (each: readonly number[]) => {
      const rule = `${protocol} ${each.join("-")} ${range}`;
      return !made.has(rule) && Boolean(made.add(rule));
    };
    const { securityGroupId } = caller;
    permitEgress(caller, { securityGroupId, to: range, name: to, protocol, ports: ports.filter(isNew) });
  }
}

/** The ports that a connection uses: those of the tasks, or of the load balancer's listeners. */
export function portsOf({ way, settings }: Connection): readonly number[] {
  return way === "loadBalancer" ? balancedPorts(settings) : way;
}

function vpcRangeOf({ workloadVpcs }: Organization, name: string): string {
  const vpc = workloadVpcs[name];
  if (!vpc) throw new Error(`there is no workload VPC '${name}'`);
  return "vpc" in vpc ? vpc.vpc.cidr : vpc.cidr;
}

function named<T>(all: Readonly<Record<string, T>>, name: string): T {
  const found = all[name];
  if (!found) throw new Error(`the workload has no '${name}'`);
  return found;
}
