/**
 * Blocks that can also be written as an attribute, `ingress = [{ … }]`, which has to contain all properties (provider
 * schema of hashicorp/aws 5.100; "Attributes as Blocks" in Terraform's documentation).
 */
import { type Graph } from "../../graph/graph";
import { NULL, type ObjectValue, type Resource } from "../../graph/model";
import { isUnset } from "./block";

const groupRule = [
  "description",
  "from_port",
  "to_port",
  "protocol",
  "security_groups",
  "cidr_blocks",
  "ipv6_cidr_blocks",
  "prefix_list_ids",
  "self",
];

const aclRule = [
  "rule_no",
  "action",
  "protocol",
  "from_port",
  "to_port",
  "cidr_block",
  "ipv6_cidr_block",
  "icmp_type",
  "icmp_code",
];

const defaultRoute = [
  "cidr_block",
  "ipv6_cidr_block",
  "destination_prefix_list_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

const properties: Readonly<Record<string, readonly string[]>> = {
  aws_security_group: groupRule,
  aws_default_security_group: groupRule,
  aws_network_acl: aclRule,
  aws_default_network_acl: aclRule,
  aws_route_table: [...defaultRoute, "carrier_gateway_id", "local_gateway_id"],
  aws_default_route_table: [...defaultRoute, "instance_id"],
};

/** A block as an item of such an attribute, with every property. */
export function asItem({ type }: Resource, block: ObjectValue): ObjectValue {
  const names = properties[type] ?? [];
  const entries = names.map((name) => [name, block.entries.get(name) ?? NULL] as const);
  return { ...block, entries: new Map([...block.entries, ...entries]) };
}

/** Whether a resource itself lists its rules or routes, even if the list is empty: `ingress = []`. */
export function writesBlocks(graph: Graph, resource: Resource, name: string): boolean {
  return !isUnset(graph, resource, name) || (resource.asAttribute?.(name) ?? false);
}
