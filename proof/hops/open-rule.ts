/** The rule that is missing, in the style in which its group's rules are written. */
import { isUnset, objectOf, withBlock } from "../aws/block";
import { type Party } from "../aws/reach";
import { type Direction } from "../aws/security-group";
import { type Facts } from "../facts";
import { list, literal, NULL, type Resource, type Value } from "../graph/model";
import { type Fix } from "./hop";
import { labelOf, referenceTo } from "./snippet";

/** Opens one tcp port between the first security group of either side. */
export function openRule(facts: Facts, party: Party, direction: Direction, other: Party, port: number): Fix[] {
  const [group] = party.groups;
  const [peer] = other.groups;
  if (group?.resolution.kind !== "resource" || peer?.resolution.kind !== "resource") return [];
  const [own, theirs] = [group.resolution.resource, peer.resolution.resource];
  if (own.mode === "data") return [];
  const description = `let tcp/${port} ${direction === "egress" ? "out to" : "in from"} ${theirs.address} in ${own.address}`;
  const reference: Value = { kind: "reference", to: theirs.key, attribute: "id" };
  return writesInline(facts, own)
    ? [{ description, ...inline(own, theirs, direction, reference, port) }]
    : [{ description, ...standalone(own, theirs, direction, reference, port) }];
}

function writesInline({ graph }: Facts, group: Resource): boolean {
  return !isUnset(graph, group, "ingress") || !isUnset(graph, group, "egress");
}

function inline(own: Resource, theirs: Resource, direction: Direction, peer: Value, port: number) {
  const block = objectOf({
    from_port: literal(port),
    to_port: literal(port),
    protocol: literal("tcp"),
    security_groups: list([peer]),
    cidr_blocks: list([]),
    ipv6_cidr_blocks: list([]),
    prefix_list_ids: list([]),
    self: NULL,
  });
  return {
    terraform: [
      `${direction} {`,
      `  from_port       = ${port}`,
      `  to_port         = ${port}`,
      `  protocol        = "tcp"`,
      `  security_groups = [${referenceTo(theirs, "id")}]`,
      `}`,
    ].join("\n"),
    changes: [{ kind: "set", resource: own, attribute: direction, value: withBlock(own, direction, block) }] as const,
  };
}

function standalone(own: Resource, theirs: Resource, direction: Direction, peer: Value, port: number) {
  const type = `aws_vpc_security_group_${direction}_rule`;
  const name = labelOf(`${own.name}_${direction === "egress" ? "to" : "from"}_${theirs.name}_${port}`);
  const attributes = objectOf({
    security_group_id: { kind: "reference", to: own.key, attribute: "id" },
    referenced_security_group_id: peer,
    ip_protocol: literal("tcp"),
    from_port: literal(port),
    to_port: literal(port),
  }).entries;
  return {
    terraform: [
      `resource "${type}" "${name}" {`,
      `  security_group_id            = ${referenceTo(own, "id")}`,
      `  referenced_security_group_id = ${referenceTo(theirs, "id")}`,
      `  ip_protocol                  = "tcp"`,
      `  from_port                    = ${port}`,
      `  to_port                      = ${port}`,
      `}`,
    ].join("\n"),
    changes: [{ kind: "add", beside: own, type, name, attributes }] as const,
  };
}
