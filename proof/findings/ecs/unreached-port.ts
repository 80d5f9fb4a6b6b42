/**
 * A port of a service to which no client can connect (ECS-30): the listener of its load balancer, the port to which the
 * load balancer sends requests, or a service with service discovery. Reported only if every rule of the security groups
 * is known. The EC2 and Elastic Load Balancing guides: a security group allows only what its rules allow.
 */
import { attributeOf, notDeleted } from "../../aws/attributes/block";
import { balancerOf, tasksOf } from "../../aws/ecs/service-party";
import { type SecurityGroup } from "../../aws/network/security-group";
import { type Party, reachability } from "../../aws/network/security-group-reachability";
import { type SecurityGroupRule } from "../../aws/network/security-group-rule";
import { type Facts } from "../../facts";
import { type ObjectValue, type Resource } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const unreachedPort: FindingCheck = {
  name: "unreached-port",
  rules: ["ECS-30"],
  *find(facts: Facts): Iterable<Finding> {
    for (const service of notDeleted(facts.graph.all("aws_ecs_service"))) {
      const tasks = tasksOf(facts, service);
      if (!tasks) continue;
      for (const block of service.blocks("load_balancer").items) yield* balanced(facts, service, tasks, block);
      yield* discovered(service, tasks);
    }
    for (const listener of notDeleted(facts.graph.all("aws_lb_listener"))) yield* closedListener(facts, listener);
  },
};

function* balanced(facts: Facts, service: Resource, tasks: Party, block: ObjectValue): Iterable<Finding> {
  const { graph } = facts;
  const port = Number(graph.text(attributeOf(block, "container_port")) ?? Number.NaN);
  const targets = graph.target(attributeOf(block, "target_group_arn"), "aws_lb_target_group", service);
  if (!targets || Number.isNaN(port)) return;
  const listeners = ["aws_lb_listener", "aws_lb_listener_rule"].flatMap((type) =>
    notDeleted(graph.all(type)).filter((one) => forwardsTo(facts, one, targets)),
  );
  for (const listener of listeners) {
    const owner =
      listener.type === "aws_lb_listener"
        ? listener
        : graph.target(listener.get("listener_arn"), "aws_lb_listener", listener);
    const balancer = owner && graph.target(owner.get("load_balancer_arn"), "aws_lb", owner);
    const from = balancer && balancerOf(facts, balancer);
    if (!from) continue;
    const out = reachability(facts, from, "egress", tasks, port);
    const into = reachability(facts, tasks, "ingress", from, port);
    const closed = out.answer === "no" ? out : into.answer === "no" ? into : undefined;
    if (!closed) continue;
    const direction = closed === out ? "egress" : "ingress";
    yield {
      rule: "ECS-30",
      severity: "warning",
      resource: closed.resource,
      detail: `no ${direction} rule allows tcp/${port} from ${from.name} to the tasks of ${service.address}: every health check fails, and ECS keeps replacing the tasks`,
      fix: `add an ${direction} rule for tcp/${port} to ${closed.resource}`,
    };
    return;
  }
}

function forwardsTo(facts: Facts, listener: Resource, targets: Resource): boolean {
  const argument = listener.type === "aws_lb_listener" ? "default_action" : "action";
  return listener.blocks(argument).items.some((action) => {
    const named = facts.graph.target(attributeOf(action, "target_group_arn"), "aws_lb_target_group", listener);
    return named?.key === targets.key;
  });
}

function* closedListener(facts: Facts, listener: Resource): Iterable<Finding> {
  const { graph } = facts;
  const port = Number(graph.text(listener.get("port")) ?? Number.NaN);
  const balancer = graph.target(listener.get("load_balancer_arn"), "aws_lb", listener);
  const party = balancer && balancerOf(facts, balancer);
  if (!party || Number.isNaN(port) || mayAdmit(party, (rule) => covers(rule, port))) return;
  yield {
    rule: "ECS-30",
    severity: "warning",
    resource: listener.address,
    detail: `no ingress rule of ${namesOf(party)} allows tcp/${port}: no client can connect to ${party.name}`,
    fix: `add an ingress rule for tcp/${port} to ${namesOf(party)}`,
  };
}

function* discovered(service: Resource, tasks: Party): Iterable<Finding> {
  if (service.blocks("service_registries").items.length === 0) return;
  if (mayAdmit(tasks, () => true)) return;
  yield {
    rule: "ECS-30",
    severity: "warning",
    resource: service.address,
    detail: `its tasks are registered by name, but ${namesOf(tasks)} ${tasks.groups.length === 1 ? "has" : "have"} no ingress rule: no client can connect to them`,
    fix: `add an ingress rule for the container's port to ${namesOf(tasks)}`,
  };
}

/** Whether a rule allows it, or an unknown rule may allow it. */
function mayAdmit({ groups, otherGroups }: Party, allows: (rule: SecurityGroupRule) => boolean): boolean {
  if (otherGroups) return true;
  return groups.some((group: SecurityGroup) => {
    const { rules, others } = group.rules("ingress");
    return others !== undefined || rules.some(allows);
  });
}

function covers({ protocol, from, to }: SecurityGroupRule, port: number): boolean {
  if (protocol === undefined || protocol === "-1" || protocol === "all") return true;
  if (protocol !== "tcp" && protocol !== "6") return false;
  return (from === undefined || from === -1 || from <= port) && (to === undefined || to === -1 || port <= to);
}

function namesOf({ groups }: Party): string {
  return groups.map(({ name }) => name).join(" and ");
}
