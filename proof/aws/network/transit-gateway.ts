/**
 * Where a transit gateway routes packets: attachments, their route tables, and the routes of these tables (Amazon VPC
 * Transit Gateways guide: tgw-vpc-attachments, how-transit-gateways-work).
 */
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { NULL, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { anyOf, type Ternary } from "../../graph/ternary";
import { itemsOf, notDeleted, referrersOf } from "../attributes/block";
import { sameZone } from "./availability-zone";
import { rangeOf } from "./cidr";
import { entriesOf } from "./prefix-list";
import { describeResolution, type Subnet, subnetOf } from "./subnet";
import { holds } from "./subnet-addresses";

const attachmentType = "aws_ec2_transit_gateway_vpc_attachment";
const accepterType = "aws_ec2_transit_gateway_vpc_attachment_accepter";

/** A VPC's attachment to a transit gateway. */
export interface Attachment {
  readonly resource: Resource;
  readonly vpc: Resolution;
  /** One subnet for each Availability Zone that the transit gateway uses. */
  readonly subnets: readonly Subnet[];
  /** Set if it may have other subnets. */
  readonly otherSubnets?: Unknown;
}

/** The destination of a packet: a subnet of some VPC, or any public address. */
export type Target = Subnet | "internet";

/** Where the transit gateway routes a packet, or why it drops it. */
export type Forwarded =
  | { readonly kind: "attachment"; readonly attachment: Attachment }
  | {
      readonly kind: "nowhere";
      readonly resource: string;
      readonly detail: string;
      /** Set if the missing piece is known. */
      readonly gap?: TransitGap;
    }
  | { readonly kind: "unknown"; readonly resource: string; readonly detail: string; readonly resolveBy: string };

/** What a transit gateway lacks to forward a packet. */
export type TransitGap =
  /** Its route table has no route to the attachment's VPC. */
  | { readonly lacks: "propagation"; readonly table: Value; readonly name: string; readonly attachment: Resource }
  /** Its route table has no route to the internet, which an attachment cannot propagate. */
  | { readonly lacks: "default route"; readonly table: Value; readonly name: string; readonly gateway: Resource }
  | { readonly lacks: "association"; readonly attachment: Resource; readonly gateway: Resource }
  | { readonly lacks: "attachment"; readonly vpc: Resource; readonly gateway: Resource }
  /** The attachment has no subnet in the Availability Zone of this one. */
  | { readonly lacks: "zone"; readonly attachment: Resource; readonly subnet: Subnet };

export function attachmentFacts(facts: Facts, resource: Resource): Attachment {
  const { graph } = facts;
  const { items, unknownRest } = itemsOf(graph, resource.get("subnet_ids"));
  return {
    resource,
    vpc: graph.resolve(graph.get(resource, "vpc_id")),
    subnets: items.map((item) => subnetOf(facts, item)),
    otherSubnets: unknownRest,
  };
}

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
  if ("kind" in table) return table;
  return alongTable(facts, table, to);
}

/** The attachment of a VPC to a transit gateway; an unknown if one may exist. */
export function attachmentIn(facts: Facts, gateway: Value, vpc: Resolution): Attachment | Unknown | undefined {
  const { graph } = facts;
  const { certain, possible } = referrersOf(facts, attachmentType, "transit_gateway_id", gateway);
  const lookedUp = graph
    .all(attachmentType, "data")
    .filter((one) => graph.same(one.get("transit_gateway_id"), gateway) === "yes");
  let maybe: Resource | undefined;
  for (const resource of [...certain, ...lookedUp]) {
    const attachment = facts.per(attachmentFacts, resource);
    const answer = graph.sameResolved(attachment.vpc, vpc);
    if (answer === "yes") return attachment;
    if (answer === "unknown") maybe ??= resource;
  }
  maybe ??= possible.find((one) => graph.sameResolved(facts.per(attachmentFacts, one).vpc, vpc) !== "no");
  return maybe && unknownValue(`vpc_id and transit_gateway_id of ${maybe.address}`, "not known");
}

/**
 * "Traffic is forwarded to the transit gateway only when the transit gateway has an attachment in a subnet in the same
 * Availability Zone" (tgw-vpc-attachments).
 */
function hasZone({ graph }: Facts, { subnets, otherSubnets }: Attachment, { zone }: Subnet): Ternary {
  const answers = subnets.map((one) => sameZone(graph, one.zone, zone));
  return anyOf(otherSubnets || subnets.length === 0 ? [...answers, "unknown"] : answers);
}

interface TransitTable {
  readonly name: string;
  /** Every value that refers to it. */
  readonly names: readonly Value[];
  readonly gateway: Resource;
  /** Whether attachments propagate their routes to it by default. */
  readonly takesDefaults: Ternary;
  /** Whether Terraform creates the transit gateway here, so no routes exist outside the input. */
  readonly closed: boolean;
}

