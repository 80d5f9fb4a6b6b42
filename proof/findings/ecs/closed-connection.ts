/**
 * A connection that one end's security group names and the other end's does not allow (ECS-31): from tasks to the tasks
 * of a service, or to a load balancer. Reported only if the rules of both ends are all known, and the port is one on
 * which the other end listens. VPC user guide, security group rules: a rule that names a group allows its members at one
 * end only.
 */
import { notDeleted, propertyIgnoringCase } from "../../aws/attributes/block";
import { balancerOf, startedTasksOf, tasksOf } from "../../aws/ecs/service-party";
import { type SecurityGroup, securityGroupOf } from "../../aws/network/security-group";
import { type Party, reachability } from "../../aws/network/security-group-reachability";
import { type Direction, type SecurityGroupRule } from "../../aws/network/security-group-rule";
import { type Facts } from "../../facts";
import { type Resource, type ResourceKey } from "../../graph/model";
import { type Finding } from "../../verdict";
import { taskDefinitionOf } from "../../workloads/task-definition";
import { type FindingCheck } from "../finding";

export const closedConnection: FindingCheck = {
  name: "closed-connection",
  rules: ["ECS-31"],
  *find(facts: Facts): Iterable<Finding> {
    const listeners = listenersOf(facts);
    const callers = callersOf(facts, new Set(listeners.flatMap(({ ports }) => ports)));
    const listening = new Members(facts, listeners);
    const calling = new Members(facts, callers);
    const admitting = new Map<Caller, Set<Listener>>();
    for (const listener of listeners) {
      for (const caller of calling.ofGroups(listener.admits)) addTo(admitting, caller, listener);
    }
    const reported = new Set<string>();
    for (const caller of callers) {
      const named = new Set([...listening.ofGroups(caller.asks), ...(admitting.get(caller) ?? [])]);
      if (named.size === 0) continue;
      for (const listener of listeners.filter((one) => named.has(one))) {
        if (listener.key === caller.key) continue;
        const ports = listener.ports.filter((port) => isStated(caller.asks, port) || isStated(listener.admits, port));
        for (const finding of between(facts, caller.party, listener.party, ports)) {
          // Several tasks can have the same security group.
          const key = `${finding.resource} ${finding.fix}`;
          if (!reported.has(key)) yield finding;
          reported.add(key);
        }
      }
    }
  },
};

/** Finds the parties that are in a security group, so that parties which name none of each other's are not compared. */
class Members<T extends { readonly party: Party }> {
  private readonly found = new Map<SecurityGroup, readonly T[]>();

  constructor(
    private readonly facts: Facts,
    private readonly all: readonly T[],
  ) {}

  /** Those in a group that one of the rules names. */
  ofGroups(rules: readonly SecurityGroupRule[]): readonly T[] {
    return rules.flatMap((rule) => rule.groups.flatMap((value) => this.of(securityGroupOf(this.facts, value))));
  }

  private of(group: SecurityGroup): readonly T[] {
    let found = this.found.get(group);
    if (!found) this.found.set(group, (found = this.all.filter(({ party }) => isOf(this.facts, group, party))));
    return found;
  }
}

function addTo<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

/** Network interfaces from which something connects. */
interface Caller {
  readonly key: ResourceKey;
  readonly party: Party;
  /** Egress rules that name a security group, for a port on which something listens. */
  readonly asks: readonly SecurityGroupRule[];
}

/** Network interfaces, and the TCP ports on which something listens. */
interface Listener {
  readonly key: ResourceKey;
  readonly party: Party;
  readonly ports: readonly number[];
  /** Ingress rules that name a security group, for one of these ports. */
  readonly admits: readonly SecurityGroupRule[];
}

function callersOf(facts: Facts, ports: ReadonlySet<number>): readonly Caller[] {
  return [
    ...servicesOf(facts).map((service) => ({ key: service.key, party: tasksOf(facts, service) })),
    ...notDeleted(facts.graph.all("aws_cloudwatch_event_target")).map((target) => ({
      key: target.key,
      party: startedTasksOf(facts, target),
    })),
  ].flatMap(({ key, party }) => (party ? [{ key, party, asks: namingRules(party, "egress", ports) }] : []));
}

function servicesOf({ graph }: Facts): readonly Resource[] {
  return notDeleted(graph.all("aws_ecs_service"));
}

