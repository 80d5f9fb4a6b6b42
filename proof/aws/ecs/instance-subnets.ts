/**
 * The subnets of container instances, which pull images and send logs for their tasks through their own network
 * interface.
 */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, list, type ListValue, type Resource, type Unknown, type Value } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { attributeOf, isUnset, itemsOf } from "../attributes/block";
import { sameZone, type Zone } from "../network/availability-zone";
import { type Subnet, subnetOf } from "../network/subnet";
import { type InstanceGroup, instanceGroupsOf, type InstancePlacement } from "./container-instance";

export interface InstancePlace {
  /** The Auto Scaling group or the instance. */
  readonly name: string;
  readonly subnet: Subnet;
  /** Empty if none is set, so the VPC's default security group applies. */
  readonly securityGroups: ListValue;
  readonly publicAddress: Ternary;
}

/**
 * @param zone the zone of the task, whose network interface is in the instance's zone
 * @returns every place in that zone, and an unknown if there may be others
 */
export function instancePlaces(
  facts: Facts,
  workload: InstancePlacement,
  zone: Zone,
): readonly (InstancePlace | Unknown)[] {
  const { groups, others } = instanceGroupsOf(facts, workload);
  const places: (InstancePlace | Unknown)[] = others ? [others] : [];
  for (const group of groups) {
    const { items, unknownRest } = subnetsOf(facts.graph, group);
    if (unknownRest) places.push(unknownRest);
    for (const item of items) {
      const subnet = subnetOf(facts, item);
      if (sameZone(facts.graph, subnet.zone, zone) === "no") continue;
      places.push({
        name: group.holder.address,
        subnet,
        securityGroups: securityGroupsOf(facts.graph, group),
        publicAddress: publicAddress(facts.graph, group, subnet),
      });
    }
  }
  return places;
}

export function subnetsOf(graph: Graph, { holder }: InstanceGroup): ListValue {
  const attribute = holder.type === "aws_instance" ? "subnet_id" : "vpc_zone_identifier";
  return isUnset(graph, holder, attribute) ? list([]) : itemsOf(graph, holder.get(attribute));
}

export function securityGroupsOf(graph: Graph, { resource }: InstanceGroup): ListValue {
  if (resource.type === "aws_launch_configuration") return written(graph, resource, "security_groups");
  const [networkInterface] = resource.type === "aws_launch_template" ? resource.blocks("network_interfaces").items : [];
  if (!networkInterface) return written(graph, resource, "vpc_security_group_ids");
  const groups = attributeOf(networkInterface, "security_groups");
  return isNull(groups) ? list([]) : itemsOf(graph, groups);
}

function written(graph: Graph, resource: Resource, attribute: string): ListValue {
  return isUnset(graph, resource, attribute) ? list([]) : itemsOf(graph, resource.get(attribute));
}

/** The setting of the instance, or else of its subnet. */
function publicAddress(graph: Graph, { resource }: InstanceGroup, subnet: Subnet): Ternary {
  const attribute = "associate_public_ip_address";
  const [networkInterface] = resource.type === "aws_launch_template" ? resource.blocks("network_interfaces").items : [];
  const own = networkInterface ? attributeOf(networkInterface, attribute) : resource.get(attribute);
  return (
    asked(graph, own) ??
    (subnet.resource && asked(graph, graph.get(subnet.resource, "map_public_ip_on_launch"))) ??
    "no"
  );
}

function asked(graph: Graph, value: Value): Ternary | undefined {
  const text = graph.text(value);
  if (text !== undefined) return text === "true" ? "yes" : "no";
  const at = graph.follow(value);
  return isNull(at) || at.kind === "reference" ? undefined : "unknown";
}