const defaultTable = "association_default_route_table_id";
const propagationTable = "propagation_default_route_table_id";

/** The route table associated with an attachment. */
function tableFor(facts: Facts, { resource }: Attachment, found: Resolution): TransitTable | Forwarded {
  const gateway = found.kind === "resource" ? found.resource : undefined;
  const { certain, possible } = referrersOf(
    facts,
    "aws_ec2_transit_gateway_route_table_association",
    "transit_gateway_attachment_id",
    resource,
  );
  const [association] = certain;
  if (association) return named(facts, association.get("transit_gateway_route_table_id"), gateway, association);
  const [maybe] = possible;
  if (maybe) {
    const detail = `not known whether ${maybe.address} associates ${resource.address} with a route table`;
    return open(maybe.address, detail, `transit_gateway_attachment_id of ${maybe.address}`);
  }
  if (!gateway) {
    const detail = `the route table that ${resource.address} is associated with is not known`;
    return open(resource.address, detail, "add the plan or state that contains the transit gateway");
  }
  const byDefault = defaultFlag(facts, resource, gateway, "association");
  if (byDefault === "no") {
    const detail = `${resource.address} is associated with no transit gateway route table`;
    const gap: TransitGap = { lacks: "association", attachment: resource, gateway };
    return { kind: "nowhere", resource: resource.address, detail, gap };
  }
  if (byDefault === "unknown") {
    const detail = `not known whether ${resource.address} is associated with the default route table of ${gateway.address}`;
    return open(resource.address, detail, `default_route_table_association of ${gateway.address}`);
  }
  const [other] = referrersOf(
    facts,
    "aws_ec2_transit_gateway_default_route_table_association",
    "transit_gateway_id",
    gateway,
  ).certain;
  if (other) return named(facts, other.get("transit_gateway_route_table_id"), gateway, other);
  return defaultTableOf(facts, gateway);
}

function defaultTableOf(facts: Facts, gateway: Resource): TransitTable {
  const own = { kind: "reference", to: gateway.key } as const;
  const [moved] = referrersOf(
    facts,
    "aws_ec2_transit_gateway_default_route_table_propagation",
    "transit_gateway_id",
    gateway,
  ).certain;
  const names: Value[] = [{ ...own, attribute: defaultTable }];
  if (!moved) names.push({ ...own, attribute: propagationTable });
  return {
    name: `the default route table of ${gateway.address}`,
    names,
    gateway,
    takesDefaults: moved ? "no" : "yes",
    closed: gateway.mode === "managed",
  };
}

function named(facts: Facts, value: Value, gateway: Resource | undefined, by: Resource): TransitTable | Forwarded {
  const { graph } = facts;
  const found = graph.resolve(value, "aws_ec2_transit_gateway_route_table", by);
  if (found.kind === "attribute" && [defaultTable, propagationTable].includes(found.attribute)) {
    return defaultTableOf(facts, found.resource);
  }
  const owner =
    gateway ??
    (found.kind === "resource"
      ? graph.target(found.resource.get("transit_gateway_id"), "aws_ec2_transit_gateway", found.resource)
      : undefined);
  if (gateway && isDefaultTable(facts, value, gateway)) return defaultTableOf(facts, gateway);
  if (found.kind !== "resource" || !owner) {
    const detail = `the route table of ${by.address} is not in the input`;
    return open(by.address, detail, "add the plan or state that contains the transit gateway's route tables");
  }
  const { resource } = found;
  const [moved] = referrersOf(
    facts,
    "aws_ec2_transit_gateway_default_route_table_propagation",
    "transit_gateway_id",
    owner,
  ).certain;
  const own: Value = { kind: "reference", to: resource.key, attribute: "id" };
  return {
    name: resource.address,
    names: [own],
    gateway: owner,
    takesDefaults: moved ? graph.same(moved.get("transit_gateway_route_table_id"), own) : "no",
    closed: resource.mode === "managed",
  };
}

function isDefaultTable({ graph }: Facts, value: Value, gateway: Resource): boolean {
  const own: Value = { kind: "reference", to: gateway.key, attribute: defaultTable };
  return graph.same(value, own) === "yes";
}

/**
 * Whether the transit gateway and the attachment use the default route table for association or propagation. For a
 * shared transit gateway, the accepter decides (provider documentation of both resources). The default is on.
 */
