/** Whether tasks in a subnet can reach public addresses. */
import { assumptions } from "../../assumptions";
import { type Facts } from "../../facts";
import { type Resource, type Unknown, type Value } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { type RuleId } from "../../rules";
import { internetBlock } from "./internet-block";
import { detachedGateway } from "./internet-gateway";
import { regionalNat, withoutElasticIp } from "./nat-gateway";
import { defaultRoutes, publicRoutes, unreadRoute } from "./public-routes";
import { type Route, type RouteTable, routeTablesOf } from "./route-table";
import { type Subnet, subnetOf } from "./subnet";
import { subnetNames } from "./subnet-addresses";
import { entriesFor, routeTo } from "./subnet-route";
import { forward } from "./transit-gateway/forward";
import { type TransitGap } from "./transit-gateway/forwarded";

export interface Egress {
  readonly answer: Ternary;
  /** Address of the resource that leads to the internet, or that prevents it. */
  readonly resource: string;
  /** Text for messages: `through NAT gateway aws_nat_gateway.main`, `no default route`. */
  readonly detail: string;
  /** Only of `unknown`: what would settle it. */
  readonly resolveBy?: string;
  /** Only of `unknown`: the rule to report, if it is not the caller's. */
  readonly rule?: RuleId;
  /** Only of `yes`: set if the subnet's own route targets an internet gateway. */
  readonly isDirect?: true;
  /** Only of `yes`: the subnets of the NAT gateways that the route may use. */
  readonly nats?: readonly Subnet[];
  /** Only of `yes`: set if the NAT gateway is a regional one, whose own route table is not part of the input. */
  readonly isRegionalNat?: true;
  /** Only of `no`: set if only a public IP address is missing. */
  readonly needsPublicAddress?: true;
  /** Only of `no`: the subnet whose table has no default route, if it is not the task's own. */
  readonly stuckIn?: Subnet;
  /** Only of `no`: what a transit gateway lacks, if it is known. */
  readonly gap?: TransitGap;
}

/** A longer chain of VPCs is not an intended route to the internet. */
const farthest = 4;

/** @param publicAddress whether the task gets a public IP address, which an internet gateway requires */
export function egressOf(facts: Facts, subnet: Subnet, publicAddress: Ternary, passed = 0): Egress {
  const way = unblocked(facts, subnet, read(facts, subnet, publicAddress, passed));
  const said = facts.once(assumptions);
  const names = () => subnetNames(facts, subnet);
  if (way.answer === "no") said.contradict("routes-to-nat", names, way.detail);
  if (way.answer !== "unknown" || !said.use("routes-to-nat", names)) return way;
  return { answer: "yes", resource: subnet.name, detail: "through a NAT gateway, according to an assumption" };
}

/** Unknown if the account or a VPC on the route may block internet gateways. */
function unblocked(facts: Facts, subnet: Subnet, way: Egress): Egress {
  if (way.answer !== "yes") return way;
  const block = internetBlock(facts, [subnet, ...(way.nats ?? [])], !way.isDirect);
  if (!block) return way;
  return { answer: "unknown", ...block, detail: `${way.detail}, but ${block.detail}` };
}

function read(facts: Facts, subnet: Subnet, publicAddress: Ternary, passed: number): Egress {
  const tables = routeTablesOf(facts, subnet);
  if ("kind" in tables) return unclear(subnet.name, `${tables.expression} is not known`, tables);
  const ways = tables.map((table) => alongTable(facts, table, publicAddress, subnet, passed));
  return agreed(ways) ?? oneOf(subnet.name, `route table ${subnet.name}`, tables);
}

/** The answer on which all candidates agree. */
function agreed(ways: readonly Egress[]): Egress | undefined {
  const [first, ...others] = ways;
  if (first?.answer === "unknown") return first;
  if (!first || others.some(({ answer }) => answer !== first.answer)) return undefined;
  return withNatsOf(first, ways);
}

/** A way with the NAT gateways of all ways, of which traffic may take any. */
function withNatsOf(first: Egress, ways: readonly Egress[]): Egress {
  const nats = [...new Set(ways.flatMap((way) => way.nats ?? []))];
  const isRegionalNat = ways.some((way) => way.isRegionalNat);
  return { ...first, ...(nats.length > 0 && { nats }), ...(isRegionalNat && { isRegionalNat }) };
}

function oneOf(resource: string, what: string, all: readonly { readonly name: string }[]): Egress {
  const names = [...new Set(all.map(({ name }) => name))].join(" or ");
  return {
    answer: "unknown",
    resource,
    detail: `not known which ${what} has, ${names}; not all of them have a route to the internet`,
    resolveBy: `which of ${names} it is; the plan does not show it`,
  };
}

