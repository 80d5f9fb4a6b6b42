/** Security groups and their rules, whichever of the three ways each rule was written. */
import { type Facts } from "../facts";
import { type Resolution } from "../graph/graph";
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
import { isAsWritten } from "./as-written";
import { attributeOf, isUnset, referrersOf } from "./block";
import { describeResolution, identityOf } from "./subnet";

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
}

export interface SecurityGroup {
  /** For people: address, id or expression. */
  readonly name: string;
  readonly resolution: Resolution;
  readonly vpc: Resolution;
  rules(direction: Direction): SecurityGroupRules;
}

export interface SecurityGroupRules {
  readonly rules: readonly SecurityGroupRule[];
  /** Set where there may be rules that nothing of what was read can show. */
  readonly others?: Unknown;
}

const groupFacts = () => new Map<string, SecurityGroup>();

export function securityGroupOf(facts: Facts, value: Value): SecurityGroup {
  const resolution = facts.graph.resolve(value, "aws_security_group");
  const made = facts.once(groupFacts);
  const key = identityOf(resolution);
  const known = resolution.kind === "unknown" ? undefined : made.get(key);
  if (known) return known;
  const group = new ReadSecurityGroup(facts, value, resolution);
  if (resolution.kind !== "unknown") made.set(key, group);
  return group;
}

/** What AWS gives a VPC, or a cluster, whether or not anything names it. */
export function defaultSecurityGroupOf(facts: Facts, vpc: Resolution): SecurityGroup {
  if (vpc.kind === "resource") {
    const { certain } = referrersOf(facts, "aws_default_security_group", "vpc_id", vpc.resource);
    const [adopted] = certain;
    const attribute = adopted ? "id" : "default_security_group_id";
    return securityGroupOf(facts, { kind: "reference", to: (adopted ?? vpc.resource).key, attribute });
  }
  const name = `default security group of ${describeResolution(facts.graph, vpc)}`;
  return securityGroupOf(facts, unknown(name, "its VPC is not in what was read"));
}

class ReadSecurityGroup implements SecurityGroup {
  readonly name: string;
  private readonly read = new Map<Direction, SecurityGroupRules>();

  constructor(
    private readonly facts: Facts,
    private readonly value: Value,
    readonly resolution: Resolution,
  ) {
    this.name = nameOf(facts, resolution);
  }

  get vpc(): Resolution {
    const { resolution } = this;
    if (resolution.kind === "resource") {
      const { graph } = this.facts;
      if (!isUnset(graph, resolution.resource, "vpc_id"))
        return graph.resolve(graph.get(resolution.resource, "vpc_id"));
    }
    if (resolution.kind === "attribute" && /^aws_(?:default_)?vpc$/.test(resolution.resource.type)) {
      return { kind: "resource", resource: resolution.resource, attribute: "id" };
    }
    return unknown(`vpc_id of ${this.name}`, "the security group is not in what was read");
  }

  rules(direction: Direction): SecurityGroupRules {
    let rules = this.read.get(direction);
    if (!rules) this.read.set(direction, (rules = this.readRules(direction)));
    return rules;
  }

  private readRules(direction: Direction): SecurityGroupRules {
    const { resolution } = this;
    if (resolution.kind === "unknown") return { rules: [], others: resolution };
    const rules = [...this.ownRules(direction), ...standaloneRules(this.facts, this.value, direction)];
    return { rules, others: this.otherRules(direction) };
  }

  private *ownRules(direction: Direction): Iterable<SecurityGroupRule> {
    const { resolution } = this;
    const owner = ownerOf(this.facts, resolution);
    if (owner) return yield* madeByAws(owner, direction);
    if (resolution.kind !== "resource") return;
    for (const alias of this.facts.graph.aliases(resolution.resource)) {
      const inline = alias.blocks(direction).items.map((block) => inlineRule(this.facts, alias, block));
      yield* isAsWritten(alias) ? inline : withoutDeleted(this.facts, this.value, direction, inline);
    }
  }

  private otherRules(direction: Direction): Unknown | undefined {
    const { resolution } = this;
    if (resolution.kind === "unknown") return resolution;
    if (resolution.kind === "literal") {
      const owner = ownerOf(this.facts, resolution);
      return owner ? undefined : unknown(this.name, "the security group is not in what was read");
    }
    const { resource } = resolution;
    if (isFound(resource)) return unknown(this.name, "what was there before may have any rules");
    if (resolution.kind === "attribute") return undefined;
    if (isUnset(this.facts.graph, resource, direction)) return undefined;
    return resource.blocks(direction).rest;
  }
}

