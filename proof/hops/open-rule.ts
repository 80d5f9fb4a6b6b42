/** The security group rule that is missing, in the style in which its group's rules are written. */
import { isAsWritten } from "../aws/as-written";
import { isUnset, objectOf, withBlock } from "../aws/block";
import { type Party } from "../aws/reach";
import { type SecurityGroup } from "../aws/security-group";
import { type Direction } from "../aws/security-group-rule";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { list, literal, NULL, type Resource, type Value } from "../graph/model";
import { addition, hclOf } from "./addition";
import { type Fix } from "./hop";
import { labelOf } from "./snippet";

/** Whom a rule lets in or out. */
export interface Peer {
  /** For people. */
  readonly name: string;
  /** For the name of a rule of its own. */
  readonly label: string;
  readonly kind: "group" | "cidr" | "prefix-list";
  readonly value: Value;
}

const inlineAttribute = { group: "security_groups", cidr: "cidr_blocks", "prefix-list": "prefix_list_ids" } as const;
const attribute = {
  group: "referenced_security_group_id",
  cidr: "cidr_ipv4",
  "prefix-list": "prefix_list_id",
} as const;

const olderRule = "aws_security_group_rule";
const olderAttribute = { ...inlineAttribute, group: "source_security_group_id" } as const;
const newerRules = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];

/** Opens one tcp port between two security groups: the first of either side, or one that the same stack holds. */
export function openRule(facts: Facts, party: Party, direction: Direction, other: Party, port: number): Fix[] {
  const at = documentOf(party.groups[0]);
  const peer = other.groups.find((group) => at !== undefined && documentOf(group) === at) ?? other.groups[0];
  const value = peer && valueOf(peer);
  return value
    ? openTo(facts, party, direction, { name: peer.name, label: labelOfGroup(peer), kind: "group", value }, port)
    : [];
}

export function openTo(facts: Facts, party: Party, direction: Direction, peer: Peer, port: number): Fix[] {
  const { graph } = facts;
  const [group] = party.groups;
  const own = group && valueOf(group);
  if (!own || (group.resolution.kind !== "resource" && group.resolution.kind !== "attribute")) return [];
  const { resource } = group.resolution;
  if (resource.mode === "data") return [];
  const way = direction === "egress" ? "out to" : "in from";
  const description = `let tcp/${port} ${way} ${peer.name} in ${group.name}`;
  if (group.resolution.kind === "resource" && writesInline(facts, resource)) {
    return [{ description, ...inline(facts, resource, direction, peer, port) }];
  }
  const name = labelOf(`${resource.name}_${direction === "egress" ? "to" : "from"}_${peer.label}_${port}`);
  const ports = { from_port: literal(port), to_port: literal(port) };
  const { change, terraform } = writesOlderRules(facts, resource)
    ? addition(graph, resource, olderRule, name, {
        type: literal(direction),
        security_group_id: own,
        [olderAttribute[peer.kind]]: peer.kind === "group" ? peer.value : list([peer.value]),
        protocol: literal("tcp"),
        ...ports,
      })
    : addition(graph, resource, `aws_vpc_security_group_${direction}_rule`, name, {
        security_group_id: own,
        [attribute[peer.kind]]: peer.value,
        ip_protocol: literal("tcp"),
        ...ports,
      });
  return [{ description, terraform, changes: [change] }];
}

function documentOf(group: SecurityGroup | undefined): string | undefined {
  return group?.resolution.kind === "resource" ? group.resolution.resource.document.name : undefined;
}

function labelOfGroup({ resolution, name }: SecurityGroup): string {
  return resolution.kind === "resource" ? resolution.resource.name : name;
}

function valueOf({ resolution }: SecurityGroup): Value | undefined {
  if (resolution.kind === "literal") return { kind: "literal", value: resolution.value };
  if (resolution.kind === "unknown") return undefined;
  const attribute = resolution.kind === "resource" ? "id" : resolution.attribute;
  return { kind: "reference", to: resolution.resource.key, attribute };
}

/** What a state or an existing group lists, separate rules may have added: then these tell, be they about to go. */
function writesInline({ graph }: Facts, group: Resource): boolean {
  const listed = ["ingress", "egress"].filter((direction) => !isUnset(graph, group, direction));
  if (listed.some((direction) => isAsWritten(group, direction))) return true;
  if ([olderRule, ...newerRules].some((type) => hasRules(graph, group, type))) return false;
  return group.type.startsWith("aws_default_") || listed.length > 0;
}

/** The two kinds of separate rules are not to be mixed in a group, either (TF-02). */
function writesOlderRules({ graph }: Facts, group: Resource): boolean {
  return hasRules(graph, group, olderRule) && !newerRules.some((type) => hasRules(graph, group, type));
}

function hasRules(graph: Graph, group: Resource, type: string): boolean {
  const own: Value = { kind: "reference", to: group.key, attribute: "id" };
  return graph.all(type).some((rule) => graph.same(rule.get("security_group_id"), own) === "yes");
}

function inline({ graph }: Facts, own: Resource, direction: Direction, peer: Peer, port: number) {
  const empty = {
    security_groups: list([]),
    cidr_blocks: list([]),
    ipv6_cidr_blocks: list([]),
    prefix_list_ids: list([]),
  };
  const block = objectOf({
    from_port: literal(port),
    to_port: literal(port),
    protocol: literal("tcp"),
    ...empty,
    [inlineAttribute[peer.kind]]: list([peer.value]),
    self: NULL,
  });
  const name = inlineAttribute[peer.kind];
  return {
    terraform: [
      `${direction} {`,
      `  from_port${" ".repeat(name.length - 9)} = ${port}`,
      `  to_port${" ".repeat(name.length - 7)} = ${port}`,
      `  protocol${" ".repeat(name.length - 8)} = "tcp"`,
      `  ${name} = [${hclOf(graph, own, peer.value)}]`,
      `}`,
    ].join("\n"),
    changes: [{ kind: "set", resource: own, attribute: direction, value: withBlock(own, direction, block) }] as const,
  };
}
