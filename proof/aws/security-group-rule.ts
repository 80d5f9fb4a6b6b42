/** One rule of a security group, whichever of the three ways it was written. */
import { type Assumption } from "../assumptions";
import { type Facts } from "../facts";
import {
  isNull,
  list,
  literal,
  type ObjectValue,
  type Resource,
  type Unknown,
  unknown,
  type Value,
} from "../graph/model";
import { attributeOf, isUnset, referrersOf } from "./block";

export type Direction = "ingress" | "egress";

export interface SecurityGroupRule {
  /** Address of what states it. */
  readonly resource: string;
  /** `tcp`, `-1`, a number; undefined where it is not known. */
  readonly protocol: string | undefined;
  /** Undefined where not known. `-1` of all ports. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly cidrs: readonly Value[];
  readonly prefixLists: readonly Value[];
  readonly groups: readonly Value[];
  readonly self: boolean;
  /** Set where it may name other peers. */
  readonly otherPeers?: Unknown;
  /** Set where it may not be this group's rule. */
  readonly mayBe?: Unknown;
  /** Set where the owner says it, and no input shows it. */
  readonly assumed?: Assumption;
}

/** A block of the group itself. */
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

/** The security group's rules that are resources of their own. */
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

function mayBe(facts: Facts, resource: Resource): Unknown {
  const value = facts.graph.follow(resource.get("security_group_id"));
  const expression = `security_group_id of ${resource.address}`;
  return value.kind === "unknown" ? { ...value, expression } : unknown(expression, "may be this group");
}

function olderRule(facts: Facts, resource: Resource, sure: boolean): SecurityGroupRule {
  const { graph } = facts;
  const source = resource.get("source_security_group_id");
  const cidrs = [graph.items(resource.get("cidr_blocks")), graph.items(resource.get("ipv6_cidr_blocks"))];
  const self = graph.text(resource.get("self")) === "true";
  // The provider takes no source group beside a range or itself; what a plan then hides is what it fills in.
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
  // Ports may be left out of a rule for every protocol only.
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

/** `123456789012/sg-0123`, as a group of another account is written. */
function withoutAccount(graph: Facts["graph"], group: Value): Value {
  const text = graph.text(group);
  return text !== undefined && /^\d{12}\/sg-/.test(text) ? literal(text.slice(13)) : group;
}

interface Written {
  readonly protocol: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly cidrs: readonly { readonly items: readonly Value[]; readonly rest?: Unknown }[];
  readonly prefixLists: readonly { readonly items: readonly Value[]; readonly rest?: Unknown }[];
  readonly groups: readonly { readonly items: readonly Value[]; readonly rest?: Unknown }[];
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
    otherPeers: peers.find(({ rest }) => rest)?.rest,
  };
}
