/** Whether security groups allow a connection from one party to another. */
import { assumptions } from "../../assumptions";
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { type ListValue, type ResourceKey, type Unknown, type Value } from "../../graph/model";
import { allOf, anyOf, type Ternary } from "../../graph/ternary";
import { isInOtherRegion } from "../account/account";
import { isUnset, notDeleted } from "../attributes/block";
import { covered, everywhere4, overlap, privateRanges, publicRanges, type Range, rangeOf } from "./cidr";
import { entriesOf, serviceOf } from "./prefix-list";
import { defaultSecurityGroupOf, type SecurityGroup, securityGroupOf } from "./security-group";
import { type Direction, type SecurityGroupRule } from "./security-group-rule";
import { type Subnet } from "./subnet";
import { holds, rangesOf } from "./subnet-addresses";

/** Network interfaces with the same security groups. */
export interface Party {
  readonly name: string;
  readonly groups: readonly SecurityGroup[];
  /** Set if it may have other groups. */
  readonly otherGroups?: Unknown;
  readonly subnet: Subnet;
}

/** The destination of a connection. */
export type Destination =
  | Party
  /** Any public address. */
  | { readonly everywhere: true }
  /** The addresses of a gateway endpoint's service, such as `com.amazonaws.us-east-1.s3`. */
  | { readonly service: string };

export interface Reachability {
  readonly answer: Ternary;
  /** Address of the rule that allows it, or of the group that does not. */
  readonly resource: string;
  /** Only of `unknown`: the unknown value, for messages. */
  readonly open?: string;
  /** Only of `unknown`: what to look up. */
  readonly resolveBy?: string;
}

/** The security groups of a task, mount target or endpoint; without any, the default group of its VPC. */
export function partyOf(facts: Facts, name: string, groups: ListValue, subnet: Subnet, vpc: Resolution): Party {
  const { items, unknownRest } = groups;
  const named = items.map((group) => securityGroupOf(facts, group));
  const found = named.length === 0 && !unknownRest ? [defaultSecurityGroupOf(facts, vpc)] : named;
  return { name, groups: found, otherGroups: unknownRest, subnet };
}

/**
 * A group of another VPC, with which it is not associated either: AWS refuses it. A group without vpc_id is in the
 * default VPC.
 */
export function strayGroup(facts: Facts, party: Party, vpc: Resolution): SecurityGroup | undefined {
  return party.groups.find((group) => {
    if (vpc.kind !== "resource") return isStray(facts, group, vpc);
    const made = facts.once(strays);
    let ofGroup = made.get(group);
    if (!ofGroup) made.set(group, (ofGroup = new Map<ResourceKey, boolean>()));
    let stray = ofGroup.get(vpc.resource.key);
    if (stray === undefined) ofGroup.set(vpc.resource.key, (stray = isStray(facts, group, vpc)));
    return stray;
  });
}

const strays = (_facts: Facts) => new WeakMap<SecurityGroup, Map<ResourceKey, boolean>>();

function isStray(facts: Facts, group: SecurityGroup, vpc: Resolution): boolean {
  const isOwn = vpc.kind === "resource" && vpc.resource.type === "aws_vpc" && vpc.resource.mode === "managed";
  const { resolution } = group;
  const isInDefault =
    resolution.kind === "resource" &&
    resolution.resource.type === "aws_security_group" &&
    resolution.resource.mode === "managed" &&
    isUnset(facts.graph, resolution.resource, "vpc_id");
  const isAbroad =
    resolution.kind === "resource" &&
    vpc.kind === "resource" &&
    isInOtherRegion(facts.graph, resolution.resource, vpc.resource);
  const isElsewhere = isAbroad || (isOwn && isInDefault) || facts.graph.sameResolved(group.vpc, vpc) === "no";
  return isElsewhere && !mayBeAssociated(facts, group, vpc);
}

/** VPC user guide, security-group-assoc.html: a group can be used in VPCs of its Region that it is associated with. */
function mayBeAssociated({ graph }: Facts, { resolution }: SecurityGroup, vpc: Resolution): boolean {
  return notDeleted(graph.all("aws_vpc_security_group_vpc_association")).some(
    (one) =>
      graph.sameResolved(graph.resolve(one.get("security_group_id")), resolution) !== "no" &&
      graph.sameResolved(graph.resolve(one.get("vpc_id")), vpc) !== "no",
  );
}

export type Transport = "tcp" | "udp";

