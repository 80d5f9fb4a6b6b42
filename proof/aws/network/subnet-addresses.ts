/** The addresses that a subnet's network interfaces can have, and whether a CIDR block covers them. */
import { assumptions, namesOf } from "../../assumptions";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { referrersOf } from "../attributes/block";
import { everywhere4, overlap, type Range, rangeOf } from "./cidr";
import { type Subnet } from "./subnet";

/** The subnet's block, or that of its VPC if only that is known. */
export function rangesOf(facts: Facts, subnet: Subnet): readonly Range[] | undefined {
  const known = facts.once(rangesBySubnet);
  let ranges = known.get(subnet);
  if (!ranges && !known.has(subnet)) known.set(subnet, (ranges = readRanges(facts, subnet)));
  return ranges;
}

const rangesBySubnet = (_facts: Facts) => new WeakMap<Subnet, readonly Range[] | undefined>();

function readRanges(facts: Facts, subnet: Subnet): readonly Range[] | undefined {
  const { graph } = facts;
  const text = subnet.resource && graph.text(graph.get(subnet.resource, "cidr_block"));
  const own = text === undefined ? undefined : rangeOf(text);
  const assumed = assumedRange(facts, subnet, own);
  if (own ?? assumed) return [(own ?? assumed)!];
  return subnet.vpc.kind === "resource" ? facts.per(vpcRanges, subnet.vpc.resource) : undefined;
}

/** The block of a subnet according to an assumption, if the input does not show it. */
function assumedRange(facts: Facts, subnet: Subnet, own: Range | undefined): Range | undefined {
  const said = facts.once(assumptions);
  const names = () => subnetNames(facts, subnet);
  if (!own) {
    const range = said.use("subnet-range", names)?.range;
    return range === undefined ? undefined : rangeOf(range);
  }
  const range = said.about("subnet-range", names)?.range;
  const outer = range === undefined ? undefined : rangeOf(range);
  if (outer && overlap(outer, own) !== "all") {
    said.contradict("subnet-range", names, `cidr_block of ${subnet.name} is not in ${range}`);
  }
  return undefined;
}

/** All names by which an assumption can refer to the subnet. */
export function subnetNames(facts: Facts, { resource, resolution, name }: Subnet): readonly string[] {
  if (resource) return namesOf(facts, resource);
  return resolution.kind === "literal" ? [String(resolution.value)] : [name];
}

/** Every IPv4 block of a VPC; undefined if there may be an unknown one. */
export function vpcRanges(facts: Facts, vpc: Resource): readonly Range[] | undefined {
  if (vpc.mode === "data") return undefined;
  const { graph } = facts;
  const added = referrersOf(facts, "aws_vpc_ipv4_cidr_block_association", "vpc_id", vpc);
  if (added.possible.length > 0) return undefined;
  const texts = [vpc, ...added.certain].map((one) => graph.text(graph.get(one, "cidr_block")));
  const ranges = texts.map((text) => (text === undefined ? undefined : rangeOf(text)));
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

/** Whether a block in a rule covers every address that the subnet's interfaces can have. */
export function holds(facts: Facts, cidr: Value, subnet: Subnet): Ternary {
  const text = facts.graph.text(cidr);
  const outer = text === undefined ? undefined : rangeOf(text);
  const answer = outer && rangeHolds(facts, outer, subnet);
  return answer ?? (isBlockOf(facts, cidr, subnet) ? "yes" : "unknown");
}

/** The block of a VPC is compared with the same subnets for every endpoint and task. */
const heldBySubnet = (_facts: Facts) => new WeakMap<Subnet, Map<Range, Ternary | undefined>>();

/** Undefined if the subnet's block is not known. */
function rangeHolds(facts: Facts, outer: Range, subnet: Subnet): Ternary | undefined {
  const held = facts.once(heldBySubnet);
  let ofSubnet = held.get(subnet);
  if (!ofSubnet) held.set(subnet, (ofSubnet = new Map<Range, Ternary | undefined>()));
  let answer = ofSubnet.get(outer);
  if (answer === undefined) ofSubnet.set(outer, (answer = compare(facts, outer, subnet)));
  return answer;
}

function compare(facts: Facts, outer: Range, subnet: Subnet): Ternary | undefined {
  if (outer.version === 6) return "no";
  if (overlap(outer, everywhere4) === "all") return "yes";
  const inner = rangesOf(facts, subnet);
  if (!inner) return undefined;
  const found = new Set(inner.map((range) => overlap(outer, range)));
  if (found.size > 1 || found.has("some")) return "unknown";
  return found.has("all") ? "yes" : "no";
}

/** `cidr_block = aws_subnet.a.cidr_block`, or the block of a VPC that has no other. */
function isBlockOf(facts: Facts, cidr: Value, { resource, vpc }: Subnet): boolean {
  const { graph } = facts;
  const found = cidr.kind === "reference" ? graph.at(cidr.to) : undefined;
  if (!found || cidr.kind !== "reference" || cidr.attribute !== "cidr_block") return false;
  const self = graph.resolve({ kind: "reference", to: found.key, attribute: "id" });
  if (resource && found.type.endsWith("_subnet")) {
    const own = graph.resolve({ kind: "reference", to: resource.key, attribute: "id" });
    return graph.sameResolved(self, own) === "yes";
  }
  if (found.mode === "data" || graph.sameResolved(self, vpc) !== "yes") return false;
  const added = referrersOf(facts, "aws_vpc_ipv4_cidr_block_association", "vpc_id", found);
  return added.certain.length + added.possible.length === 0;
}
