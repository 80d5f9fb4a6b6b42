/**
 * Fixes for a transit gateway that does not forward packets: an attachment, one more subnet, an association or a
 * propagation.
 */
import { notDeleted } from "../aws/attributes/block";
import { subnetFacts } from "../aws/network/subnet";
import { type TransitGap } from "../aws/network/transit-gateway/forwarded";
import { type Facts } from "../facts";
import { list, literal, type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { addition } from "./addition";

const attachmentType = "aws_ec2_transit_gateway_vpc_attachment";
const tableType = "aws_ec2_transit_gateway_route_table";

const idOf = (resource: Resource): Value => ({ kind: "reference", to: resource.key, attribute: "id" });

export function transitFix(facts: Facts, gap: TransitGap): Fix[] {
  switch (gap.lacks) {
    case "propagation":
      return propagation(facts, gap);
    case "default route":
      return defaultRoute(facts, gap);
    case "association":
      return association(facts, gap);
    case "attachment":
      return attachment(facts, gap);
    case "zone":
      return zone(facts, gap);
  }
}

type Lacking<What extends TransitGap["lacks"]> = Extract<TransitGap, { lacks: What }>;

function propagation({ graph }: Facts, { table, name, attachment }: Lacking<"propagation">): Fix[] {
  if (attachment.mode === "data") return [];
  const label = labelOf(`${attachment.name}_propagation`);
  const { change } = addition(graph, attachment, `${tableType}_propagation`, label, {
    transit_gateway_attachment_id: idOf(attachment),
    transit_gateway_route_table_id: table,
  });
  return [{ description: `propagate ${attachment.address} into ${name}`, changes: [change] }];
}

/** Tries each attachment: one of them leads to the VPC with the NAT gateway. */
function defaultRoute(facts: Facts, { table, name, gateway }: Lacking<"default route">): Fix[] {
  const { graph } = facts;
  return notDeleted(graph.referrers(attachmentType, "transit_gateway_id", gateway).certain).map((attachment): Fix => {
    const { change } = addition(graph, gateway, "aws_ec2_transit_gateway_route", labelOf(`${gateway.name}_out`), {
      destination_cidr_block: literal("0.0.0.0/0"),
      transit_gateway_attachment_id: idOf(attachment),
      transit_gateway_route_table_id: table,
    });
    return { description: `route 0.0.0.0/0 to ${attachment.address} in ${name}`, changes: [change] };
  });
}

/** Uses a route table of the transit gateway, or a new one if it has none. */
function association({ graph }: Facts, { attachment, gateway }: Lacking<"association">): Fix[] {
  if (attachment.mode === "data") return [];
  const tables = notDeleted(graph.referrers(tableType, "transit_gateway_id", gateway).certain);
  const made =
    tables.length === 0
      ? addition(graph, gateway, tableType, labelOf(gateway.name), { transit_gateway_id: idOf(gateway) })
      : undefined;
  const targets = made
    ? [{ name: made.address, id: made.get("id") }]
    : tables.map((table) => ({ name: table.address, id: idOf(table) }));
  return targets.map(({ name, id }): Fix => {
    const { change } = addition(graph, attachment, `${tableType}_association`, labelOf(attachment.name), {
      transit_gateway_attachment_id: idOf(attachment),
      transit_gateway_route_table_id: id,
    });
    const description = `associate ${attachment.address} with ${made ? `a new route table of ${gateway.address}` : name}`;
    return { description, changes: [...(made ? [made.change] : []), change] };
  });
}

/** "You can specify only one subnet per Availability Zone" (EC2 CreateTransitGatewayVpcAttachment). */
function attachment(facts: Facts, { vpc, gateway }: Lacking<"attachment">): Fix[] {
  const { graph } = facts;
  const zones = new Map<string, Resource>();
  for (const subnet of notDeleted(graph.referrers("aws_subnet", "vpc_id", vpc).certain)) {
    const { name } = facts.per(subnetFacts, subnet).zone;
    if (name !== undefined && !zones.has(name)) zones.set(name, subnet);
  }
  if (zones.size === 0) return [];
  const { change } = addition(graph, vpc, attachmentType, labelOf(vpc.name), {
    transit_gateway_id: idOf(gateway),
    vpc_id: idOf(vpc),
    subnet_ids: list([...zones.values()].map(idOf)),
  });
  return [{ description: `attach ${vpc.address} to ${gateway.address}`, changes: [change] }];
}

function zone({ graph }: Facts, { attachment, subnet }: Lacking<"zone">): Fix[] {
  const { items, unknownRest } = graph.items(attachment.get("subnet_ids"));
  if (attachment.mode === "data" || !subnet.resource || unknownRest) return [];
  const value = list([...items, idOf(subnet.resource)]);
  const description = `add ${subnet.name} to the subnets of ${attachment.address}`;
  return [{ description, changes: [{ kind: "set", resource: attachment, attribute: "subnet_ids", value }] }];
}