function alongTable(facts: Facts, table: RouteTable, publicAddress: Ternary, from: Subnet, passed: number): Egress {
  const routes = publicRoutes(facts, table);
  if (routes) return alongAll(table, routes, (route) => along(facts, route, publicAddress, from, passed));
  const [half] = defaultRoutes(facts, table);
  const others = table.others ?? unreadRoute(facts, table);
  if (half && !others) return onlyHalf(table, half);
  if (others) return unclear(table.name, `the routes of ${table.name} are not all known`, others);
  return { answer: "no", resource: table.name, detail: `${table.name} has no default route` };
}

/** Each route has to lead to the internet, because a service has addresses in all ranges. */
function alongAll(table: RouteTable, routes: readonly Route[], along: (route: Route) => Egress): Egress {
  const ways = routes.map(along);
  const [first, ...others] = ways;
  if (others.every(({ answer }) => answer === first!.answer)) return withNatsOf(first!, ways);
  const worse = ways.find(({ answer }) => answer !== "yes")!;
  const detail = `the routes of ${table.name} lead public addresses different ways: ${worse.detail}`;
  return {
    answer: "unknown",
    resource: table.name,
    detail,
    resolveBy: worse.resolveBy ?? `one default route in ${table.name}`,
  };
}

function onlyHalf({ name }: RouteTable, { destination }: Route): Egress {
  const text = destination.kind === "literal" ? String(destination.value) : "a part of them";
  const detail = `of all public addresses, ${name} has a route only to ${text}`;
  return { answer: "unknown", resource: name, detail, resolveBy: `a route to 0.0.0.0/0 in ${name}` };
}

function unclear(resource: string, detail: string, { expression }: Unknown): Egress {
  return { answer: "unknown", resource, detail, resolveBy: expression };
}

function along(facts: Facts, route: Route, publicAddress: Ternary, from: Subnet, passed: number): Egress {
  const { resource, targetKind } = route;
  if (targetKind === "transit_gateway_id") return overTransitGateway(facts, route, from, passed);
  if (targetKind === "nat_gateway_id") return throughNat(facts, route);
  if (targetKind === "gateway_id") return throughGateway(facts, route, publicAddress, from);
  if (targetKind === "vpc_peering_connection_id") {
    return {
      answer: "no",
      resource,
      detail: "the default route points to a peered VPC, and VPC peering does not forward traffic to the internet",
    };
  }
  const name = facts.graph.describe(route.target);
  return {
    answer: "unknown",
    resource,
    detail: `the default route points to ${name}, and the network behind it is not known`,
    resolveBy: `add the plan or state of the network behind ${name} as another input, or VPC endpoints in this VPC`,
  };
}

function throughGateway(facts: Facts, { resource, target }: Route, publicAddress: Ternary, from: Subnet): Egress {
  const { graph } = facts;
  const found = graph.resolve(target, "aws_internet_gateway");
  const text = graph.text(target) ?? "";
  const isInternet =
    (found.kind === "resource" && found.resource.type === "aws_internet_gateway") || text.startsWith("igw-");
  if (!isInternet) {
    const name = graph.describe(target);
    const detail = `the default route points to ${name}, and the network behind it is not known`;
    return { answer: "unknown", resource, detail, resolveBy: `the type of gateway ${name}` };
  }
  const detached = found.kind === "resource" ? detachedGateway(facts, found.resource, from.vpc) : undefined;
  if (detached) return { answer: "no", resource: detached.resource, detail: detached.detail };
  if (publicAddress === "yes")
    return { answer: "yes", resource, detail: "through the internet gateway", isDirect: true };
  const detail = "the route to the internet gateway requires a public IP address, and the task gets none";
  if (publicAddress === "no") return { answer: "no", resource, detail, needsPublicAddress: true };
  return {
    answer: "unknown",
    resource,
    detail: "not known whether the task gets a public IP address",
    resolveBy: "assign_public_ip",
  };
}

/**
 * To a hub VPC's NAT gateway and back: the transit gateway, the routes of the hub, and those of the answers (EP-12).
 */
function overTransitGateway(facts: Facts, { target, resource }: Route, from: Subnet, passed: number): Egress {
  const to = facts.graph.describe(target);
  const forwarded = forward(facts, target, from, "internet");
  if (forwarded.kind !== "attachment") {
    const { resource: at, detail } = forwarded;
    const led = `the default route points to ${to}, and ${detail}`;
    if (forwarded.kind === "nowhere") return { answer: "no", resource: at, detail: led, gap: forwarded.gap };
    const resolveBy = `${forwarded.resolveBy}, or VPC endpoints here`;
    return { answer: "unknown", resource: at, detail: led, resolveBy };
  }
  const { attachment } = forwarded;
  const { address } = attachment.resource;
  if (passed === farthest || facts.graph.sameResolved(attachment.vpc, from.vpc) === "yes") {
    return { answer: "no", resource, detail: `the default route points to ${to}, which routes back to ${address}` };
  }
  const entries = entriesFor(attachment, from);
  const ways = entries.map((entry) => beyondAttachment(facts, entry, from, address, passed));
  if (ways.length > 0) return agreed(ways) ?? oneOf(address, `subnet of ${address} the traffic uses`, entries);
  const detail = `the default route points to ${address}, whose subnets are not known`;
  return { answer: "unknown", resource: address, detail, resolveBy: `subnet_ids of ${address}` };
}