function listenersOf(facts: Facts): readonly Listener[] {
  const { graph } = facts;
  const tasks = servicesOf(facts).map((service) => ({
    key: service.key,
    party: tasksOf(facts, service),
    ports: portsOf(facts, service),
  }));
  const balancers = notDeleted(graph.all("aws_lb")).map((balancer) => {
    const listeners = notDeleted(graph.all("aws_lb_listener")).filter(
      (one) => graph.target(one.get("load_balancer_arn"), "aws_lb", one)?.key === balancer.key,
    );
    const ports = numbers(listeners.map((one) => graph.text(one.get("port"))));
    return { key: balancer.key, party: balancerOf(facts, balancer), ports };
  });
  return [...tasks, ...balancers].flatMap(({ key, party, ports }) =>
    party && ports.length > 0 ? [{ key, party, ports, admits: namingRules(party, "ingress", ports) }] : [],
  );
}

/** The TCP ports of the containers; none if the task definition is not in the input. */
function portsOf(facts: Facts, service: Resource): readonly number[] {
  const { graph } = facts;
  const task = taskDefinitionOf(facts, service.get("task_definition"), service);
  if (!("key" in task)) return [];
  const containers = graph.items(graph.json(task.get("container_definitions"))).items;
  const mappings = containers.flatMap(
    (container) => graph.items(propertyIgnoringCase(graph, container, "portMappings")).items,
  );
  const tcp = mappings.filter((mapping) => {
    const protocol = graph.follow(propertyIgnoringCase(graph, mapping, "protocol"));
    return protocol.kind === "literal" && ["tcp", null].includes(protocol.value as string | null);
  });
  return numbers(tcp.map((mapping) => graph.text(propertyIgnoringCase(graph, mapping, "containerPort"))));
}

function numbers(texts: readonly (string | undefined)[]): number[] {
  return [...new Set(texts.map(Number).filter((number) => number > 0))];
}

function* between(facts: Facts, caller: Party, party: Party, ports: readonly number[]): Iterable<Finding> {
  for (const port of ports) {
    const asked = namedBy(facts, caller, "egress", party, port);
    const admitted = namedBy(facts, party, "ingress", caller, port);
    const states = ({ rule }: NamingRule) => `${rule} allows tcp/${port} from ${caller.name} to ${party.name}`;
    if (asked && !admitted && reachability(facts, party, "ingress", caller, port).answer === "no") {
      const { group, other } = asked;
      yield {
        rule: "ECS-31",
        severity: "warning",
        resource: other,
        detail: `${states(asked)}, and no ingress rule of ${other} allows it: connections time out`,
        fix: `add an ingress rule for tcp/${port} from ${group} to ${other}`,
      };
    }
    if (admitted && !asked && reachability(facts, caller, "egress", party, port).answer === "no") {
      const { group, other } = admitted;
      yield {
        rule: "ECS-31",
        severity: "warning",
        resource: other,
        detail: `${states(admitted)}, and no egress rule of ${other} allows it: connections time out`,
        fix: `add an egress rule to ${other} for tcp/${port} to ${group}`,
      };
    }
  }
}

/** Addresses of a rule, of its group, and of the group of the other end that it names. */
interface NamingRule {
  readonly rule: string;
  readonly group: string;
  readonly other: string;
}

/** A rule for this port that names a security group of the other end. A rule for all ports states no connection. */
function namedBy(facts: Facts, own: Party, direction: Direction, other: Party, port: number): NamingRule | undefined {
  for (const group of own.groups) {
    for (const rule of group.rules(direction).rules.filter((one) => isFor(one, port))) {
      const named = rule.groups.map((one) => securityGroupOf(facts, one)).find((one) => isOf(facts, one, other));
      if (named) return { rule: rule.resource, group: group.name, other: named.name };
    }
  }
  return undefined;
}

function namingRules({ groups }: Party, direction: Direction, ports: Iterable<number>): readonly SecurityGroupRule[] {
  const isForPort = (rule: SecurityGroupRule) => [...ports].some((port) => isFor(rule, port));
  return groups.flatMap((group) =>
    group.rules(direction).rules.filter((rule) => rule.groups.length > 0 && isForPort(rule)),
  );
}

function isStated(rules: readonly SecurityGroupRule[], port: number): boolean {
  return rules.some((rule) => isFor(rule, port));
}

function isFor({ protocol, from, to, mayBe, assumed }: SecurityGroupRule, port: number): boolean {
  const isTcp = protocol?.toLowerCase() === "tcp" || protocol === "6";
  if (!isTcp || from === undefined || to === undefined || mayBe !== undefined || assumed !== undefined) return false;
  return from <= port && port <= to && to - from < allPorts;
}

const allPorts = 65_000;

function isOf({ graph }: Facts, named: SecurityGroup, { groups }: Party): boolean {
  return groups.some((one) => graph.sameResolved(one.resolution, named.resolution) === "yes");
}
