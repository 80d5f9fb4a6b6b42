/**
 * Adds a NAT gateway for destinations that no endpoint serves: an existing one, or a new one with everything that it
 * needs.
 */
import { writesBlocks } from "../aws/attributes/attribute-blocks";
import { isUnset, objectOf, withBlock } from "../aws/attributes/block";
import { type Range, rangeOf } from "../aws/network/cidr";
import { defaultRoutes, unreadRoute } from "../aws/network/public-routes";
import { type RouteTable, routeTableOf } from "../aws/network/route-table";
import { subnetFacts, subnetOf } from "../aws/network/subnet";
import { type Facts } from "../facts";
import { type Change } from "../graph/graph";
import { literal, type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { type Position } from "../workloads/task-position";
import { type Added, addition } from "./addition";

const idOf = (resource: Resource): Value => ({ kind: "reference", to: resource.key, attribute: "id" });

/** For a subnet whose route table has no default route. */
export function natGatewayFix({ facts, subnet, vpc }: Pick<Position, "facts" | "subnet" | "vpc">): Fix[] {
  const table = routeTableOf(facts, subnet);
  if ("kind" in table || vpc.kind !== "resource" || vpc.resource.mode === "data") return [];
  if (table.others || unreadRoute(facts, table) || defaultRoutes(facts, table).length > 0) return [];
  const existing = facts.graph.all("aws_nat_gateway").filter((nat) => isIn(facts, nat, vpc.resource));
  if (existing.length > 0) return existing.map((nat) => existingNat(facts, table, vpc.resource, nat));
  const base = publicSubnet(facts, vpc.resource);
  if (!base) return [];
  const label = labelOf(`${vpc.resource.name}_nat`);
  const address = addition(facts.graph, vpc.resource, "aws_eip", label, { domain: literal("vpc") });
  const nat = addition(facts.graph, vpc.resource, "aws_nat_gateway", label, {
    allocation_id: address.get("id"),
    subnet_id: base.subnet,
  });
  const route = defaultRoute(facts, table, vpc.resource, { nat_gateway_id: nat.get("id") });
  const description = `route 0.0.0.0/0 of ${table.name} to a NAT gateway in ${base.name}`;
  return [fixOf(description, [...[...base.added, address, nat].map(({ change }) => change), route])];
}

/** The same in the VPC that a transit gateway routes to. */
export function hubRouteFix({ facts, wayOut: { stuckIn } }: Position): Fix[] {
  return stuckIn ? natGatewayFix({ facts, subnet: stuckIn, vpc: stuckIn.vpc }) : [];
}

/** For a NAT gateway in a subnet without internet access: a route to an internet gateway, or another subnet. */
export function natPlaceFix({ facts, wayOut }: Position): Fix[] {
  const { graph } = facts;
  const nat = wayOut.resource.includes("aws_nat_gateway.") ? graph.resource(wayOut.resource) : undefined;
  const subnet = nat?.mode === "managed" ? subnetOf(facts, nat.get("subnet_id")) : undefined;
  if (!nat || !subnet || subnet.vpc.kind !== "resource" || subnet.vpc.resource.mode === "data") return [];
  const vpc = subnet.vpc.resource;
  const base = publicSubnet(facts, vpc);
  const table = routeTableOf(facts, subnet);
  const fixes: Fix[] = [];
  if (!("kind" in table) && !table.others && defaultRoutes(facts, table).length === 0) {
    const [existing] = graph.referrers("aws_internet_gateway", "vpc_id", vpc).certain;
    const label = labelOf(`${vpc.name}_public`);
    const made = existing ? undefined : addition(graph, vpc, "aws_internet_gateway", label, { vpc_id: idOf(vpc) });
    const to = { gateway_id: existing ? idOf(existing) : made!.get("id") };
    const parts = [...(made ? [made.change] : []), defaultRoute(facts, table, vpc, to)];
    const description = `route 0.0.0.0/0 of ${table.name} to ${existing?.address ?? `an internet gateway of ${vpc.address}`}`;
    fixes.push(fixOf(description, parts));
  }
  if (base) {
    const change: Change = { kind: "set", resource: nat, attribute: "subnet_id", value: base.subnet };
    fixes.push(fixOf(`move ${nat.address} to ${base.name}`, [...base.added.map((one) => one.change), change]));
  }
  return fixes;
}

function fixOf(description: string, changes: readonly Change[]): Fix {
  return { description, changes };
}

/** Makes a private NAT gateway public, or gives a public one its Elastic IP address. */
export function publicNatFix({ facts: { graph }, wayOut }: Position): Fix[] {
  const nat = wayOut.resource.includes("aws_nat_gateway.") ? graph.resource(wayOut.resource) : undefined;
  const isPrivate = nat && graph.text(nat.get("connectivity_type")) === "private";
  if (nat?.mode !== "managed" || !(isPrivate || isUnset(graph, nat, "allocation_id"))) return [];
  const address = addition(graph, nat, "aws_eip", labelOf(nat.name), { domain: literal("vpc") });
  const kind: Change = { kind: "set", resource: nat, attribute: "connectivity_type", value: literal("public") };
  return [
    {
      description: isPrivate ? `make ${nat.address} a public NAT gateway` : `give ${nat.address} an Elastic IP address`,
      changes: [
        address.change,
        ...(isPrivate ? [kind] : []),
        { kind: "set", resource: nat, attribute: "allocation_id", value: address.get("id") },
      ],
    },
  ];
}

function isIn(facts: Facts, nat: Resource, vpc: Resource): boolean {
  if (facts.graph.target(nat.get("vpc_id"), "aws_vpc")?.key === vpc.key) return true; // a regional one
  const subnet = facts.graph.target(nat.get("subnet_id"), "aws_subnet");
  const own = subnet && facts.per(subnetFacts, subnet).vpc;
  return own?.kind === "resource" && own.resource.key === vpc.key;
}

function existingNat(facts: Facts, table: RouteTable, vpc: Resource, nat: Resource): Fix {
  const changes = [defaultRoute(facts, table, vpc, { nat_gateway_id: idOf(nat) })];
  return { description: `route 0.0.0.0/0 of ${table.name} to ${nat.address}`, changes };
}

/** Writes the route in the style of the table's other routes. */
function defaultRoute(
  { graph }: Facts,
  { resource, names }: RouteTable,
  vpc: Resource,
  to: Readonly<Record<string, Value>>,
): Change {
  if (resource && writesBlocks(graph, resource, "route")) {
    const block = objectOf({ cidr_block: literal("0.0.0.0/0"), ...to });
    const value = withBlock(resource, "route", block);
    return { kind: "set", resource, attribute: "route", value };
  }
  return addition(graph, resource ?? vpc, "aws_route", labelOf(`${(resource ?? vpc).name}_out`), {
    route_table_id: names[0]!,
    destination_cidr_block: literal("0.0.0.0/0"),
    ...to,
  }).change;
}

interface PublicSubnet {
  readonly name: string;
  readonly subnet: Value;
  readonly added: readonly Added[];
}

/** A subnet whose table routes to the internet gateway, or a new one. */
function publicSubnet(facts: Facts, vpc: Resource): PublicSubnet | undefined {
  const { graph } = facts;
  const subnets = graph.referrers("aws_subnet", "vpc_id", vpc).certain;
  const [gateway] = graph.referrers("aws_internet_gateway", "vpc_id", vpc).certain;
  const open = subnets.find((subnet) => {
    const table = routeTableOf(facts, facts.per(subnetFacts, subnet));
    const [route] = "kind" in table ? [] : defaultRoutes(facts, table);
    return gateway && route && graph.same(route.target, idOf(gateway)) === "yes";
  });
  if (open) return { name: open.address, subnet: idOf(open), added: [] };
  const cidr = freeRange(facts, vpc, subnets);
  if (cidr === undefined) return undefined;
  const label = labelOf(`${vpc.name}_public`);
  const own = gateway ? undefined : addition(graph, vpc, "aws_internet_gateway", label, { vpc_id: idOf(vpc) });
  const subnet = addition(graph, vpc, "aws_subnet", label, { vpc_id: idOf(vpc), cidr_block: literal(cidr) });
  const table = addition(graph, vpc, "aws_route_table", label, {
    vpc_id: idOf(vpc),
    route: objectOf({ cidr_block: literal("0.0.0.0/0"), gateway_id: own ? own.get("id") : idOf(gateway!) }),
  });
  const association = addition(graph, vpc, "aws_route_table_association", label, {
    subnet_id: subnet.get("id"),
    route_table_id: table.get("id"),
  });
  const added = [...(own ? [own] : []), subnet, table, association];
  return { name: `a public subnet of ${vpc.address}`, subnet: subnet.get("id"), added };
}

const addresses = 16n;

/** The last sixteen unused addresses of the VPC, as a CIDR range. */
function freeRange({ graph }: Facts, vpc: Resource, subnets: readonly Resource[]): string | undefined {
  const ranges = [vpc, ...subnets].map((one) => rangeOf(graph.text(one.get("cidr_block")) ?? ""));
  const [whole, ...taken] = ranges;
  if (whole?.version !== 4 || !taken.every((range): range is Range => range?.version === 4)) return undefined;
  let first = whole.last + 1n - addresses;
  for (let other: Range | undefined; (other = overlapping(taken, first));) first = other.first - addresses;
  const octets = [24n, 16n, 8n, 0n].map((bits) => (first >> bits) & 255n);
  return first < whole.first ? undefined : `${octets.join(".")}/28`;
}

function overlapping(taken: readonly Range[], first: bigint): Range | undefined {
  return taken.find((range) => range.first < first + addresses && first <= range.last);
}