function defaultFlag(
  facts: Facts,
  attachment: Resource,
  gateway: Resource,
  what: "association" | "propagation",
): Ternary {
  const { graph } = facts;
  const [accepter] = referrersOf(facts, accepterType, "transit_gateway_attachment_id", attachment).certain;
  const own = graph.text((accepter ?? attachment).get(`transit_gateway_default_route_table_${what}`));
  if (own === "false") return "no";
  const value = graph.text(graph.get(gateway, `default_route_table_${what}`));
  if (value === "disable") return "no";
  return value === "enable" || gateway.mode === "managed" ? "yes" : "unknown";
}

interface TransitRoute {
  readonly resource: string;
  /** If prefixes are equally long, a static route wins over a propagated one (how-transit-gateways-work). */
  readonly rank: number;
  readonly matches: Ternary;
  readonly attachment?: Value | Attachment;
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

function* staticRoutes(facts: Facts, { names }: TransitTable, to: Target): Iterable<TransitRoute> {
  const { graph } = facts;
  const table = "transit_gateway_route_table_id";
  const isBlackhole = (one: Resource) => graph.text(one.get("blackhole")) === "true";
  const seen = new Set<Resource>();
  for (const name of names) {
    const routes = referrersOf(facts, "aws_ec2_transit_gateway_route", table, name);
    const lists = referrersOf(facts, "aws_ec2_transit_gateway_prefix_list_reference", table, name);
    for (const one of [...routes.certain, ...routes.possible, ...lists.certain, ...lists.possible]) {
      if (seen.has(one)) continue;
      seen.add(one);
      const isSure = routes.certain.includes(one) || lists.certain.includes(one);
      const attachment = isBlackhole(one) ? undefined : one.get("transit_gateway_attachment_id");
      const list = lists.certain.includes(one) || lists.possible.includes(one);
      const blocks = list ? entriesOf(facts, one.get("prefix_list_id")) : [one.get("destination_cidr_block")];
      if (!blocks) yield { resource: one.address, rank: 200, matches: "unknown", attachment };
      for (const block of blocks ?? []) {
        const matches = matchOf(facts, block, to);
        const sure = isSure || matches === "no" ? matches : "unknown";
        yield { resource: one.address, rank: lengthOf(facts, block) + 0.5, matches: sure, attachment };
      }
    }
  }
}

/** The ranges of the VPCs whose attachments propagate to the table. */
function* propagated(facts: Facts, table: TransitTable, to: Target): Iterable<TransitRoute> {
  if (to === "internet") return;
  const { graph } = facts;
  const gateway: Value = { kind: "reference", to: table.gateway.key, attribute: "id" };
  const attachment = attachmentIn(facts, gateway, to.vpc);
  if (!attachment) return;
  if ("kind" in attachment) {
    yield { resource: attachment.expression, rank: 0, matches: "unknown" };
    return;
  }
  const { resource } = attachment;
  const { vpc } = attachment;
  const range = vpc.kind === "resource" ? graph.get(vpc.resource, "cidr_block") : NULL;
  const route = { resource: resource.address, rank: lengthOf(facts, range), attachment };
  const own: Value = { kind: "reference", to: resource.key, attribute: "id" };
  for (const name of table.names) {
    const type = "aws_ec2_transit_gateway_route_table_propagation";
    const { certain, possible } = referrersOf(facts, type, "transit_gateway_route_table_id", name);
    for (const one of notDeleted([...certain, ...possible])) {
      const matches = graph.same(one.get("transit_gateway_attachment_id"), own);
      const sure = certain.includes(one) || matches === "no" ? matches : "unknown";
      if (sure !== "no") yield { ...route, matches: sure };
    }
  }
  if (table.takesDefaults === "no") return;
  const byDefault = defaultFlag(facts, resource, table.gateway, "propagation");
  if (byDefault === "no") return;
  yield { ...route, matches: byDefault === "yes" ? table.takesDefaults : "unknown" };
}

/** Only a default route leads to public addresses. */
function matchOf(facts: Facts, block: Value, to: Target): Ternary {
  if (to !== "internet") return holds(facts, block, to);
  const text = facts.graph.text(block);
  if (text === undefined) return "unknown";
  return rangeOf(text)?.version === 4 && /\/[01]$/.test(text) ? "yes" : "no";
}

function lengthOf({ graph }: Facts, block: Value): number {
  const length = /\/(\d+)$/.exec(graph.text(block) ?? "")?.[1];
  return length === undefined ? 32 : Number(length);
}

function placeOf(to: Target): string {
  return to === "internet" ? "0.0.0.0/0" : to.name;
}

function nameOf(found: Resolution, name: string): string {
  return found.kind === "resource" ? found.resource.address : name;
}

function isManaged(found: Resolution): found is Extract<Resolution, { kind: "resource" }> {
  return found.kind === "resource" && found.resource.mode === "managed";
}

function open(resource: string, detail: string, resolveBy: string): Forwarded {
  return { kind: "unknown", resource, detail, resolveBy };
}
