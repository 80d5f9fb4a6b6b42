/** The security group rule that is missing, in the style in which its group's rules are written. */
import { isAsWritten } from "../aws/as-written";
import { isUnset, objectOf, withBlock } from "../aws/block";
import { type Party } from "../aws/reach";
import { type SecurityGroup } from "../aws/security-group";
import { type Direction } from "../aws/security-group-rule";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { list, literal, NULL, type ObjectValue, type Resource, type Value } from "../graph/model";
import { addition } from "./addition";
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

/**
 * Opens one tcp port between two security groups: the first of either side, or one that the same stack holds. Inline
 * rules of two groups must not name each other, so that the range of the other's subnet is the second choice.
 */
export function openRule(facts: Facts, party: Party, direction: Direction, other: Party, port: number): Fix[] {
  const at = documentOf(party.groups[0]);
  const peer = other.groups.find((group) => at !== undefined && documentOf(group) === at) ?? other.groups[0];
  const value = peer && valueOf(peer);
  if (!value) return [];
  const fixes = openTo(
    facts,
    party,
    direction,
    { name: peer.name, label: labelOfGroup(peer), kind: "group", value },
    port,
  );
  return [...fixes, ...openToSubnet(facts, party, direction, other, port)];
}

function openToSubnet(facts: Facts, party: Party, direction: Direction, { subnet }: Party, port: number): Fix[] {
  const { resource, name } = subnet;
  const range = resource && facts.graph.text(facts.graph.get(resource, "cidr_block"));
  if (range === undefined) return [];
  const peer = { name: `${range}, the range of ${name},`, label: labelOf(resource!.name), kind: "cidr" } as const;
  return openTo(facts, party, direction, { ...peer, value: literal(range) }, port);
}

export function openTo(facts: Facts, party: Party, direction: Direction, peer: Peer, port: number): Fix[] {
  const { graph } = facts;
  const [group] = party.groups;
  const own = group && valueOf(group);
  if (!own || (group.resolution.kind !== "resource" && group.resolution.kind !== "attribute")) return [];
  const { resource } = group.resolution;
  if (resource.mode === "data") return [];
  const isSelf = peer.kind === "group" && graph.same(peer.value, own) === "yes";
  const other = isSelf ? "the group itself" : peer.name;
  const way = direction === "egress" ? `outbound tcp/${port} to` : `inbound tcp/${port} from`;
  const description = `allow ${way} ${other} in ${group.name}`;
  if (group.resolution.kind === "resource" && writesInline(facts, resource)) {
    const block = inlineBlock(isSelf ? undefined : peer, port);
    const value = withBlock(resource, direction, block);
    return [{ description, changes: [{ kind: "set", resource, attribute: direction, value }] }];
  }
  const label = isSelf ? "itself" : peer.label;
  const name = labelOf(`${resource.name}_${direction === "egress" ? "to" : "from"}_${label}_${port}`);
  const ports = { from_port: literal(port), to_port: literal(port) };
  const older: Readonly<Record<string, Value>> = isSelf
    ? { self: literal(true) }
    : { [olderAttribute[peer.kind]]: peer.kind === "group" ? peer.value : list([peer.value]) };
  const { change } = writesOlderRules(facts, resource)
    ? addition(graph, resource, olderRule, name, {
        type: literal(direction),
        security_group_id: own,
        ...older,
        protocol: literal("tcp"),
        ...ports,
      })
    : addition(graph, resource, `aws_vpc_security_group_${direction}_rule`, name, {
        security_group_id: own,
        [attribute[peer.kind]]: peer.value,
        ip_protocol: literal("tcp"),
        ...ports,
      });
  return [{ description, changes: [change] }];
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

/** @param peer undefined for the group itself, which no inline rule may name by its id */
function inlineBlock(peer: Peer | undefined, port: number): ObjectValue {
  return objectOf({
    from_port: literal(port),
    to_port: literal(port),
    protocol: literal("tcp"),
    security_groups: list([]),
    cidr_blocks: list([]),
    ipv6_cidr_blocks: list([]),
    prefix_list_ids: list([]),
    ...(peer ? { [inlineAttribute[peer.kind]]: list([peer.value]) } : {}),
    self: peer ? NULL : literal(true),
  });
}
