/** The subnets of a VPC that the file names: one private subnet per zone, and a public one where all zones have one. */
import { Address4 } from "ip-address";

import { isPrivate, malformed } from "../config/checks/cidrs";
import { listed } from "../config/nearest";
import { availabilityZone } from "../config/schema/primitives";
import { AdoptError, type Note, note, stop } from "./note";
import { type Observed, type ObservedSubnet, type ObservedVpc, tableOf } from "./observed";
import { type WayOut, wayOut } from "./way-out";

export interface ChosenSubnet extends ObservedSubnet {
  readonly zone: string;
  readonly range: string;
  /** Undefined if it was not read. */
  readonly table?: string;
  readonly way: WayOut;
}

export interface ChosenSubnets {
  /** The range of the VPC that has the private subnets. */
  readonly range: string;
  /** In the order of their zones. */
  readonly private: readonly ChosenSubnet[];
  /** One in each zone of the private subnets, or none. */
  readonly public: readonly ChosenSubnet[];
  readonly notes: {
    readonly range: readonly Note[];
    readonly private: readonly Note[];
    readonly public: readonly Note[];
  };
}

/**
 * @param wanted ids of private subnets; the others are not considered
 * @throws AdoptError if no subnet can be adopted
 */
export function chooseSubnets(observed: Observed, vpc: ObservedVpc, wanted: readonly string[] = []): ChosenSubnets {
  const all = observed.subnets.filter((subnet) => subnet.vpc === vpc.id);
  const unusable: Note[] = [];
  const usable = all.flatMap((subnet): ChosenSubnet[] => {
    const { zone, range } = subnet;
    const problem = problemOf(subnet);
    if (problem !== undefined) unusable.push(note(`Left out: ${subnet.id}, ${problem}.`));
    if (problem !== undefined || zone === undefined || range === undefined) return [];
    const table = tableOf(observed, vpc, subnet);
    return [{ ...subnet, zone, range, table: table?.id, way: wayOut(table) }];
  });
  refuseUnknown(vpc, all, wanted);
  const isWanted = ({ id }: ChosenSubnet) => wanted.length === 0 || wanted.includes(id);
  const candidates = usable.filter((subnet) => subnet.way.kind !== "public" && isWanted(subnet)).sort(byPreference);
  const range = rangeOf(vpc, candidates);
  if (range === undefined) throw new AdoptError(nothingIn(observed, vpc, all, candidates));
  const inside = candidates.filter((subnet) => lies(subnet.range, range));
  const chosen = firstPerZone(inside);
  refuseTwoInAZone(inside, chosen, wanted);
  const open = usable.filter((subnet) => subnet.way.kind === "public").sort(byPreference);
  const zones = chosen.map(({ zone }) => zone);
  const openPerZone = firstPerZone(open).filter(({ zone }) => zones.includes(zone));
  const isOpenEverywhere = openPerZone.length === zones.length;
  return {
    range,
    private: chosen,
    public: isOpenEverywhere ? openPerZone : [],
    notes: {
      range: otherRanges(vpc, range, candidates),
      private: [...others(inside, chosen, wanted), ...unusable, ...withoutRoutes(chosen)],
      public: isOpenEverywhere ? others(open, openPerZone, []) : missingPublic(openPerZone, zones),
    },
  };
}

function problemOf({ zone, range, dns64 }: ObservedSubnet): string | undefined {
  if (zone === undefined) return "whose zone is not in the input";
  if (!availabilityZone.safeParse(zone).success) return `since ${zone} is not an Availability Zone of a Region`;
  if (range === undefined) return "which has no IPv4 addresses, and mount targets have no others here";
  if (malformed(range) !== undefined) return `since its range can't be read, ${range}`;
  return dns64 ? "whose DNS64 hides the mount targets from tasks (EFS-11)" : undefined;
}

/** A way out first, then the most addresses, then the lowest. */
function byPreference(one: ChosenSubnet, other: ChosenSubnet): number {
  const rank = ({ way }: ChosenSubnet) => ["out", "none", "unknown", "public"].indexOf(way.kind);
  const [a, b] = [new Address4(one.range), new Address4(other.range)];
  const byAddress = a.bigInt() < b.bigInt() ? -1 : 1;
  return rank(one) - rank(other) || a.subnetMask - b.subnetMask || byAddress;
}

function firstPerZone(sorted: readonly ChosenSubnet[]): ChosenSubnet[] {
  const first = new Map<string, ChosenSubnet>();
  for (const subnet of sorted) if (!first.has(subnet.zone)) first.set(subnet.zone, subnet);
  return [...first.values()].sort((one, other) => (one.zone < other.zone ? -1 : 1));
}

