/** Adds the missing route between two VPCs, over the peering connection or transit gateway that connects them. */
import { writesBlocks } from "../aws/attributes/attribute-blocks";
import { notDeleted, objectOf, withBlock } from "../aws/attributes/block";
import { type Connectivity, type MissingRoute } from "../aws/network/connectivity";
import { attachmentIn } from "../aws/network/transit-gateway/attachment";
import { type Facts } from "../facts";
import { type Resolution } from "../graph/graph";
import { type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { addition } from "./addition";
import { transitFix } from "./transit-gateway-fix";

/** @param vpc the VPC of the task; only its transit gateways are considered */
export function routeFix(facts: Facts, { missing, gap }: Connectivity, vpc: Resolution): Fix[] {
  if (gap) return transitFix(facts, gap);
  if (!missing) return [];
  const peerings = peeringsBetween(facts, missing).map((one) =>
    leadTo(facts, missing, one, "vpc_peering_connection_id"),
  );
  const gateways = transitGateways(facts, vpc).map((one) => leadTo(facts, missing, one, "transit_gateway_id"));
  return [...peerings, ...gateways].flat();
}

function leadTo({ graph }: Facts, { table, range: block }: MissingRoute, to: Resource, kind: string): Fix[] {
  const beside = table.resource;
  if (!block || !beside || beside.mode === "data") return [];
  const target: Value = { kind: "reference", to: to.key, attribute: "id" };
  const description = `route ${graph.text(block)!} to ${to.address} in ${table.name}`;
  if (writesBlocks(graph, beside, "route")) {
    const value = withBlock(beside, "route", objectOf({ cidr_block: block, [kind]: target }));
    return [{ description, changes: [{ kind: "set", resource: beside, attribute: "route", value }] }];
  }
  const label = kind === "transit_gateway_id" ? "transit" : "peering";
  const { change } = addition(graph, beside, "aws_route", labelOf(`${beside.name}_${label}`), {
    route_table_id: table.names[0]!,
    destination_cidr_block: block,
    [kind]: target,
  });
  return [{ description, changes: [change] }];
}

function peeringsBetween({ graph }: Facts, { from, to }: MissingRoute): Resource[] {
  const type = "aws_vpc_peering_connection";
  return notDeleted(graph.all(type, "both")).filter((peering) => {
    const ends = ["vpc_id", "peer_vpc_id"].map((end) => graph.resolve(graph.get(peering, end)));
    return [from, to].every((vpc) => ends.some((end) => graph.sameResolved(end, vpc) === "yes"));
  });
}

function transitGateways(facts: Facts, vpc: Resolution): Resource[] {
  return facts.graph.all("aws_ec2_transit_gateway", "both").filter((gateway) => {
    const attachment = attachmentIn(facts, { kind: "reference", to: gateway.key, attribute: "id" }, vpc);
    return attachment !== undefined && !("kind" in attachment);
  });
}
