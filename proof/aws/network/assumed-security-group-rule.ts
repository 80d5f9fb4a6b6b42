/** Rules of a security group according to assumptions, if the input does not show all rules. */
import { assumptions, namesOfResolved } from "../../assumptions";
import { type Facts } from "../../facts";
import { type Assumption } from "../../graph/assumption";
import { type Resolution } from "../../graph/graph";
import { literal, type Value } from "../../graph/model";
import { overlap, rangeOf } from "./cidr";
import { type Direction, type SecurityGroupRule } from "./security-group-rule";

const statements = {
  ingress: "security-group-allows-inbound",
  egress: "security-group-allows-outbound",
} as const;

/** @param isOpen whether the group may have rules that the input does not show */
export function assumedRules(
  facts: Facts,
  group: Resolution,
  direction: Direction,
  known: readonly SecurityGroupRule[],
  isOpen: boolean,
): readonly SecurityGroupRule[] {
  const said = facts.once(assumptions);
  const all = said.allAbout(statements[direction], () => namesOfResolved(facts, group));
  if (isOpen) return all.map((one) => ruleOf(facts, one));
  for (const one of all) {
    if (known.some((rule) => states(facts, rule, one))) continue;
    const { port, from, to } = one;
    said.contradictThis(
      one,
      `none of its rules allows tcp/${port} ${from === undefined ? `to ${to}` : `from ${from}`}`,
    );
  }
  return [];
}

function ruleOf({ graph }: Facts, assumed: Assumption): SecurityGroupRule {
  const { securityGroup = "", port, from, to } = assumed;
  const peer = from ?? to ?? "";
  const found = graph.resource(peer);
  const group: Value = found ? { kind: "reference", to: found.key, attribute: "id" } : literal(peer);
  const isRange = rangeOf(peer) !== undefined;
  return {
    resource: securityGroup,
    protocol: "tcp",
    from: port,
    to: port,
    cidrs: isRange ? [literal(peer)] : [],
    prefixLists: [],
    groups: isRange ? [] : [group],
    self: false,
    assumed,
  };
}

/** Whether a known rule may state the same in another form, which is not a contradiction. */
function states({ graph }: Facts, rule: SecurityGroupRule, { port = 0, from, to }: Assumption): boolean {
  const isPort =
    rule.protocol === "-1" || rule.from === -1 || ((rule.from ?? port) <= port && port <= (rule.to ?? port));
  const wanted = rangeOf(from ?? to ?? "");
  if (!isPort || !wanted) return isPort;
  const isOpen = rule.groups.length > 0 || rule.self || rule.prefixLists.length > 0 || rule.otherPeers !== undefined;
  return (
    isOpen ||
    rule.cidrs.some((cidr) => {
      const range = rangeOf(graph.text(cidr) ?? "");
      return !range || overlap(range, wanted) === "all";
    })
  );
}