/** Whether any rule of the party's groups allows a port to or from the other party. */
export function reachability(
  facts: Facts,
  party: Party,
  direction: Direction,
  other: Destination,
  port: number,
  transport: Transport = "tcp",
): Reachability {
  const { otherGroups } = party;
  if (otherGroups?.closed)
    return letsWithSome(
      party,
      otherGroups,
      (own) => reachability(facts, own, direction, other, port, transport),
      (group) => securityGroupOf(facts, group),
    );
  let open: Open | undefined = party.otherGroups && { open: party.otherGroups.expression };
  for (const group of party.groups) {
    const { rules, others } = group.rules(direction);
    for (const rule of rules) {
      const answer = matches(facts, group, rule, other, port, transport);
      if (answer === "yes") {
        if (rule.assumed) facts.once(assumptions).useThis(rule.assumed);
        return { answer, resource: rule.resource };
      }
      if (answer === "unknown") open ??= openOf(facts, rule, other);
    }
    if (others) open ??= { open: `the ${direction} rules of ${group.name}` };
  }
  const together = jointly(facts, party, direction, other, port, transport);
  if (together) return { answer: "yes", resource: together };
  const resource = party.groups[0]?.name ?? party.name;
  return open === undefined
    ? { answer: "no", resource }
    : { answer: "unknown", resource, resolveBy: open.open, ...open };
}

/** The first of several rules that allow every address together, such as `0.0.0.0/1` and `128.0.0.0/1`. */
function jointly(
  facts: Facts,
  party: Party,
  direction: Direction,
  other: Destination,
  port: number,
  transport: Transport,
): string | undefined {
  if ("service" in other) return undefined;
  const ranges: Range[] = [];
  let first: string | undefined;
  for (const rule of party.groups.flatMap((group) => group.rules(direction).rules)) {
    const applies = allOf([protocolMatches(rule, transport), portMatches(rule, port)]) === "yes" && !rule.mayBe;
    if (!applies || rule.assumed) continue;
    const entries = rule.prefixLists.flatMap((list) => entriesOf(facts, list) ?? []);
    for (const cidr of [...rule.cidrs, ...entries]) {
      const range = rangeOf(facts.graph.text(cidr) ?? "");
      if (range?.version !== 4) continue;
      ranges.push(range);
      first ??= rule.resource;
    }
  }
  if (ranges.length < 2) return undefined;
  const wanted = "subnet" in other ? rangesOf(facts, other.subnet) : publicRanges;
  return wanted?.every((range) => covered(range, ranges)) ? first : undefined;
}

/**
 * Evaluates a party whose groups are not all known; without a certain group, it has at least one of the possible ones.
 */
function letsWithSome(
  party: Party,
  others: Unknown,
  lets: (party: Party) => Reachability,
  groupOf: (value: Value) => SecurityGroup,
): Reachability {
  const ask = (more: readonly SecurityGroup[]) =>
    lets({ ...party, groups: [...party.groups, ...more], otherGroups: undefined });
  const sure = party.groups.length > 0 ? ask([]) : undefined;
  if (sure?.answer === "yes") return sure;
  const each = others.candidates.map((candidate) => ask([groupOf(candidate)]));
  const [first] = each;
  if (first && each.every(({ answer }) => answer === "no")) return first;
  if (first && !sure && each.every(({ answer }) => answer === "yes")) return first;
  return {
    answer: "unknown",
    resource: party.groups[0]?.name ?? party.name,
    open: `which of ${others.expression} ${party.name} has`,
    resolveBy: `which of ${others.expression} ${party.name} has: pass the plan file itself (terraform plan -out) instead of its JSON, or add --source DIR`,
  };
}

/** `settle` defaults to `open`. */
type Open = Required<Pick<Reachability, "open">> & Pick<Reachability, "resolveBy">;

/** The unknown part of a rule, for messages. */
function openOf(facts: Facts, rule: SecurityGroupRule, other: Destination): Open {
  const named = (rule.mayBe ?? rule.otherPeers)?.expression;
  if (named !== undefined) return { open: named };
  if (rule.protocol === undefined || rule.from === undefined || rule.to === undefined) {
    return { open: `the ports of ${rule.resource}` };
  }
  const list = rule.prefixLists.find((one) => prefixListMatches(facts, one, other) === "unknown");
  if (list)
    return { open: `the entries of prefix list ${facts.graph.describe(list)}, by data.aws_ec2_managed_prefix_list` };
  const cidr = rule.cidrs.find((one) => cidrMatches(facts, one, other) === "unknown");
  if (!cidr) return { open: `the security groups that ${rule.resource} names` };
  const name = facts.graph.text(cidr) ?? facts.graph.describe(cidr);
  return {
    open: `whether ${name} in ${rule.resource} covers ${placeOf(other)}`,
    resolveBy: comparison(facts, name, rule, other),
  };
}