/** The range that has private subnets in most zones; the earlier one of two. */
function rangeOf(vpc: ObservedVpc, candidates: readonly ChosenSubnet[]): string | undefined {
  const zonesIn = (range: string) =>
    new Set(candidates.filter((subnet) => lies(subnet.range, range)).map(({ zone }) => zone)).size;
  const [best] = vpc.ranges
    .filter((range) => malformed(range) === undefined && isPrivate(new Address4(range)))
    .map((range) => ({ range, zones: zonesIn(range) }))
    .sort((one, other) => other.zones - one.zones);
  return best === undefined || best.zones === 0 ? undefined : best.range;
}

function lies(range: string, within: string): boolean {
  return new Address4(range).isInSubnet(new Address4(within));
}

function otherRanges(vpc: ObservedVpc, range: string, candidates: readonly ChosenSubnet[]): Note[] {
  const rest = vpc.ranges.filter((other) => other !== range);
  if (rest.length === 0) return [];
  const outside = candidates.filter((subnet) => !lies(subnet.range, range)).map(inWords);
  return [
    note(`Other ranges of the VPC: ${listed(rest)}. Endpoints that mountpath creates allow this one only.`),
    ...(outside.length > 0 ? [note(`Left out, since they are in other ranges: ${listed(outside)}.`)] : []),
  ];
}

function others(from: readonly ChosenSubnet[], chosen: readonly ChosenSubnet[], wanted: readonly string[]): Note[] {
  const rest = from.filter((subnet) => !chosen.includes(subnet)).map(inWords);
  if (rest.length === 0) return [];
  const rule = "the first in each zone by: a default route out, the most addresses, the lowest address";
  return [
    ...(wanted.length === 0 ? [note(`Chosen: ${rule}. To choose others, repeat --subnet.`)] : []),
    note(`Not chosen: ${listed(rest)}.`),
  ];
}

function withoutRoutes(chosen: readonly ChosenSubnet[]): Note[] {
  const noTable = chosen.filter(({ table }) => table === undefined).map(({ id }) => id);
  const noRoutes = chosen.filter(({ table, way }) => table !== undefined && way.kind === "unknown");
  const of = ({ id, table }: ChosenSubnet) => `${id} (${table})`;
  return [
    ...(noTable.length > 0
      ? [stop(`Not in the input: the route table of ${listed(noTable)}. Write its id, or add the input that has it.`)]
      : []),
    ...(noRoutes.length > 0
      ? [
          note(
            `Not in the input: where the default route of ${listed(noRoutes.map(of))} leads. Make sure that it is not public.`,
          ),
        ]
      : []),
  ];
}

function missingPublic(found: readonly ChosenSubnet[], zones: readonly string[]): Note[] {
  if (found.length === 0) return [];
  const missing = zones.filter((zone) => !found.some((subnet) => subnet.zone === zone));
  return [
    note(
      `No publicSubnets: ${listed(missing)} has none, and a load balancer needs one in each zone. There are: ${listed(found.map(inWords))}.`,
    ),
  ];
}

function inWords({ id, zone, range }: ChosenSubnet): string {
  return `${id} (${zone}, ${range})`;
}

function refuseUnknown(vpc: ObservedVpc, all: readonly ObservedSubnet[], wanted: readonly string[]): void {
  const unknown = wanted.filter((id) => !all.some((subnet) => subnet.id === id));
  if (unknown.length === 0) return;
  const ids = all.map(({ id }) => id);
  throw new AdoptError(
    unknown.map((id) => `--subnet: should be a subnet of ${vpc.id} in the input, got ${id}; there are: ${listed(ids)}`),
  );
}

function refuseTwoInAZone(inside: readonly ChosenSubnet[], chosen: readonly ChosenSubnet[], wanted: readonly string[]) {
  if (wanted.length === 0 || inside.length === chosen.length) return;
  const rest = inside.filter((subnet) => !chosen.includes(subnet)).map(inWords);
  throw new AdoptError([`--subnet: should be one subnet per zone (EFS-01), got a second one: ${listed(rest)}`]);
}

/** Why there is no private subnet. */
function nothingIn(
  { remedy }: Observed,
  vpc: ObservedVpc,
  all: readonly ObservedSubnet[],
  candidates: readonly ChosenSubnet[],
): string[] {
  const what = `${vpc.id} has no private subnet that can be adopted`;
  if (all.length === 0) return [`${what}: the input has no subnets of it; ${remedy}`];
  if (vpc.ranges.length === 0) return [`${what}: the input does not have the VPC's IPv4 ranges; ${remedy}`];
  if (candidates.length > 0) {
    const ranges = "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10";
    return [
      `${what}: ${listed(candidates.map(inWords))} should be in a range of the VPC within ${ranges}, got ${listed(vpc.ranges)}`,
    ];
  }
  const ids = listed(all.map(({ id, zone, range }) => `${id} (${zone ?? "no zone"}, ${range ?? "no IPv4"})`));
  return [
    `${what}: a route leads to an internet gateway, or there are no IPv4 addresses, in ${ids}; create private subnets first`,
  ];
}
