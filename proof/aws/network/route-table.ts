/** The route table of a subnet, and its routes. */
import { type Facts } from "../../facts";
import { type Graph, type Resolution } from "../../graph/graph";
import { isNull, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { attributeOf, isUnset, referrersOf } from "../attributes/block";
import { unreadModuleOf } from "../unread-module";
import { describeResolution, type Subnet, subnetOf } from "./subnet";

export interface Route {
  /** Address of the resource with the route. */
  readonly resource: string;
  readonly destination: Value;
  /** Null for a route of IPv4 addresses, as `destination` is for one of IPv6 addresses. */
  readonly destinationIpv6: Value;
  /** Set if the destination is a prefix list. */
  readonly prefixList?: Value;
  /** `nat_gateway_id`, `gateway_id`, `transit_gateway_id` …; undefined if it is not known. */
  readonly targetKind: string | undefined;
  readonly target: Value;
}

export interface RouteTable {
  /** Name in messages. */
  readonly name: string;
  /** The managed resource to change; undefined for a VPC's own main table. */
  readonly resource?: Resource;
  /** Every value that refers to it. */
  readonly names: readonly Value[];
  readonly routes: readonly Route[];
  /** Set if there may be routes outside the input. */
  readonly others?: Unknown;
}

const idOf = (resource: Resource, attribute = "id"): Value => ({ kind: "reference", to: resource.key, attribute });

/** The table associated with a subnet, or else the main table of its VPC. */
export function routeTableOf(facts: Facts, subnet: Subnet): RouteTable | Unknown {
  const tables = routeTablesOf(facts, subnet);
  if ("kind" in tables) return tables;
  const [only, ...others] = tables;
  return only && others.length === 0 ? only : notRead(subnet.name);
}

/** The same; if a plan leaves open which table or subnet it is, all candidates. */
export function routeTablesOf(facts: Facts, subnet: Subnet): readonly RouteTable[] | Unknown {
  if (subnet.resource) return facts.per(tablesOfSubnet, subnet.resource);
  const { resolution } = subnet;
  if (resolution.kind === "unknown" && resolution.closed && resolution.candidates.length > 0) {
    return allOf(resolution.candidates.map((candidate) => routeTablesOf(facts, subnetOf(facts, candidate))));
  }
  if (resolution.kind !== "literal") return notRead(subnet.name);
  return find(facts, { kind: "literal", value: resolution.value }, subnet.name) ?? notRead(subnet.name);
}

function notRead(name: string): Unknown {
  return unknownValue(`the route table of ${name}`, "not in the input");
}

function allOf(found: readonly (readonly RouteTable[] | Unknown)[]): readonly RouteTable[] | Unknown {
  const tables = new Set<RouteTable>();
  for (const one of found) {
    if ("kind" in one) return one;
    for (const table of one) tables.add(table);
  }
  return [...tables];
}

function tablesOfSubnet(facts: Facts, subnet: Resource): readonly RouteTable[] | Unknown {
  const found = find(facts, idOf(subnet), subnet.address);
  if (found) return found;
  if (subnet.mode === "data") return notRead(subnet.address);
  const vpc = facts.graph.resolve(facts.graph.get(subnet, "vpc_id"));
  if (vpc.kind !== "resource" || vpc.resource.mode === "data") {
    return unknownValue(`the main route table of ${describeResolution(facts.graph, vpc)}`, "not in the input");
  }
  const main = facts.per(mainTableOf, vpc.resource);
  return "kind" in main ? main : [main];
}

/** By association, or by a data source that looks up the subnet's table. */
function find(facts: Facts, subnet: Value, name: string): readonly RouteTable[] | Unknown | undefined {
  const { graph } = facts;
  const { certain, possible } = referrersOf(facts, "aws_route_table_association", "subnet_id", subnet);
  const [association] = certain;
  if (association) return namedBy(facts, association);
  if (isSharedOut(graph, possible)) return allOf(possible.map((one) => namedBy(facts, one)));
  const [maybe] = possible;
  if (maybe) return unknownValue(`subnet_id of ${maybe.address}`, `may be ${name}`);
  const wanted = graph.resolve(subnet);
  const lookedUp = graph.all("aws_route_table", "data").find((table) => {
    const named = table.get("subnet_id");
    return !isNull(graph.follow(named)) && graph.sameResolved(graph.resolve(named), wanted) === "yes";
  });
  return lookedUp && [facts.per(tableFacts, lookedUp)];
}

function namedBy(facts: Facts, association: Resource): readonly RouteTable[] | Unknown {
  const { graph } = facts;
  const resolved = graph.resolve(association.get("route_table_id"), "aws_route_table", association);
  const open = resolved.kind === "unknown" && resolved.closed ? resolved.candidates : undefined;
  const tables = open?.map((one) => tableOf(facts, graph.resolve(one))) ?? [tableOf(facts, resolved)];
  const missing = unknownValue(`route_table_id of ${association.address}`, "not in the input");
  return allOf(tables.map((table) => (table === undefined ? missing : "kind" in table ? table : [table])));
}

/**
 * A subnet has one association: if there are as many associations as candidate subnets, each subnet has one of them.
 */
function isSharedOut(graph: Graph, associations: readonly Resource[]): boolean {
  const named = associations.map((one) => {
    const subnet = graph.resolve(one.get("subnet_id"));
    return subnet.kind === "unknown" && subnet.closed && !one.unsure
      ? subnet.candidates.map(({ to }) => to).sort()
      : [];
  });
  const [first] = named;
  return first?.length === associations.length && named.every((keys) => keys.join() === first.join());
}

function tableOf(facts: Facts, found: Resolution): RouteTable | Unknown | undefined {
  if (found.kind === "resource" && found.resource.type.endsWith("route_table"))
    return facts.per(tableFacts, found.resource);
  if (found.kind !== "attribute") return undefined;
  return isMain(found.attribute) ? facts.per(mainTableOf, found.resource) : undefined;
}

function isMain(attribute: string): boolean {
  return attribute === "main_route_table_id" || attribute === "default_route_table_id";
}

function mainTableOf(facts: Facts, vpc: Resource): RouteTable | Unknown {
  const { graph } = facts;
  const replaced = referrersOf(facts, "aws_main_route_table_association", "vpc_id", vpc);
  const [association] = replaced.certain;
  if (association) {
    const table = graph.resolve(association.get("route_table_id"), "aws_route_table", association);
    return tableOf(facts, table) ?? unknownValue(`route_table_id of ${association.address}`, "not in the input");
  }
  const [maybe] = replaced.possible;
  if (maybe) return unknownValue(`vpc_id of ${maybe.address}`, `may be ${vpc.address}`);
  const own = idOf(vpc, "default_route_table_id");
  const [adopted] = referrersOf(facts, "aws_default_route_table", "default_route_table_id", own).certain;
  if (adopted) return facts.per(tableFacts, adopted);
  // The main table of a default VPC has a route to the internet, which may have been removed.
  if (vpc.type === "aws_default_vpc") return unknownValue(`the main route table of ${vpc.address}`, "not in the input");
  const names = [own, idOf(vpc, "main_route_table_id")];
  const name = `the main route table of ${vpc.address}`;
  return { name, names, ...standaloneRoutes(facts, names, name) };
}

/** A fact of an `aws_route_table` or `aws_default_route_table`. */
function tableFacts(facts: Facts, table: Resource): RouteTable {
  const { graph } = facts;
  const names = [idOf(table)];
  if (table.type === "aws_default_route_table") {
    const vpc = graph.resolve(table.get("default_route_table_id"));
    if (vpc.kind === "attribute")
      names.push(idOf(vpc.resource, "default_route_table_id"), idOf(vpc.resource, "main_route_table_id"));
  }
  const [inline, unknownRest] = table.mode === "data" ? inlineRoutes(table, "routes") : ownRoutes(graph, table);
  const { routes, others } = standaloneRoutes(facts, names, table.address);
  return {
    name: table.address,
    resource: table,
    names,
    routes: [...inline, ...routes],
    others: unknownRest ?? others ?? propagatedRoutes(facts, table) ?? unreadModuleOf(facts, table),
  };
}

/** Routes that a virtual private gateway learns are in no input (VPC user guide, route tables: route propagation). */
function propagatedRoutes(facts: Facts, table: Resource): Unknown | undefined {
  const added = referrersOf(facts, "aws_vpn_gateway_route_propagation", "route_table_id", table);
  const isPropagated = added.certain.length + added.possible.length > 0;
  if (!isPropagated && isUnset(facts.graph, table, "propagating_vgws")) return undefined;
  return unknownValue(`the routes of ${table.address}`, "a virtual private gateway propagates routes to it");
}

function ownRoutes(graph: Graph, table: Resource): ReturnType<typeof inlineRoutes> {
  return isUnset(graph, table, "route") ? [[], undefined] : inlineRoutes(table, "route");
}

function inlineRoutes(table: Resource, name: string): readonly [readonly Route[], Unknown | undefined] {
  const { items, unknownRest } = table.blocks(name);
  const open =
    unknownRest ??
    (table.mode === "data" && items.length === 0
      ? unknownValue(table.address, "its routes are not read yet")
      : undefined);
  return [
    items.map((block) => routeOf(table.address, (attribute) => attributeOf(block, attribute), "cidr_block")),
    open,
  ];
}

function standaloneRoutes(facts: Facts, names: readonly Value[], name: string): Pick<RouteTable, "routes" | "others"> {
  const found = names.map((one) => referrersOf(facts, "aws_route", "route_table_id", one));
  const certain = new Set(found.flatMap((one) => one.certain));
  const maybe = found.flatMap(({ possible }) => possible).find((route) => !certain.has(route));
  const routes = [...certain].map((route) =>
    routeOf(route.address, (attribute) => computed(facts.graph, route, attribute), "destination_cidr_block"),
  );
  return { routes, others: maybe && unknownValue(`route_table_id of ${maybe.address}`, `may be ${name}`) };
}

/** A target that the provider computes is not a configured target. */
function computed(graph: Graph, route: Resource, attribute: string): Value {
  return isUnset(graph, route, attribute) ? { kind: "literal", value: null } : route.get(attribute);
}

const targetKinds = [
  "nat_gateway_id",
  "gateway_id",
  "transit_gateway_id",
  "vpc_peering_connection_id",
  "vpc_endpoint_id",
  "network_interface_id",
  "instance_id",
  "core_network_arn",
  "local_gateway_id",
  "carrier_gateway_id",
] as const;

function routeOf(resource: string, at: (attribute: string) => Value, destination: string): Route {
  const targetKind = targetKinds.find((kind) => isSet(at(kind)));
  const list = at("destination_prefix_list_id");
  return {
    resource,
    destination: at(destination),
    destinationIpv6: at(destination.replace("cidr_block", "ipv6_cidr_block")),
    prefixList: isSet(list) ? list : undefined,
    targetKind,
    target: at(targetKind ?? "gateway_id"),
  };
}

function isSet(value: Value): boolean {
  return !(value.kind === "literal" && (value.value === null || value.value === ""));
}