function nameOf({ graph }: Facts, resolution: Resolution): string {
  if (resolution.kind !== "attribute") return describeResolution(graph, resolution);
  const what = resolution.attribute === "default_security_group_id" ? "default" : "cluster";
  return `the ${what} security group of ${resolution.resource.address}`;
}

/** Not made in what was read: the default VPC was there before, too. */
function isFound({ mode, type }: Resource): boolean {
  return mode === "data" || type === "aws_default_vpc";
}

/** What AWS made a group along with: by reference before it is made, by the cluster's id of it after. */
function ownerOf(facts: Facts, resolution: Resolution): Resource | undefined {
  if (resolution.kind === "attribute") return resolution.resource;
  return resolution.kind === "literal" ? facts.once(clustersByGroup).get(String(resolution.value)) : undefined;
}

function clustersByGroup({ graph }: Facts): ReadonlyMap<string, Resource> {
  const clusters = new Map<string, Resource>();
  for (const cluster of graph.all("aws_eks_cluster")) {
    const id = graph.text(cluster.get("vpc_config.cluster_security_group_id"));
    if (id) clusters.set(id, cluster);
  }
  return clusters;
}

/** A VPC's default group and a cluster's: everything out, and in from its own. */
function* madeByAws(owner: Resource, direction: Direction): Iterable<SecurityGroupRule> {
  if (isFound(owner)) return;
  const open = { resource: owner.address, protocol: "-1", from: -1, to: -1, prefixLists: [], groups: [] };
  yield direction === "egress"
    ? { ...open, cidrs: [literal("0.0.0.0/0"), literal("::/0")], self: false }
    : { ...open, cidrs: [], self: true };
}

function inlineRule({ graph }: Facts, resource: Resource, block: ObjectValue): SecurityGroupRule {
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

/** What a group lists of its rules, less those that the plan deletes: it was read before. */
function withoutDeleted(
  facts: Facts,
  group: Value,
  direction: Direction,
  listed: readonly SecurityGroupRule[],
): readonly SecurityGroupRule[] {
  const { graph } = facts;
  const gone = facts
    .once(deletedRules)
    .filter(({ resource }) => graph.same(resource.get("security_group_id"), group) === "yes")
    .filter((one) => one.direction === direction);
  const isNot = (values: readonly Value[]) => (value: Value) => values.every((one) => graph.same(one, value) !== "yes");
  return listed.map((rule) =>
    gone
      .filter(({ rule: one }) => one.protocol === rule.protocol && one.from === rule.from && one.to === rule.to)
      .reduce(
        (left, { rule: one }) => ({
          ...left,
          cidrs: left.cidrs.filter(isNot(one.cidrs)),
          prefixLists: left.prefixLists.filter(isNot(one.prefixLists)),
          groups: left.groups.filter(isNot(one.groups)),
          self: left.self && !one.self,
        }),
        rule,
      ),
  );
}

function deletedRules(facts: Facts) {
  const { graph } = facts;
  const deleted = (type: string) => graph.all(type).filter(({ action }) => action === "delete");
  const older = deleted("aws_security_group_rule").map((resource) => {
    const direction = graph.text(resource.get("type")) as Direction;
    return { resource, direction, rule: olderRule(facts, resource, true) };
  });
  const newer = (["ingress", "egress"] as const).flatMap((direction) =>
    deleted(`aws_vpc_security_group_${direction}_rule`).map((resource) => {
      return { resource, direction, rule: newerRule(facts, resource, true) };
    }),
  );
  return [...older, ...newer];
}

/** The security group's rules that are resources of their own. */
function* standaloneRules(facts: Facts, group: Value, direction: Direction): Iterable<SecurityGroupRule> {
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
  const rule = ruleOf(resource.address, {
    protocol: graph.text(resource.get("protocol")),
    from: graph.text(resource.get("from_port")),
    to: graph.text(resource.get("to_port")),
    cidrs: [graph.items(resource.get("cidr_blocks")), graph.items(resource.get("ipv6_cidr_blocks"))],
    prefixLists: [graph.items(resource.get("prefix_list_ids"))],
    groups: isUnset(graph, resource, "source_security_group_id") ? [] : [list([source])],
    self: graph.text(resource.get("self")) === "true",
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
    groups: one("referenced_security_group_id"),
    self: false,
  });
  return sure ? rule : { ...rule, mayBe: mayBe(facts, resource) };
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
