/**
 * Where a transit gateway routes packets: from an attachment through its route table (Amazon VPC Transit Gateways guide:
 * tgw-vpc-attachments, how-transit-gateways-work).
 */
import { assumptions, namesOfResolved } from "../../../assumptions";
import { type Facts } from "../../../facts";
import { type Resolution } from "../../../graph/graph";
import { type Value } from "../../../graph/model";
import { anyOf, type Ternary } from "../../../graph/ternary";
import { sameZone } from "../availability-zone";
import { describeResolution, type Subnet } from "../subnet";
import { accepterType, type Attachment, attachmentFacts, attachmentIn, attachmentType } from "./attachment";
import { type Forwarded, open, type Target, type TransitGap } from "./forwarded";
import { tableFor, type TransitTable } from "./route-table";
import { placeOf, propagated, staticRoutes } from "./routes";

/** Follows a packet from a subnet, whose route targets the transit gateway, through its route tables. */
export function forward(facts: Facts, gateway: Value, from: Subnet, to: Target): Forwarded {
  const { graph } = facts;
  const found = graph.resolve(gateway, "aws_ec2_transit_gateway");
  const name = graph.describe(gateway);
  if (found.kind === "unknown") return open(name, `not known which transit gateway ${name} is`, found.expression);
  const source = attachmentIn(facts, gateway, from.vpc);
  if (!source || "kind" in source) {
    const detail = `${describeResolution(graph, from.vpc)} is not attached to ${nameOf(found, name)}`;
    if (source) return open(name, `not known whether it is: ${detail}`, source.expression);
    if (isManaged(found) && isManaged(from.vpc) && found.resource.document === from.vpc.resource.document) {
      const { resource } = found;
      const gap: TransitGap = { lacks: "attachment", vpc: from.vpc.resource, gateway: resource };
      return { kind: "nowhere", resource: resource.address, detail, gap };
    }
    return open(
      name,
      `${detail} in the input`,
      `add the plan or state that contains the ${attachmentType} of that VPC`,
    );
  }
  const inZone = hasZone(facts, source, from);
  if (inZone !== "yes") {
    const { address } = source.resource;
    const detail = `${address} has no subnet in the Availability Zone of ${from.name}, so the transit gateway does not forward packets from there`;
    const gap: TransitGap = { lacks: "zone", attachment: source.resource, subnet: from };
    if (inZone === "no") return { kind: "nowhere", resource: address, detail, gap };
    return open(
      address,
      `not known whether ${address} has a subnet in the Availability Zone of ${from.name}`,
      "subnet_ids",
    );
  }
  const table = tableFor(facts, source, found);
  const forwarded = "kind" in table ? table : alongTable(facts, table, to);
  return to === "internet" ? forwarded : assumedRoute(facts, gateway, found, to, forwarded);
}

/** The owner may know the route tables of a transit gateway that is not in the input. */
function assumedRoute(facts: Facts, gateway: Value, found: Resolution, to: Subnet, forwarded: Forwarded): Forwarded {
  const statement = "transit-gateway-routes-between-vpcs";
  const names = () => namesOfResolved(facts, found);
  if (forwarded.kind === "nowhere") facts.once(assumptions).contradict(statement, names, forwarded.detail);
  if (forwarded.kind !== "unknown" || !facts.once(assumptions).about(statement, names)) return forwarded;
  const attachment = attachmentIn(facts, gateway, to.vpc);
  if (!attachment || "kind" in attachment) return forwarded;
  facts.once(assumptions).use(statement, names);
  return { kind: "attachment", attachment };
}

/**
 * "Traffic is forwarded to the transit gateway only when the transit gateway has an attachment in a subnet in the same
 * Availability Zone" (tgw-vpc-attachments).
 */
function hasZone({ graph }: Facts, { subnets, otherSubnets }: Attachment, { zone }: Subnet): Ternary {
  const answers = subnets.map((one) => sameZone(graph, one.zone, zone));
  return anyOf(otherSubnets || subnets.length === 0 ? [...answers, "unknown"] : answers);
}

function alongTable(facts: Facts, table: TransitTable, to: Target): Forwarded {
  const routes = [...staticRoutes(facts, table, to), ...propagated(facts, table, to)];
  const [best] = routes.filter(({ matches }) => matches === "yes").sort((a, b) => b.rank - a.rank);
  const rival = routes.find(({ matches, rank }) => matches === "unknown" && rank > (best?.rank ?? -1));
  const what = placeOf(to);
  if (rival) {
    return open(rival.resource, `not known whether ${rival.resource} covers ${what}`, `the range of ${rival.resource}`);
  }
  if (!best) {
    const detail = `${table.name} has no route to ${what}`;
    if (table.closed) {
      return { kind: "nowhere", resource: table.gateway.address, detail, gap: missingRoute(facts, table, to) };
    }
    return open(table.gateway.address, `${detail} in the input`, `add the plan or state that contains ${table.name}`);
  }
  if (best.attachment === undefined) {
    return { kind: "nowhere", resource: best.resource, detail: `${best.resource} drops the packets (blackhole)` };
  }
  if ("vpc" in best.attachment) return { kind: "attachment", attachment: best.attachment };
  return attachmentBehind(facts, best.attachment, best.resource);
}

function missingRoute(facts: Facts, { gateway, name, names }: TransitTable, to: Target): TransitGap | undefined {
  if (to === "internet") return { lacks: "default route", table: names[0]!, name, gateway };
  const attachment = attachmentIn(facts, { kind: "reference", to: gateway.key, attribute: "id" }, to.vpc);
  if (!attachment || "kind" in attachment) return undefined;
  return { lacks: "propagation", table: names[0]!, name, attachment: attachment.resource };
}

function attachmentBehind(facts: Facts, value: Value, route: string): Forwarded {
  const { graph } = facts;
  const found = graph.resolve(value, attachmentType);
  if (found.kind === "resource" && found.resource.type === accepterType) {
    return attachmentBehind(facts, found.resource.get("transit_gateway_attachment_id"), route);
  }
  if (found.kind === "resource" && found.resource.type === attachmentType) {
    return { kind: "attachment", attachment: facts.per(attachmentFacts, found.resource) };
  }
  const name = graph.describe(value);
  const detail = `${route} leads to ${name}, and the network behind it is not known`;
  return open(route, detail, `add the plan or state of the network behind ${name}`);
}

function nameOf(found: Resolution, name: string): string {
  return found.kind === "resource" ? found.resource.address : name;
}

function isManaged(found: Resolution): found is Extract<Resolution, { kind: "resource" }> {
  return found.kind === "resource" && found.resource.mode === "managed";
}
