/** Adds a DNS Firewall rule that allows a name, before the rule that blocks it (DNS-23). */
import { type ReadFirewallRule } from "../aws/dns/firewall-rules";
import { fileSystemOf, labelsOf } from "../dns/name";
import { isUnknownFact } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { list, literal, type Resource } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { addition, freeName } from "./addition";

const ruleType = "aws_route53_resolver_firewall_rule";
const listType = "aws_route53_resolver_firewall_domain_list";

export function firewallFixes(facts: Facts, blocking: ReadFirewallRule, name: string): Fix[] {
  const { graph } = facts;
  const { source } = blocking;
  const group = source.get("firewall_rule_group_id");
  const priority = source.type === ruleType ? freePriority(facts, source) : undefined;
  if (priority === undefined || isUnknownFact(blocking.action)) return [];
  const domain = allowed(name);
  const label = freeName(graph, source, `allow_${labelOf(domain.replace(/^\*\./, ""))}`, listType, ruleType);
  const domains = addition(graph, source, listType, label, {
    name: literal(label.slice(0, 64)),
    domains: list([literal(domain)]),
  });
  const rule = addition(graph, source, ruleType, label, {
    name: literal(label.slice(0, 64)),
    action: literal("ALLOW"),
    firewall_domain_list_id: domains.get("id"),
    firewall_rule_group_id: group,
    priority: literal(priority),
  });
  return [
    {
      description: `allow ${domain} before ${source.address}`,
      changes: [domains.change, rule.change],
    },
  ];
}

/** All file systems of the Region, because their ids change; for any other name, only that name. */
function allowed(name: string): string {
  return fileSystemOf(labelsOf(name)) === undefined ? name : name.replace(/^.*?\.efs\./, "*.efs.");
}

/** The nearest free priority before the rule: priorities are unique within a rule group. */
function freePriority({ graph }: Facts, blocking: Resource): number | undefined {
  const before = Number(graph.text(blocking.get("priority")));
  const { certain, possible } = graph.referrers(
    ruleType,
    "firewall_rule_group_id",
    blocking.get("firewall_rule_group_id"),
  );
  const taken = [...certain, ...possible].map((rule) => Number(graph.text(rule.get("priority"))));
  for (let free = before - 1; free > 0; free--) if (!taken.includes(free)) return free;
  return undefined;
}
