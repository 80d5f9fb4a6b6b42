/** The route or propagation that is missing between two VPCs, over the transit gateway that both are attached to. */
import { isUnset, objectOf, withBlock } from "../aws/block";
import { attachmentIn, type Unpropagated } from "../aws/transit-gateway";
import { type Way } from "../aws/way";
import { type Facts } from "../facts";
import { type Resolution } from "../graph/graph";
import { type Resource, type Value } from "../graph/model";
import { addition } from "./addition";
import { type Fix } from "./hop";
import { labelOf } from "./snippet";

/** @param vpc where the task is: transit gateways that it is attached to are offered */
export function routeFix(facts: Facts, { missing, unpropagated }: Way, vpc: Resolution): Fix[] {
  const { graph } = facts;
  if (unpropagated) return propagationFix(facts, unpropagated);
  const beside = missing?.table.resource;
  if (!missing?.range || !beside || beside.mode === "data") return [];
  const range = graph.text(missing.range)!;
  return transitGateways(facts, vpc).map((gateway): Fix => {
    const target: Value = { kind: "reference", to: gateway.key, attribute: "id" };
    const description = `route ${range} to ${gateway.address} in ${missing.table.name}`;
    if (!isUnset(graph, beside, "route")) {
      const block = objectOf({ cidr_block: missing.range!, transit_gateway_id: target });
      const value = withBlock(beside, "route", block);
      return { description, changes: [{ kind: "set", resource: beside, attribute: "route", value }] };
    }
    const { change } = addition(graph, beside, "aws_route", labelOf(`${beside.name}_transit`), {
      route_table_id: missing.table.names[0]!,
      destination_cidr_block: missing.range!,
      transit_gateway_id: target,
    });
    return { description, changes: [change] };
  });
}

function propagationFix({ graph }: Facts, { table, name, attachment }: Unpropagated): Fix[] {
  if (attachment.mode === "data") return [];
  const label = labelOf(`${attachment.name}_propagation`);
  const { change } = addition(graph, attachment, "aws_ec2_transit_gateway_route_table_propagation", label, {
    transit_gateway_attachment_id: { kind: "reference", to: attachment.key, attribute: "id" },
    transit_gateway_route_table_id: table,
  });
  const description = `propagate ${attachment.address} into ${name}`;
  return [{ description, changes: [change] }];
}

function transitGateways(facts: Facts, vpc: Resolution): Resource[] {
  return facts.graph.all("aws_ec2_transit_gateway", "both").filter((gateway) => {
    const attachment = attachmentIn(facts, { kind: "reference", to: gateway.key, attribute: "id" }, vpc);
    return attachment !== undefined && !("kind" in attachment);
  });
}
