/** Subnets that Terraform creates, looks up, or references by id. */
import { type Facts } from "../../facts";
import { type Graph, type Resolution } from "../../graph/graph";
import { type Resource, type ResourceKey, unknownValue, type Value } from "../../graph/model";
import { unknownZone, type Zone, zoneOf } from "./availability-zone";

export interface Subnet {
  readonly resolution: Resolution;
  /** Undefined if only an id is known, or nothing at all. */
  readonly resource?: Resource;
  /** Name in messages: address, id or expression. */
  readonly name: string;
  readonly vpc: Resolution;
  readonly zone: Zone;
}

export function subnetOf(facts: Facts, value: Value): Subnet {
  const resolution = facts.graph.resolve(value, "aws_subnet");
  if (resolution.kind === "resource") return facts.per(subnetFacts, resolution.resource);
  const name = describeResolution(facts.graph, resolution);
  const vpc = commonVpc(facts, resolution) ?? unknownValue(`vpc_id of ${name}`, "the subnet is not in the input");
  return { resolution, name, vpc, zone: unknownZone() };
}

/** The VPC that all candidates of the subnet share. */
function commonVpc(facts: Facts, resolution: Resolution): Resolution | undefined {
  if (resolution.kind !== "unknown" || !resolution.closed) return undefined;
  const [first, ...others] = resolution.candidates.map((candidate) => subnetOf(facts, candidate).vpc);
  return others.every((vpc) => facts.graph.sameResolved(vpc, first!) === "yes") ? first : undefined;
}

export function subnetFacts(facts: Facts, resource: Resource): Subnet {
  const { graph } = facts;
  return {
    resolution: { kind: "resource", resource, attribute: "id" },
    resource,
    name: resource.address,
    vpc: defaultVpcOf(graph, resource) ?? graph.resolve(graph.get(resource, "vpc_id")),
    zone: zoneOf(graph, graph.get(resource, "availability_zone"), graph.get(resource, "availability_zone_id")),
  };
}

/** A default subnet is in the default VPC of its account and Region, which it does not reference. */
function defaultVpcOf(graph: Graph, subnet: Resource): Resolution | undefined {
  if (subnet.type !== "aws_default_subnet") return undefined;
  const near = graph
    .all("aws_default_vpc")
    .filter(({ document, provider }) => document === subnet.document && provider?.name === subnet.provider?.name);
  return near.length === 1 ? { kind: "resource", resource: near[0]!, attribute: "id" } : undefined;
}

/** Text for messages: an address, an id, or the expression that could not be resolved. */
export function describeResolution(graph: Graph, resolution: Resolution): string {
  if (resolution.kind === "resource") return resolution.resource.address;
  if (resolution.kind === "literal") return String(resolution.value);
  if (resolution.kind === "attribute") return `${resolution.resource.address}.${resolution.attribute}`;
  return `unknown (${graph.describe(resolution)})`;
}

/** Two resolutions with the same identity refer to the same resource, unless they are unknown. */
export function identityOf(resolution: Resolution): string | ResourceKey {
  if (resolution.kind === "resource") return resolution.resource.key;
  if (resolution.kind === "literal") return String(resolution.value);
  if (resolution.kind === "attribute") return `${resolution.resource.key}.${resolution.attribute}`;
  return resolution.expression;
}
