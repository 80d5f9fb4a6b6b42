/**
 * Whether packets from one subnet reach another: follows the most specific route of each table over peering connections
 * and transit gateways (VPC user guide, route priority: longest prefix match).
 */
import { type Facts } from "../../facts";
import { literal, NULL, type Resource, unknownValue, type Value } from "../../graph/model";
import { allOf, anyOf, type Ternary } from "../../graph/ternary";
import { blockOf } from "./cidr";
import { agreedConnectivity, type Connectivity, unclear } from "./connectivity";
import { entriesOf } from "./prefix-list";
import { type Route, type RouteTable, routeTablesOf } from "./route-table";
import { identityOf, type Subnet, subnetOf } from "./subnet";
import { holds, rangesOf } from "./subnet-addresses";
import { type Attachment } from "./transit-gateway/attachment";
import { forward } from "./transit-gateway/forward";

/** A longer chain of VPCs is not an intended route. */
const farthest = 4;

const ways = () => new Map<string, Connectivity>();

export function routeTo(facts: Facts, from: Subnet, to: Subnet): Connectivity {
  const known = facts.once(ways);
  const key = `${identityOf(from.resolution)} ${identityOf(to.resolution)}`;
  let way = known.get(key);
  if (!way) known.set(key, (way = step(facts, from, to, 0)));
  return way;
}

function step(facts: Facts, from: Subnet, to: Subnet, passed: number): Connectivity {
  const same = facts.graph.sameResolved(from.vpc, to.vpc);
  if (same === "yes") {
    return { answer: "yes", resource: from.name, detail: "within the VPC", over: "local" };
  }
  if (same === "unknown" || to.vpc.kind === "unknown") {
    const detail = `not known whether ${from.name} and ${to.name} are in one VPC`;
    return { answer: "unknown", resource: from.name, detail, resolveBy: `the VPCs of ${from.name} and ${to.name}` };
  }
  if (passed === farthest) {
    const detail = `the route passes through more than ${farthest} VPCs`;
    return { answer: "unknown", resource: from.name, detail, resolveBy: `the routes from ${from.name} to ${to.name}` };
  }
  const tables = routeTablesOf(facts, from);
  if ("kind" in tables) return unclear(from.name, `${tables.expression} is not known`, tables);
  return agreedConnectivity(tables.map((table) => alongTable(facts, table, from, to, passed)))!;
}

function alongTable(facts: Facts, table: RouteTable, from: Subnet, to: Subnet, passed: number): Connectivity {
  const matched = table.routes.map((route) => ({ route, ...match(facts, route, to) }));
  const [best] = matched.filter(({ matches }) => matches === "yes").sort((a, b) => b.length - a.length);
  const rival = matched.find(
    ({ route, matches, length }) =>
      matches === "unknown" &&
      length > (best?.length ?? -1) &&
      !(best && facts.graph.same(best.route.target, route.target) === "yes"),
  );
  if (rival) {
    const name = rival.route.resource;
    const detail = `not known whether the destination of ${name} covers ${to.name}`;
    return {
      answer: "unknown",
      resource: name,
      detail,
      resolveBy: `the destination of ${name} and the range of ${to.name}`,
    };
  }
  if (best) return along(facts, best.route, from, to, passed);
  if (table.others) return unclear(table.name, `the routes of ${table.name} are not all known`, table.others);
  const range = rangeValue(facts, to);
  const shown = facts.graph.text(range ?? NULL);
  const detail = `${table.name} has no route to ${shown === undefined ? to.name : `${shown} (${to.name})`}`;
  return { answer: "no", resource: table.name, detail, missing: { table, range, from: from.vpc, to: to.vpc } };
}