/** The addresses to look up, to compare them with a rule. */
function comparison({ graph }: Facts, name: string, { resource }: SecurityGroupRule, other: Destination): string {
  if (!("subnet" in other)) return `ip-ranges.amazonaws.com: whether ${name} in ${resource} covers them all`;
  const { subnet } = other;
  const id = subnet.resource ? graph.knownId(subnet.resource) : subnet.name;
  const command = id?.startsWith("subnet-") ? `: aws ec2 describe-subnets --subnet-ids ${id}` : "";
  return `the IPv4 range (CidrBlock) of ${subnet.name}${command}; ${name} in ${resource} has to cover all of it`;
}

function placeOf(other: Destination): string {
  if ("subnet" in other) return `every address of ${other.subnet.name}`;
  return "service" in other ? `the addresses of ${other.service}` : "every public address";
}

function matches(
  facts: Facts,
  group: SecurityGroup,
  rule: SecurityGroupRule,
  other: Destination,
  port: number,
  transport: Transport,
): Ternary {
  const asked = allOf([protocolMatches(rule, transport), portMatches(rule, port)]);
  if (asked === "no") return "no";
  const answer = allOf([asked, peerMatches(facts, group, rule, other)]);
  return answer === "yes" && rule.mayBe ? "unknown" : answer;
}

const protocols = { tcp: ["-1", "all", "tcp", "6"], udp: ["-1", "all", "udp", "17"] } as const;

function protocolMatches({ protocol }: SecurityGroupRule, transport: Transport): Ternary {
  if (protocol === undefined) return "unknown";
  return protocols[transport].some((one) => one === protocol.toLowerCase()) ? "yes" : "no";
}

function portMatches({ protocol, from, to }: SecurityGroupRule, port: number): Ternary {
  if (protocol === "-1" || protocol === "all" || from === -1) return "yes";
  if (from !== undefined && from > port) return "no";
  if (to !== undefined && to < port) return "no";
  return from === undefined || to === undefined ? "unknown" : "yes";
}

function peerMatches(facts: Facts, group: SecurityGroup, rule: SecurityGroupRule, other: Destination): Ternary {
  const answers: Ternary[] = rule.otherPeers ? ["unknown"] : [];
  for (const cidr of rule.cidrs) answers.push(cidrMatches(facts, cidr, other));
  for (const list of rule.prefixLists) answers.push(prefixListMatches(facts, list, other));
  if ("subnet" in other) {
    if (rule.self) answers.push(isMember(facts, group.resolution, other));
    for (const peer of rule.groups) answers.push(isMember(facts, securityGroupOf(facts, peer).resolution, other));
  }
  return anyOf(answers);
}

function isMember(facts: Facts, group: Resolution, party: Party): Ternary {
  const answers: Ternary[] = party.groups.map((one) => facts.graph.sameResolved(one.resolution, group));
  const { otherGroups } = party;
  if (!otherGroups?.closed) return anyOf(otherGroups ? [...answers, "unknown"] : answers);
  const some = otherGroups.candidates.map((one) =>
    facts.graph.sameResolved(securityGroupOf(facts, one).resolution, group),
  );
  const certain = party.groups.length === 0 && some.length > 0 && some.every((answer) => answer === "yes");
  return anyOf([...answers, certain ? "yes" : some.every((answer) => answer === "no") ? "no" : "unknown"]);
}

function cidrMatches(facts: Facts, cidr: Parameters<typeof holds>[1], other: Destination): Ternary {
  if ("subnet" in other) return holds(facts, cidr, other.subnet);
  const text = facts.graph.text(cidr);
  if (text === undefined) return "unknown";
  const range = rangeOf(text);
  if (!range || range.version === 6) return "no";
  if (overlap(range, everywhere4) === "all") return "yes";
  return privateRanges.some((one) => overlap(one, range) === "all") ? "no" : "unknown";
}

function prefixListMatches(facts: Facts, list: Parameters<typeof holds>[1], other: Destination): Ternary {
  const service = serviceOf(facts, list);
  if (service !== undefined) return "service" in other && service === other.service ? "yes" : "no";
  const entries = entriesOf(facts, list);
  return entries ? anyOf(entries.map((cidr) => cidrMatches(facts, cidr, other))) : "unknown";
}
