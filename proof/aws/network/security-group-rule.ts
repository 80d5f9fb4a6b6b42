/** One rule of a security group, in any of the three forms. */
import { type Facts } from "../../facts";
import { type Assumption } from "../../graph/assumption";
import {
  isNull,
  list,
  literal,
  type ObjectValue,
  type Resource,
  type Unknown,
  unknownValue,
  type Value,
} from "../../graph/model";
import { attributeOf, isUnset, referrersOf } from "../attributes/block";

export type Direction = "ingress" | "egress";

export interface SecurityGroupRule {
  /** Address of the resource with the rule. */
  readonly resource: string;
  /** `tcp`, `-1`, a number; undefined if it is not known. */
  readonly protocol: string | undefined;
  /** Undefined if not known. `-1` means all ports. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly cidrs: readonly Value[];
  readonly prefixLists: readonly Value[];
  readonly groups: readonly Value[];
  readonly self: boolean;
  /** Set if the rule may have other peers. */
  readonly otherPeers?: Unknown;
  /** Set if the rule may belong to another group. */
  readonly mayBe?: Unknown;
  /** Set if the rule is an assumption. */
  readonly assumed?: Assumption;
}

/** An inline block of the group. */
export function inlineRule({ graph }: Facts, resource: Resource, block: ObjectValue): SecurityGroupRule {
  return ruleOf(resource.address, {
    protocol: graph.text(attributeOf(block, "protocol")),
    from: graph.text(attributeOf(block, "from_port")),
    to: graph.text(attributeOf(block, "to_port")),
    cidrs: [graph.items(attributeOf(block, "cidr_blocks")), graph.items(attributeOf(block, "ipv6_cidr_blocks"))],
    prefixLists: [graph.items(attributeOf(block, "prefix_list_ids"))],
    groups: [graph.items(attributeOf(block, "security_groups"))],
    self: graph.text(attributeOf(block, "self")) === "true",
  });
}

/** The group's rules that are separate resources. */
export function* standaloneRules(facts: Facts, group: Value, direction: Direction): Iterable<SecurityGroupRule> {
  const { graph } = facts;
  const wanted = direction === "ingress" ? "ingress" : "egress";
  const older = referrersOf(facts, "aws_security_group_rule", "security_group_id", group);
  const newer = referrersOf(facts, `aws_vpc_security_group_${wanted}_rule`, "security_group_id", group);
  const isWanted = (resource: Resource) => {
    const type = graph.text(resource.get("type"));
    return type === undefined || type === wanted;
  };
  for (const [resources, sure] of [
    [older.certain, true],
    [older.possible, false],
  ] as const) {
    for (const one of resources.filter(isWanted)) yield olderRule(facts, one, sure);
  }
  for (const [resources, sure] of [
    [newer.certain, true],
    [newer.possible, false],
  ] as const) {
    for (const one of resources) yield newerRule(facts, one, sure);
  }
}

/** The rules that a group itself lists, or the rule of a separate resource. */
export function ownRules(facts: Facts, resource: Resource, direction: Direction): readonly SecurityGroupRule[] {
  if (resource.type === `aws_vpc_security_group_${direction}_rule`) return [newerRule(facts, resource, true)];
  if (resource.type === "aws_security_group_rule")
    return facts.graph.text(resource.get("type")) === direction ? [olderRule(facts, resource, true)] : [];
  return resource.blocks(direction).items.map((block) => inlineRule(facts, resource, block));
}

function mayBe(facts: Facts, resource: Resource): Unknown {
  const value = facts.graph.follow(resource.get("security_group_id"));
  const expression = `security_group_id of ${resource.address}`;
  return value.kind === "unknown" ? { ...value, expression } : unknownValue(expression, "may be this group");
}

function olderRule(facts: Facts, resource: Resource, sure: boolean): SecurityGroupRule {
  const { graph } = facts;
  const source = resource.get("source_security_group_id");
  const cidrs = [graph.items(resource.get("cidr_blocks")), graph.items(resource.get("ipv6_cidr_blocks"))];
  const self = graph.text(resource.get("self")) === "true";
  // A rule of the provider has only one kind of peer, so a hidden source group is a computed value.
  const alone = self || cidrs.some(({ items }) => items.some((item) => graph.text(item)));
  const rule = ruleOf(resource.address, {
    protocol: graph.text(resource.get("protocol")),
    from: graph.text(resource.get("from_port")),
    to: graph.text(resource.get("to_port")),
    cidrs,
    prefixLists: [graph.items(resource.get("prefix_list_ids"))],
    groups: alone || isUnset(graph, resource, "source_security_group_id") ? [] : [list([source])],
    self,
  });
  return sure ? rule : { ...rule, mayBe: mayBe(facts, resource) };
}

function newerRule(facts: Facts, resource: Resource, sure: boolean): SecurityGroupRule {
  const { graph } = facts;
  const one = (attribute: string) => (isUnset(graph, resource, attribute) ? [] : [list([resource.get(attribute)])]);
  const protocol = graph.text(resource.get("ip_protocol"));
  // Only a rule for all protocols can omit the ports.
  const isAll = protocol === undefined || protocol === "-1";
  const rule = ruleOf(resource.address, {
    protocol,
    from: isAll && isUnset(graph, resource, "from_port") ? "-1" : graph.text(resource.get("from_port")),
    to: isAll && isUnset(graph, resource, "to_port") ? "-1" : graph.text(resource.get("to_port")),
    cidrs: [...one("cidr_ipv4"), ...one("cidr_ipv6")],
    prefixLists: one("prefix_list_id"),
    groups: one("referenced_security_group_id").map(({ items }) =>
      list(items.map((item) => withoutAccount(graph, item))),
    ),
    self: false,
  });
  return sure ? rule : { ...rule, mayBe: mayBe(facts, resource) };
}

/** `123456789012/sg-0123`, the form for a group of another account. */
function withoutAccount(graph: Facts["graph"], group: Value): Value {
  const text = graph.text(group);
  return text !== undefined && /^\d{12}\/sg-/.test(text) ? literal(text.slice(13)) : group;
}

interface Written {
  readonly protocol: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly cidrs: readonly { readonly items: readonly Value[]; readonly unknownRest?: Unknown }[];
  readonly prefixLists: readonly { readonly items: readonly Value[]; readonly unknownRest?: Unknown }[];
  readonly groups: readonly { readonly items: readonly Value[]; readonly unknownRest?: Unknown }[];
  readonly self: boolean;
}

function ruleOf(resource: string, written: Written): SecurityGroupRule {
  const peers = [...written.cidrs, ...written.prefixLists, ...written.groups];
  const all = (lists: Written["cidrs"]) => lists.flatMap(({ items }) => items).filter((item) => !isNull(item));
  return {
    resource,
    protocol: written.protocol,
    from: written.from === undefined ? undefined : Number(written.from),
    to: written.to === undefined ? undefined : Number(written.to),
    cidrs: all(written.cidrs),
    prefixLists: all(written.prefixLists),
    groups: all(written.groups),
    self: written.self,
    otherPeers: peers.find(({ unknownRest }) => unknownRest)?.unknownRest,
  };
}
