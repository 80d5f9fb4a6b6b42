/** Network ACLs: the first matching rule decides, and traffic without a matching rule is denied. */
import { assumptions, namesOfResolved } from "../../assumptions";
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, type Resource, type Unknown, unknownValue, type Value } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { typesOfFamily } from "../../resource-types";
import { isAsWritten } from "../attributes/as-written";
import { attributeOf, isUnset, referrersOf } from "../attributes/block";
import { covered, type Overlap, overlap, publicRanges, type Range, rangeOf } from "./cidr";
import { type Direction } from "./security-group-rule";
import { type Subnet } from "./subnet";
import { rangesOf } from "./subnet-addresses";

export interface AclRule {
  readonly number: number | undefined;
  readonly allow: boolean | undefined;
  readonly protocol: string | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly cidr: Value;
}

export interface NetworkAcl {
  /** Name in messages: the address, or a description. */
  readonly name: string;
  /** Undefined for a VPC's own default ACL. */
  readonly resource?: Resource;
  rules(direction: Direction): { readonly rules: readonly AclRule[]; readonly others?: Unknown };
}

export interface Ports {
  readonly first: number;
  readonly last: number;
}

/** The peer whose traffic an ACL allows or denies. */
export type AclPeer = Subnet | PublicAddresses;

export interface PublicAddresses {
  readonly name: string;
  readonly ranges: readonly Range[];
}

/** All addresses except private ranges: rules for private ranges do not matter for public addresses. */
export const publicAddresses: PublicAddresses = {
  name: "public addresses",
  ranges: publicRanges,
};

const allowAll: AclRule = {
  number: 100,
  allow: true,
  protocol: "-1",
  from: 0,
  to: 0,
  cidr: { kind: "literal", value: "0.0.0.0/0" },
};

/** The ACL of a subnet, if it is not known which one. */
export interface OpenAcl {
  readonly why: Unknown;
  /** The possible ACLs; empty if it may be any. */
  readonly among: readonly NetworkAcl[];
}

/** The ACL that names the subnet, or else the default ACL of its VPC. */
export function networkAclOf(facts: Facts, subnet: Subnet): NetworkAcl | OpenAcl {
  const found = readAclOf(facts, subnet);
  if (
    !("why" in found) ||
    !facts.once(assumptions).use("network-acls-allow-all", () => namesOfResolved(facts, subnet.vpc))
  )
    return found;
  return { name: `the network ACL of ${subnet.name}, as is assumed`, rules: () => ({ rules: [allowAll] }) };
}

function readAclOf(facts: Facts, subnet: Subnet): NetworkAcl | OpenAcl {
  if (!subnet.resource) return open(subnet.name, "the subnet's network ACL is not in the input");
  return facts.per(aclOfSubnet, subnet.resource);
}

function open(expression: string, why: string, among: readonly NetworkAcl[] = []): OpenAcl {
  return { why: unknownValue(expression, why), among };
}

function aclOfSubnet(facts: Facts, subnet: Resource): NetworkAcl | OpenAcl {
  const { graph } = facts;
  const named = typesOfFamily("aws_network_acl").map((type) => referrersOf(facts, type, "subnet_ids", subnet));
  const associated = referrersOf(facts, "aws_network_acl_association", "subnet_id", subnet);
  const own = named.flatMap(({ certain }) => certain);
  const [written] = own.filter((acl) => isAsWritten(acl, "subnet_ids"));
  if (written) return aclFacts(facts, written);
  const [association] = associated.certain;
  if (association) {
    const acl = graph.target(association.get("network_acl_id"), "aws_network_acl", association);
    return acl ? aclFacts(facts, acl) : open(association.address, "its network ACL is not in the input");
  }
  // The subnets that AWS reports for an ACL may be outdated: an association moves a subnet to another ACL.
  const [reported] = own;
  if (reported) return aclFacts(facts, reported);
  const otherwise = vpcsDefaultAcl(facts, subnet);
  const naming = named.flatMap((found) => found.possible);
  const [possible] = [...naming, ...associated.possible];
  if (!possible) return otherwise;
  const isComplete = associated.possible.length === 0 && !("why" in otherwise);
  const among = isComplete ? [...naming.map((one) => aclFacts(facts, one)), otherwise] : [];
  return open(possible.address, `may be the network ACL of ${subnet.address}`, among);
}

/** An adopted default ACL is known for any VPC; otherwise only a VPC that Terraform creates has the default rules. */
function vpcsDefaultAcl(facts: Facts, subnet: Resource): NetworkAcl | OpenAcl {
  const { graph } = facts;
  const vpc = graph.resolve(graph.get(subnet, "vpc_id"));
  if (vpc.kind !== "resource") {
    return open(`the default network ACL of ${graph.describe(subnet.get("vpc_id"))}`, "not in the input");
  }
  return facts.per(defaultAclOf, vpc.resource);
}

function defaultAclOf(facts: Facts, vpc: Resource): NetworkAcl | OpenAcl {
  const value: Value = { kind: "reference", to: vpc.key, attribute: "default_network_acl_id" };
  const [adopted] = referrersOf(facts, "aws_default_network_acl", "default_network_acl_id", value).certain;
  if (adopted) return aclFacts(facts, adopted);
  if (vpc.mode === "data" || vpc.type === "aws_default_vpc") {
    return open(
      `the default network ACL of ${vpc.address}`,
      "allows all traffic by default, but may have been changed",
    );
  }
  return acl(facts, `the default network ACL of ${vpc.address}`, value, () => ({ rules: [allowAll] }));
}

