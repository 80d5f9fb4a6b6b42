/** One security group's rules in two styles: each apply takes away what the other one wrote (TF-02). */
import { isAsWritten } from "../aws/as-written";
import { alive, isUnset, referrersOf } from "../aws/block";
import { type Facts } from "../facts";
import { type Resource } from "../graph/model";
import { type Finding } from "../verdict";
import { type FindingCheck } from "./finding";

const olderStyle = "aws_security_group_rule";
const newerStyles = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];

export const mixedRuleStyles: FindingCheck = {
  name: "mixed-rule-styles",
  rules: ["TF-02"],
  *find(facts: Facts): Iterable<Finding> {
    for (const type of ["aws_security_group", "aws_default_security_group"]) {
      for (const group of alive(facts.graph.all(type))) {
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
  const inline = ["ingress", "egress"].filter((name) => !isUnset(graph, group, name));
  if (isAsWritten(group) && inline.length > 0) {
    styles.push({ name: `inline ${inline.join(" and ")}`, resource: group.address });
  }
  const [older] = referrersOf(facts, olderStyle, "security_group_id", group).certain;
  if (older) styles.push({ name: olderStyle, resource: older.address });
  const [newer] = newerStyles.flatMap((type) => referrersOf(facts, type, "security_group_id", group).certain);
  if (newer) styles.push({ name: newer.type, resource: newer.address });
  return styles;
}