/** The range that routes use: the VPC's, or the subnet's if only that is known. */
function rangeValue(facts: Facts, to: Subnet): Value | undefined {
  const { graph } = facts;
  const whole = to.vpc.kind === "resource" ? graph.get(to.vpc.resource, "cidr_block") : NULL;
  if (graph.text(whole) !== undefined && holds(facts, whole, to) === "yes") return literal(graph.text(whole)!);
  const [only, ...others] = rangesOf(facts, to) ?? [];
  return only && others.length === 0 ? literal(blockOf(only)) : undefined;
}

/** The prefix length of a route's destination; the maximum for a block that is only a reference. */
function match(facts: Facts, { destination, prefixList }: Route, to: Subnet): { matches: Ternary; length: number } {
  const { graph } = facts;
  if (prefixList) {
    const entries = entriesOf(facts, prefixList);
    if (!entries) return { matches: "unknown", length: 32 };
    const matching = entries.filter((entry) => holds(facts, entry, to) !== "no");
    const matches = anyOf(matching.map((entry) => holds(facts, entry, to)));
    return { matches, length: Math.max(0, ...matching.map((entry) => lengthOf(graph.text(entry)))) };
  }
  if (destination.kind === "literal" && destination.value === null) return { matches: "no", length: 0 };
  return { matches: holds(facts, destination, to), length: lengthOf(graph.text(destination)) };
}

function lengthOf(text: string | undefined): number {
  const length = /\/(\d+)$/.exec(text ?? "")?.[1];
  return length === undefined ? 32 : Number(length);
}

function along(facts: Facts, route: Route, from: Subnet, to: Subnet, passed: number): Connectivity {
  const { resource, target, targetKind } = route;
  const name = facts.graph.describe(target);
  if (targetKind === "transit_gateway_id") return overTransitGateway(facts, target, from, to, passed);
  if (targetKind === "vpc_peering_connection_id") return overPeering(facts, route, from, to);
  if (targetKind === "nat_gateway_id") return throughNat(facts, route, to, passed);
  if (targetKind === "gateway_id" && isInternetGateway(facts, target)) {
    const detail = `the route to ${to.name} points to an internet gateway, which does not route to private addresses`;
    return { answer: "no", resource, detail };
  }
  const detail = `the route to ${to.name} points to ${name}, and the network behind it is not known`;
  return { answer: "unknown", resource, detail, resolveBy: `add the plan or state of the network behind ${name}` };
}

function isInternetGateway({ graph }: Facts, target: Value): boolean {
  const found = graph.resolve(target, "aws_internet_gateway");
  if (found.kind === "resource") return found.resource.type === "aws_internet_gateway";
  return found.kind === "literal" && String(found.value).startsWith("igw-");
}

function overTransitGateway(facts: Facts, gateway: Value, from: Subnet, to: Subnet, passed: number): Connectivity {
  const forwarded = forward(facts, gateway, from, to);
  if (forwarded.kind === "nowhere") {
    const { resource, detail, gap } = forwarded;
    return { answer: "no", resource, detail, gap };
  }
  if (forwarded.kind === "unknown") return { answer: "unknown", ...withoutKind(forwarded) };
  const { attachment } = forwarded;
  const { address } = attachment.resource;
  const arrived = facts.graph.sameResolved(attachment.vpc, to.vpc);
  if (arrived === "yes") {
    const detail = `over ${facts.graph.describe(gateway)}`;
    return { answer: "yes", resource: address, detail, over: "transit-gateway", via: entriesFor(attachment, from) };
  }
  if (arrived === "unknown") {
    const detail = `not known whether ${address} belongs to the VPC of ${to.name}`;
    return { answer: "unknown", resource: address, detail, resolveBy: `vpc_id of ${address}` };
  }
  const entries = entriesFor(attachment, from);
  const onwards = agreedConnectivity(entries.map((subnet) => step(facts, subnet, to, passed + 1)));
  if (!onwards) return unclear(address, `the subnets of ${address} are not known`, noSubnets(attachment));
  return onwards.answer === "yes"
    ? { ...onwards, over: "transit-gateway", via: [...entries, ...(onwards.via ?? [])] }
    : onwards;
}

