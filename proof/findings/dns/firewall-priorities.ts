/**
 * Two rules with the same priority in a DNS Firewall rule group, or two groups with the same priority in a VPC: AWS
 * refuses the second (DNS-28).
 */
import { notDeleted } from "../../aws/attributes/block";
import { describeResolution, identityOf } from "../../aws/network/subnet";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

/** A resource with a priority, and the scope in which it must be unique. */
const holders = [
  ["aws_route53_resolver_firewall_rule", "firewall_rule_group_id"],
  ["aws_route53_resolver_firewall_rule_group_association", "vpc_id"],
] as const;

export const firewallPriorities: FindingCheck = {
  name: "firewall-priorities",
  rules: ["DNS-28"],
  *find({ graph }: Facts): Iterable<Finding> {
    for (const [type, within] of holders) {
      const taken = new Map<string, string>();
      for (const holder of notDeleted(graph.all(type))) {
        const { address } = holder;
        const owner = graph.resolve(holder.get(within));
        const priority = graph.text(holder.get("priority"));
        if (priority === undefined || owner.kind === "unknown") continue;
        const key = `${identityOf(owner)} ${priority}`;
        const other = taken.get(key);
        taken.set(key, address);
        if (other === undefined) continue;
        yield {
          rule: "DNS-28",
          severity: "error",
          resource: address,
          detail: `has priority ${priority} in ${describeResolution(graph, owner)}, which ${other} also has: AWS refuses the second one`,
          fix: `set priority of ${address} to a number that is unused in ${describeResolution(graph, owner)}`,
        };
      }
    }
  },
};
