/** Adds the missing network ACL rule before the rules that deny. */
import { writesBlocks } from "../aws/attributes/attribute-blocks";
import { objectOf, withBlock } from "../aws/attributes/block";
import { type AclPeer, type NetworkAcl, type Ports } from "../aws/network/network-acl";
import { type Direction } from "../aws/network/security-group-rule";
import { type Facts } from "../facts";
import { literal } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { adoptsDefault } from "../resource-types";
import { addition } from "./addition";

export function aclRule(facts: Facts, acl: NetworkAcl, direction: Direction, other: AclPeer, ports: Ports): Fix[] {
  const { graph } = facts;
  const { resource } = acl;
  const cidr = "ranges" in other ? "0.0.0.0/0" : other.resource && graph.text(graph.get(other.resource, "cidr_block"));
  if (!resource || resource.mode === "data" || cidr === undefined) return [];
  const numbers = acl.rules(direction).rules.map((rule) => rule.number ?? Number.POSITIVE_INFINITY);
  const number = freeNumber(numbers);
  if (number === undefined) return [];
  const port = ports.first === ports.last ? `tcp/${ports.first}` : `tcp/${ports.first}-${ports.last}`;
  const description = `allow ${direction === "egress" ? `outbound ${port} to` : `inbound ${port} from`} ${cidr} in ${acl.name} (rule ${number})`;
  const common = {
    protocol: literal("tcp"),
    from_port: literal(ports.first),
    to_port: literal(ports.last),
    cidr_block: literal(cidr),
  };
  if (
    adoptsDefault(resource.type) ||
    writesBlocks(graph, resource, "ingress") ||
    writesBlocks(graph, resource, "egress")
  ) {
    const block = objectOf({ rule_no: literal(number), action: literal("allow"), ...common });
    return [
      {
        description,
        changes: [{ kind: "set", resource, attribute: direction, value: withBlock(resource, direction, block) }],
      },
    ];
  }
  const { change } = addition(
    graph,
    resource,
    "aws_network_acl_rule",
    labelOf(`${resource.name}_${direction}_${number}`),
    {
      network_acl_id: { kind: "reference", to: resource.key, attribute: "id" },
      egress: literal(direction === "egress"),
      rule_number: literal(number),
      rule_action: literal("allow"),
      ...common,
    },
  );
  return [{ description, changes: [change] }];
}

/** A number lower than every other rule number; 100 in an ACL without rules. */
function freeNumber(numbers: readonly number[]): number | undefined {
  const lowest = Math.min(...numbers, 101);
  for (let number = Math.min(100, lowest - 1); number > 0; number--) if (!numbers.includes(number)) return number;
  return undefined;
}