function aclFacts(facts: Facts, resource: Resource): NetworkAcl {
  const { graph } = facts;
  const value: Value = { kind: "reference", to: resource.key, attribute: "id" };
  return acl(facts, resource.address, value, (direction) => {
    if (resource.mode === "data")
      return { rules: [], others: unknownValue(resource.address, "a data source does not show its rules") };
    if (isUnset(graph, resource, direction)) return { rules: [] };
    const { items, unknownRest } = resource.blocks(direction);
    const rules = items.map((block) =>
      ruleOf(graph, (attribute) => attributeOf(block, attribute), { number: "rule_no", action: "action" }),
    );
    return { rules, others: unknownRest };
  });
}

function acl(
  facts: Facts,
  name: string,
  value: Value,
  own: (direction: Direction) => ReturnType<NetworkAcl["rules"]>,
): NetworkAcl {
  const { graph } = facts;
  const resource = value.kind === "reference" && value.attribute === "id" ? graph.at(value.to) : undefined;
  const made = new Map<Direction, ReturnType<NetworkAcl["rules"]>>();
  return {
    name,
    resource,
    rules: (direction) => {
      const known = made.get(direction);
      if (known) return known;
      const { rules, others } = own(direction);
      const added = referrersOf(facts, "aws_network_acl_rule", "network_acl_id", value);
      const standalone = added.certain
        .filter((one) => (graph.text(one.get("egress")) === "true") === (direction === "egress"))
        .map((one) =>
          ruleOf(graph, (attribute) => one.get(attribute), { number: "rule_number", action: "rule_action" }),
        );
      const [possible] = added.possible;
      const found = {
        rules: [...rules, ...standalone].sort((a, b) => (a.number ?? 0) - (b.number ?? 0)),
        others: others ?? (possible && unknownValue(possible.address, `may be a rule of ${name}`)),
      };
      made.set(direction, found);
      return found;
    },
  };
}

function ruleOf(graph: Graph, at: (name: string) => Value, names: { number: string; action: string }): AclRule {
  const number = (name: string) => {
    const text = graph.text(at(name));
    return text === undefined ? undefined : Number(text);
  };
  const action = graph.text(at(names.action))?.toLowerCase();
  return {
    number: number(names.number),
    allow: action === undefined ? undefined : action === "allow",
    protocol: graph.text(at("protocol"))?.toLowerCase(),
    from: number("from_port"),
    to: number("to_port"),
    cidr: at("cidr_block"),
  };
}

/** Whether an ACL allows tcp on all of these ports to or from a subnet's addresses. */
export function aclLets(facts: Facts, acl: NetworkAcl, direction: Direction, other: AclPeer, ports: Ports): Ternary {
  const { rules, others } = acl.rules(direction);
  // The default ACL of most VPCs.
  if (rules[0] === allowAll && !others) return "yes";
  const ranges = "ranges" in other ? other.ranges : rangesOf(facts, other);
  let partly: boolean | undefined;
  const allowed: Range[] = [];
  for (const rule of rules) {
    const share = coverage(facts, rule, ranges, ports);
    if (share === "none") continue;
    if (rule.allow === undefined || rule.number === undefined || others) return "unknown";
    if (partly !== undefined && partly !== rule.allow) return "unknown";
    if (share === "all") return rule.allow ? "yes" : "no";
    partly = rule.allow;
    const range = portCoverage(rule, ports) === "all" ? rangeOf(facts.graph.text(rule.cidr) ?? "") : undefined;
    if (rule.allow && range && ranges?.every((one) => covered(one, allowed.concat(range)))) return "yes";
    if (range) allowed.push(range);
  }
  return partly === true || others ? "unknown" : "no";
}

/** How much of the traffic a rule covers; `some` if that is not known. */
function coverage(facts: Facts, rule: AclRule, ranges: readonly Range[] | undefined, ports: Ports): Overlap {
  const parts = [protocolCoverage(rule), portCoverage(rule, ports), addressCoverage(facts, rule, ranges)];
  if (parts.includes("none")) return "none";
  return parts.includes("some") ? "some" : "all";
}

function protocolCoverage({ protocol }: AclRule): Overlap {
  if (protocol === undefined) return "some";
  return ["-1", "all", "6", "tcp"].includes(protocol) ? "all" : "none";
}

function portCoverage({ protocol, from, to }: AclRule, { first, last }: Ports): Overlap {
  if (protocol === "-1" || protocol === "all") return "all";
  if (from === undefined || to === undefined) return "some";
  if (to < first || last < from) return "none";
  return from <= first && last <= to ? "all" : "some";
}

function addressCoverage(facts: Facts, { cidr }: AclRule, ranges: readonly Range[] | undefined): Overlap {
  if (isNull(facts.graph.follow(cidr))) return "none";
  const text = facts.graph.text(cidr);
  if (text === "") return "none";
  const outer = text === undefined ? undefined : rangeOf(text);
  if (!outer) return "some";
  if (text === "0.0.0.0/0") return "all";
  if (!ranges) return "some";
  const found = new Set(ranges.map((range) => overlap(outer, range)));
  const [only] = found;
  return found.size === 1 ? only! : "some";
}
