/** The network interfaces of a service's tasks and of load balancers, with their security groups. */
import { type Facts } from "../../facts";
import { NULL, type ObjectValue, type Resource } from "../../graph/model";
import { attributeOf } from "../attributes/block";
import { type Party, partyOf } from "../network/security-group-reachability";
import { subnetOf } from "../network/subnet";

/** The tasks' network interfaces, which have security groups of their own only in network mode awsvpc. */
export function tasksOf(facts: Facts, service: Resource): Party | undefined {
  return partyIn(facts, service.address, service.blocks("network_configuration").items);
}

/** The interfaces of the tasks that a rule of EventBridge starts. */
export function startedTasksOf(facts: Facts, target: Resource): Party | undefined {
  const networks = target
    .blocks("ecs_target")
    .items.flatMap((block) => facts.graph.items(attributeOf(block, "network_configuration")).items);
  return partyIn(
    facts,
    target.address,
    networks.flatMap((network) => (network.kind === "object" ? [network] : [])),
  );
}

function partyIn(facts: Facts, name: string, [network]: readonly ObjectValue[]): Party | undefined {
  if (!network) return undefined;
  const [subnet] = facts.graph.items(attributeOf(network, "subnets")).items;
  const place = subnetOf(facts, subnet ?? NULL);
  return partyOf(facts, name, facts.graph.items(attributeOf(network, "security_groups")), place, place.vpc);
}

export function balancerOf(facts: Facts, balancer: Resource): Party | undefined {
  // A Network Load Balancer may have no security group, and then allows packets of every client.
  const kind = facts.graph.text(balancer.get("load_balancer_type"));
  const groups = facts.graph.items(balancer.get("security_groups"));
  if (kind === "network" || kind === "gateway" || (groups.items.length === 0 && !groups.unknownRest)) return undefined;
  const [subnet] = facts.graph.items(balancer.get("subnets")).items;
  const place = subnetOf(facts, subnet ?? NULL);
  return partyOf(facts, balancer.address, groups, place, place.vpc);
}
