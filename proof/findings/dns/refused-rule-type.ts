/** Resolver rules that Route 53 refuses: RECURSIVE rules, and SYSTEM rules with an endpoint or targets (DNS-06). */
import { isUnset, notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const refusedRuleType: FindingCheck = {
  name: "refused-rule-type",
  rules: ["DNS-06"],
  *find({ graph }: Facts): Iterable<Finding> {
    for (const rule of notDeleted(graph.all("aws_route53_resolver_rule"))) {
      const type = graph.text(rule.get("rule_type"))?.toUpperCase();
      const { address: resource } = rule;
      if (type === "RECURSIVE") {
        const detail = "has rule_type RECURSIVE, which only Route 53 itself can create";
        yield { rule: "DNS-06", severity: "error", resource, detail, fix: `set rule_type of ${resource} to SYSTEM` };
      } else if (type === "SYSTEM") {
        const named = graph.follow(rule.get("resolver_endpoint_id"));
        const endpoint = named.kind !== "unknown" && !isUnset(graph, rule, "resolver_endpoint_id");
        if (!endpoint && graph.items(rule.get("target_ip")).items.length === 0) continue;
        const extra = endpoint ? "resolver_endpoint_id" : "target_ip";
        const detail = `has rule_type SYSTEM and ${extra}, which Route 53 refuses`;
        yield { rule: "DNS-06", severity: "error", resource, detail, fix: `remove ${extra} from ${resource}` };
      }
    }
  },
};