function beyondAttachment(facts: Facts, entry: Subnet, from: Subnet, attachment: string, passed: number): Egress {
  const way = egressOf(facts, entry, "no", passed + 1);
  if (way.answer !== "yes") {
    const stuckIn = way.answer === "no" ? (way.stuckIn ?? entry) : undefined;
    const detail = `the default route goes through ${attachment} to ${entry.name}, where ${way.detail}`;
    return { ...way, detail, stuckIn, needsPublicAddress: undefined };
  }
  if (way.isRegionalNat) {
    const detail = `${way.detail}, but it is not known whether its own route table leads the answers back`;
    const { resource } = way;
    return { answer: "unknown", resource, detail, resolveBy: `the routes of the route table of ${resource}` };
  }
  for (const nat of way.nats ?? []) {
    const { answer, resource, detail, resolveBy } = routeTo(facts, nat, from);
    if (answer === "yes") continue;
    const lost = `${way.detail}, but there is no way back for the answers: ${detail}`;
    if (answer === "no") return { answer, resource, detail: lost };
    return {
      answer,
      resource,
      detail: `${way.detail}, but it is not known whether the answers get back: ${detail}`,
      resolveBy,
    };
  }
  return way;
}

/** A public NAT gateway in a subnet with a route to an internet gateway. */
function throughNat(facts: Facts, { target, resource }: Route): Egress {
  const { graph } = facts;
  const found = graph.resolve(target, "aws_nat_gateway");
  if (found.kind === "unknown" && found.closed) {
    const gateways = found.candidates.map((candidate) => graph.at(candidate.to));
    const known = gateways.filter((gateway) => gateway?.type === "aws_nat_gateway") as Resource[];
    const way = known.length > 0 && known.length === gateways.length && known.map((one) => facts.per(natFacts, one));
    if (way) {
      const names = known.map(({ address }) => ({ name: address }));
      return agreed(way) ?? oneOf(resource, `NAT gateway ${resource}`, names);
    }
  }
  if (found.kind !== "resource" || found.resource.type !== "aws_nat_gateway") {
    const name = graph.describe(target);
    const detail = `the default route points to NAT gateway ${name}, which is not in the input`;
    return {
      answer: "unknown",
      resource,
      detail,
      resolveBy: `add the plan or state that contains ${name} as another input`,
    };
  }
  return facts.per(natFacts, found.resource);
}

function natFacts(facts: Facts, nat: Resource): Egress {
  const { graph } = facts;
  const resource = nat.address;
  if (graph.text(graph.get(nat, "connectivity_type"))?.toLowerCase() === "private") {
    return { answer: "no", resource, detail: `${resource} is a private NAT gateway` };
  }
  const way = regionalNat(facts, nat) ?? withoutElasticIp(facts, nat);
  if (way) return way;
  const subnetId: Value = graph.get(nat, "subnet_id");
  const subnet = subnetOf(facts, subnetId);
  const tables = routeTablesOf(facts, subnet);
  // An existing public NAT gateway of a data source is taken to reach the internet, as intended.
  if (nat.mode === "data" && graph.text(nat.get("connectivity_type")) === "public") {
    return { answer: "yes", resource, detail: `through NAT gateway ${resource}` };
  }
  if ("kind" in tables)
    return unclear(resource, `${tables.expression} of the subnet of ${resource} is not known`, tables);
  const ways = tables.map((table) => natAlongTable(facts, nat, subnet, table));
  return agreed(ways) ?? oneOf(resource, `route table ${resource}`, tables);
}

function natAlongTable(facts: Facts, { address: resource }: Resource, subnet: Subnet, table: RouteTable): Egress {
  const { resolution } = subnet;
  const open = resolution.kind === "unknown" && resolution.closed ? resolution.candidates : [];
  const nats = open.length > 0 ? open.map((candidate) => subnetOf(facts, candidate)) : [subnet];
  const through = { answer: "yes", resource, detail: `through NAT gateway ${resource}`, nats } as const;
  const routes = publicRoutes(facts, table);
  const [half] = defaultRoutes(facts, table);
  const others = table.others ?? unreadRoute(facts, table);
  if (!routes && half && !others) return { ...onlyHalf(table, half), resource };
  const [route] = routes ?? [];
  if (!route) {
    if (others) return unclear(resource, `the routes of ${table.name} are not all known`, others);
    return {
      answer: "no",
      resource,
      detail: `${resource} is in ${subnet.name}, which has no default route`,
    };
  }
  if (route.targetKind === "nat_gateway_id") {
    return {
      answer: "no",
      resource,
      detail: `${resource} is in ${subnet.name}, whose default route points to a NAT gateway instead of an internet gateway`,
    };
  }
  const beyond = alongAll(table, routes!, (one) => along(facts, one, "yes", subnet, 0));
  return beyond.answer === "yes" ? through : { ...beyond, resource };
}
