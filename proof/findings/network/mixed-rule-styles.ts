/** One security group with rules in two styles: each apply removes the rules of the other style (TF-02). */
import { isAsWritten } from "../../aws/attributes/as-written";
import { isUnset, notDeleted, referrersOf } from "../../aws/attributes/block";
import { securityGroupOf } from "../../aws/network/security-group";
import { type Direction, type SecurityGroupRule } from "../../aws/network/security-group-rule";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { typesOfFamily } from "../../resource-types";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

const olderStyle = "aws_security_group_rule";
const newerStyles = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];

export const mixedRuleStyles: FindingCheck = {
  name: "mixed-rule-styles",
  rules: ["TF-02"],
  *find(facts: Facts): Iterable<Finding> {
    for (const type of typesOfFamily("aws_security_group")) {
      for (const group of notDeleted(facts.graph.all(type))) {
        const styles = stylesOf(facts, group);
        const [, second] = styles;
        if (!second) continue;
        yield {
          rule: "TF-02",
          severity: "warning",
          resource: second.resource,
          detail: `${group.address} has rules as ${styles.map(({ name }) => name).join(" and ")}: they overwrite each other`,
          fix: `write all rules of ${group.address} in one style`,
        };
      }
    }
  },
};

function stylesOf(facts: Facts, group: Resource) {
  const { graph } = facts;
  const styles: { readonly name: string; readonly resource: string }[] = [];
  const directions = ["ingress", "egress"] as const;
  const inline = directions.filter((name) => !isUnset(graph, group, name) && isInline(facts, group, name));
  if (inline.length > 0) {
    styles.push({ name: `inline ${inline.join(" and ")}`, resource: group.address });
  }
  const [older] = referrersOf(facts, olderStyle, "security_group_id", group).certain;
  if (older) styles.push({ name: olderStyle, resource: older.address });
  const [newer] = newerStyles.flatMap((type) => referrersOf(facts, type, "security_group_id", group).certain);
  if (newer) styles.push({ name: newer.type, resource: newer.address });
  return styles;
}

/**
 * A state does not show the configuration: a rule without a separate resource is taken to be inline, as far as its
 * peers are known.
 */
function isInline(facts: Facts, group: Resource, direction: Direction): boolean {
  if (group.document.kind !== "state") return isAsWritten(group, direction);
  const { graph } = facts;
  const { rules } = securityGroupOf(facts, { kind: "reference", to: group.key, attribute: "id" }).rules(direction);
  const separate = rules.filter(({ resource }) => resource !== group.address);
  const stated = (rule: SecurityGroupRule, peers: "cidrs" | "groups", peer: Value) =>
    separate.some((one) => {
      const same = one.protocol === rule.protocol && (one.protocol === "-1" || one.from === rule.from);
      return same && one[peers].some((other) => graph.same(other, peer) !== "no");
    });
  const isRead = (peer: Value) => graph.resolve(peer, "aws_security_group").kind === "resource";
  return rules.some(
    (rule) =>
      rule.resource === group.address &&
      (rule.cidrs.some((cidr) => !stated(rule, "cidrs", cidr)) ||
        rule.groups.some((peer) => isRead(peer) && !stated(rule, "groups", peer))),
  );
}
