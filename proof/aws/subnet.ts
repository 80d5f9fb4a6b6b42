/** Subnets, whether Terraform makes them, looks them up, or only names their id. */
import { type Facts } from "../facts";
import { type Graph, type Resolution } from "../graph/graph";
import { type Resource, type ResourceKey, unknown, type Value } from "../graph/model";
import { unknownZone, type Zone, zoneOf } from "./zone";

export interface Subnet {
  readonly resolution: Resolution;
  /** Undefined where only an id is known, or not even that. */
  readonly resource?: Resource;
  /** For people: address, id or expression. */
  readonly name: string;
  readonly vpc: Resolution;
  readonly zone: Zone;
}

export function subnetOf(facts: Facts, value: Value): Subnet {
  const resolution = facts.graph.resolve(value, "aws_subnet");
  if (resolution.kind === "resource") return facts.per(subnetFacts, resolution.resource);
  const name = describeResolution(facts.graph, resolution);
  const vpc = commonVpc(facts, resolution) ?? unknown(`vpc_id of ${name}`, "the subnet is not in the input");
  return { resolution, name, vpc, zone: unknownZone() };
}

/** The VPC of every subnet that it can be. */
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

/** A default subnet stands in the default VPC of its account and Region, which it doesn't name. */
function defaultVpcOf(graph: Graph, subnet: Resource): Resolution | undefined {
  if (subnet.type !== "aws_default_subnet") return undefined;
  const near = graph
    .all("aws_default_vpc")
    .filter(({ document, provider }) => document === subnet.document && provider?.name === subnet.provider?.name);
  return near.length === 1 ? { kind: "resource", resource: near[0]!, attribute: "id" } : undefined;
}

/** For people: an address, an id, or the expression that could not be followed. */
export function describeResolution(graph: Graph, resolution: Resolution): string {
  if (resolution.kind === "resource") return resolution.resource.address;
  if (resolution.kind === "literal") return String(resolution.value);
  if (resolution.kind === "attribute") return `${resolution.resource.address}.${resolution.attribute}`;
  return `unknown (${graph.describe(resolution)})`;
}

/** Two resolutions with one name are the same thing, unless it is unknown. */
export function identityOf(resolution: Resolution): string | ResourceKey {
  if (resolution.kind === "resource") return resolution.resource.key;
  if (resolution.kind === "literal") return String(resolution.value);
  if (resolution.kind === "attribute") return `${resolution.resource.key}.${resolution.attribute}`;
  return resolution.expression;
}
