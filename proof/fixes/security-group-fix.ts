/** Adds the missing security group rule in the style of the group's other rules. */
import { isAsWritten } from "../aws/attributes/as-written";
import { isUnset, objectOf, withBlocks } from "../aws/attributes/block";
import { type SecurityGroup } from "../aws/network/security-group";
import { type Party } from "../aws/network/security-group-reachability";
import { type Direction } from "../aws/network/security-group-rule";
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { list, literal, NULL, type ObjectValue, type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { adoptsDefault } from "../resource-types";
import { addition } from "./addition";

/** The other end of the traffic that a rule allows. */
export interface Peer {
  /** Name in messages. */
  readonly name: string;
  /** Label for the name of a new rule. */
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
export type Protocol = "tcp" | "udp";

const newerRules = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];

/**
 * Opens one port between two security groups: the first of each side, or one in the same stack. Inline rules of two
 * groups can't reference each other, so the range of the other subnet is the second choice.
 */
export function openRule(
  facts: Facts,
  party: Party,
  direction: Direction,
  other: Party,
  port: number,
  protocols: readonly Protocol[] = ["tcp"],
): Fix[] {
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
    protocols,
  );
  return [...fixes, ...openToSubnet(facts, party, direction, other, port, protocols)];
}

/** Opens the port to the whole range of the other subnet. */
export function openToSubnet(
  facts: Facts,
  party: Party,
  direction: Direction,
  { subnet }: Party,
  port: number,
  protocols: readonly Protocol[] = ["tcp"],
): Fix[] {
  const { resource, name } = subnet;
  const range = resource && facts.graph.text(facts.graph.get(resource, "cidr_block"));
  if (range === undefined) return [];
  const peer = { name: `${range}, the range of ${name},`, label: labelOf(resource!.name), kind: "cidr" } as const;
  return openTo(facts, party, direction, { ...peer, value: literal(range) }, port, protocols);
}

export function openTo(
  facts: Facts,
  party: Party,
  direction: Direction,
  peer: Peer,
  port: number,
  protocols: readonly Protocol[] = ["tcp"],
): Fix[] {
  const { graph } = facts;
  const [group] = party.groups;
  const own = group && valueOf(group);
  if (!own || (group.resolution.kind !== "resource" && group.resolution.kind !== "attribute")) return [];
  const { resource } = group.resolution;
  if (resource.mode === "data") return [];
  const isSelf = peer.kind === "group" && graph.same(peer.value, own) === "yes";
  const other = isSelf ? "the group itself" : peer.name;
  const ports = protocols.map((protocol) => `${protocol}/${port}`).join(" and ");
  const way = direction === "egress" ? `outbound ${ports} to` : `inbound ${ports} from`;
  const description = `allow ${way} ${other} in ${group.name}`;
  if (group.resolution.kind === "resource" && writesInline(facts, resource, direction)) {
    const blocks = protocols.map((protocol) => inlineBlock(isSelf ? undefined : peer, port, protocol));
    const value = withBlocks(resource, direction, blocks);
    return [{ description, changes: [{ kind: "set", resource, attribute: direction, value }] }];
  }
  const label = isSelf ? "itself" : peer.label;
  const name = labelOf(`${resource.name}_${direction === "egress" ? "to" : "from"}_${label}_${port}`);
  const older: Readonly<Record<string, Value>> = isSelf
    ? { self: literal(true) }
    : { [olderAttribute[peer.kind]]: peer.kind === "group" ? peer.value : list([peer.value]) };
  const ruleOf = (protocol: Protocol) => {
    const ownName = protocols.length > 1 ? `${name}_${protocol}` : name;
    const range = { from_port: literal(port), to_port: literal(port) };
    return writesOlderRules(facts, resource)
      ? addition(graph, resource, olderRule, ownName, {
          type: literal(direction),
          security_group_id: own,
          ...older,
          protocol: literal(protocol),
          ...range,
        })
      : addition(graph, resource, `aws_vpc_security_group_${direction}_rule`, ownName, {
          security_group_id: own,
          [attribute[peer.kind]]: peer.value,
          ip_protocol: literal(protocol),
          ...range,
        });
  };
  return [{ description, changes: protocols.map((protocol) => ruleOf(protocol).change) }];
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

/**
 * The rules that a state or an existing group lists may come from separate rule resources, which then decide the style,
 * even if they will be destroyed.
 */
function writesInline({ graph }: Facts, group: Resource, wanted: Direction): boolean {
  if (group.asAttribute?.(wanted)) return true;
  const listed = ["ingress", "egress"].filter((direction) => !isUnset(graph, group, direction));
  if (listed.some((direction) => isAsWritten(group, direction))) return true;
  if ([olderRule, ...newerRules].some((type) => hasRules(graph, group, type))) return false;
  return adoptsDefault(group.type) || listed.length > 0;
}

/** A group must not mix both kinds of separate rules, either (TF-02). */
function writesOlderRules({ graph }: Facts, group: Resource): boolean {
  return hasRules(graph, group, olderRule) && !newerRules.some((type) => hasRules(graph, group, type));
}

function hasRules(graph: Graph, group: Resource, type: string): boolean {
  const own: Value = { kind: "reference", to: group.key, attribute: "id" };
  return graph.all(type).some((rule) => graph.same(rule.get("security_group_id"), own) === "yes");
}

/** @param peer undefined for the group itself, because an inline rule can't reference it by id */
function inlineBlock(peer: Peer | undefined, port: number, protocol: Protocol): ObjectValue {
  return objectOf({
    from_port: literal(port),
    to_port: literal(port),
    protocol: literal(protocol),
    security_groups: list([]),
    cidr_blocks: list([]),
    ipv6_cidr_blocks: list([]),
    prefix_list_ids: list([]),
    ...(peer ? { [inlineAttribute[peer.kind]]: list([peer.value]) } : {}),
    self: peer ? NULL : literal(true),
  });
}
