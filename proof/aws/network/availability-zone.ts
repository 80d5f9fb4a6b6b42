/** Availability Zones: a name such as `us-east-1a`, an id such as `use1-az1`, or a reference to either. */
import { type Graph } from "../../graph/graph";
import { isNull, type Unknown, unknownValue, type Value } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";

export interface Zone {
  readonly name?: string;
  readonly id?: string;
  /** The value that it was read from; names are comparable only across subnets with a known zone. */
  readonly value: Value;
}

export function zoneOf(graph: Graph, name: Value, id: Value): Zone {
  const [nameText, idText] = [graph.text(name), graph.text(id)];
  const value = isNull(name) || (nameText === undefined && idText !== undefined) ? id : name;
  return { name: nameText, id: idText, value };
}

export function unknownZone(why: Unknown = unknownValue("availability_zone", "the subnet is not known")): Zone {
  return { value: why };
}

export function sameZone(graph: Graph, a: Zone, b: Zone): Ternary {
  if (a.name !== undefined && b.name !== undefined) return a.name === b.name ? "yes" : "no";
  if (a.id !== undefined && b.id !== undefined) return a.id === b.id ? "yes" : "no";
  const [one, other] = [graph.follow(a.value), graph.follow(b.value)];
  if (one.kind !== "reference" || other.kind !== "reference") return "unknown";
  if (one.to === other.to && one.attribute === other.attribute) return "yes";
  const distinct = /^(?:names|zone_ids)\[\d+\]$/;
  const [list] = one.attribute.split("[");
  const ofOneList = one.to === other.to && other.attribute.startsWith(`${list}[`);
  return ofOneList && distinct.test(one.attribute) && distinct.test(other.attribute) ? "no" : "unknown";
}

/** Text for messages. */
export function zoneName(graph: Graph, zone: Zone): string {
  return zone.name ?? zone.id ?? `unknown (${graph.describe(zone.value)})`;
}
