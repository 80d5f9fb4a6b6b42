/** Prefix lists: AWS managed lists by name, customer managed lists by their entries. */
import { type Facts } from "../../facts";
import { type Value } from "../../graph/model";
import { attributeOf, isUnset, referrersOf } from "../attributes/block";

/** The blocks of a customer managed list; undefined if they are not all known. */
export function entriesOf(facts: Facts, list: Value): readonly Value[] | undefined {
  const { graph } = facts;
  const found = graph.resolve(list, "aws_ec2_managed_prefix_list");
  if (found.kind !== "resource" || found.resource.type !== "aws_ec2_managed_prefix_list") return undefined;
  const { resource } = found;
  const name = resource.mode === "data" ? "entries" : "entry";
  const { items, unknownRest } = isUnset(graph, resource, name) ? { items: [] } : resource.blocks(name);
  const added = referrersOf(facts, "aws_ec2_managed_prefix_list_entry", "prefix_list_id", resource);
  if (unknownRest || added.possible.length > 0 || (resource.mode === "data" && items.length === 0)) return undefined;
  return [...items.map((entry) => attributeOf(entry, "cidr")), ...added.certain.map((one) => one.get("cidr"))];
}

/** The AWS service whose addresses a list contains, such as `com.amazonaws.us-east-1.s3`. */
export function serviceOf(facts: Facts, list: Value): string | undefined {
  const { graph } = facts;
  const found = graph.resolve(list);
  if (found.kind === "unknown") return undefined;
  if (found.kind === "literal") return facts.once(servicesById).get(String(found.value));
  const { resource } = found;
  if (resource.type === "aws_vpc_endpoint") return graph.text(resource.get("service_name"));
  const named = listTypes.includes(resource.type) && resource.mode === "data";
  if (!named) return undefined;
  return graph.text(resource.get("name")) ?? graph.text(attributeOf(resource.get("filter"), "values"));
}

const listTypes = ["aws_prefix_list", "aws_ec2_managed_prefix_list"];

/** Deployed gateway endpoints show the ids of their services' prefix lists. */
function servicesById({ graph }: Facts): ReadonlyMap<string, string> {
  const services = new Map<string, string>();
  for (const endpoint of graph.all("aws_vpc_endpoint", "both")) {
    const [id, service] = [graph.text(endpoint.get("prefix_list_id")), graph.text(endpoint.get("service_name"))];
    if (id && service) services.set(id, service);
  }
  return services;
}