/**
 * Packets leave the transit gateway in the Availability Zone that they come from, if the attachment has a subnet there.
 */
export function entriesFor({ subnets }: Attachment, { zone }: Subnet): readonly Subnet[] {
  const near = subnets.filter((one) => zone.name !== undefined && one.zone.name === zone.name);
  return near.length > 0 ? near : subnets;
}

function noSubnets({ resource, otherSubnets }: Attachment) {
  return otherSubnets ?? unknownValue(`subnet_ids of ${resource.address}`, "none is known");
}

/** A peering connection routes packets only between its own two VPCs, after both sides have accepted it. */
function overPeering(facts: Facts, { resource, target }: Route, from: Subnet, to: Subnet): Connectivity {
  const { graph } = facts;
  const type = "aws_vpc_peering_connection";
  const found = graph.resolve(target, type);
  const name = graph.describe(target);
  if (found.kind !== "resource" || !found.resource.type.startsWith(type)) {
    const detail = `the route to ${to.name} points to ${name}, which is not in the input`;
    return { answer: "unknown", resource, detail, resolveBy: `add the plan or state that contains ${name}` };
  }
  const connection = found.resource;
  const ends = ["vpc_id", "peer_vpc_id"].map((end) => graph.resolve(graph.get(connection, end)));
  const holdsEnd = (vpc: Subnet["vpc"]) => anyOf(ends.map((end) => graph.sameResolved(end, vpc)));
  const both = [holdsEnd(from.vpc), holdsEnd(to.vpc)];
  const connects = allOf(both);
  if (connects === "no") {
    const other = both[0] === "no" ? from : to;
    const detail = `${connection.address} does not connect the VPC of ${other.name}, and VPC peering is not transitive`;
    return { answer: "no", resource, detail };
  }
  const open =
    connects === "unknown"
      ? `vpc_id and peer_vpc_id of ${connection.address}`
      : isAccepted(facts, connection)
        ? undefined
        : `an aws_vpc_peering_connection_accepter for ${connection.address}, or its state`;
  if (open !== undefined) {
    const detail = `not known whether ${connection.address} connects ${from.name} and ${to.name}`;
    return { answer: "unknown", resource: connection.address, detail, resolveBy: open };
  }
  return { answer: "yes", resource: connection.address, detail: `over ${connection.address}`, over: "peering" };
}

function isAccepted({ graph }: Facts, connection: Resource): boolean {
  if (graph.text(connection.get("auto_accept")) === "true") return true;
  if (graph.text(graph.get(connection, "accept_status")) === "active") return true;
  if (graph.text(graph.get(connection, "status")) === "active") return true;
  const { certain } = graph.referrers("aws_vpc_peering_connection_accepter", "vpc_peering_connection_id", connection);
  return certain.some((one) => graph.text(one.get("auto_accept")) === "true");
}

/** The NAT gateway forwards according to the route table of its own subnet, with its own address. */
function throughNat(facts: Facts, { resource, target }: Route, to: Subnet, passed: number): Connectivity {
  const nat = facts.graph.target(target, "aws_nat_gateway");
  const name = facts.graph.describe(target);
  const detail = `the route to ${to.name} points to NAT gateway ${name}`;
  const place = nat && subnetOf(facts, facts.graph.get(nat, "subnet_id"));
  const beyond = place && step(facts, place, to, passed + 1);
  if (beyond?.answer === "no") return { ...beyond, resource, detail: `${detail}, and ${beyond.detail}` };
  const resolveBy = beyond?.resolveBy ?? `whether ${name} forwards traffic to ${to.name}`;
  return {
    answer: "unknown",
    resource,
    detail: `${detail}, and the proof does not follow where it forwards the traffic`,
    resolveBy,
  };
}

function withoutKind({ resource, detail, resolveBy }: { resource: string; detail: string; resolveBy: string }) {
  return { resource, detail, resolveBy };
}
