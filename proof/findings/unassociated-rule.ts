/** A rule that is shared with the organisation, but that no VPC takes: sharing alone changes nothing (DNS-16). */
import { alive } from "../aws/block";
import { type Facts } from "../facts";
import { type Resource } from "../graph/model";
import { type Finding } from "../verdict";
import { type FindingCheck } from "./finding";
import { workloadVpcs } from "./workload-vpcs";

export const unassociatedRule: FindingCheck = {
  name: "unassociated-rule",
  rules: ["DNS-16"],
  *find(facts: Facts): Iterable<Finding> {
    for (const rule of sharedRules(facts)) {
      if (isTaken(facts, rule)) continue;
      // Who takes it lies elsewhere, unless workloads are judged along.
      const [vpc] = workloadVpcs(facts);
      if (!vpc) return;
      yield {
        rule: "DNS-16",
        severity: "warning",
        resource: rule.address,
        detail: `${rule.address} is shared, but associated with no VPC: it changes no answer`,
        fix: `associate ${rule.address} with ${vpc.name}`,
      };
    }
  },
};

function sharedRules({ graph }: Facts): ReadonlySet<Resource> {
  const rules = new Set<Resource>();
  for (const share of alive(graph.all("aws_ram_resource_association"))) {
    const rule = graph.target(share.get("resource_arn"), "aws_route53_resolver_rule");
    if (rule) rules.add(rule);
  }
  return rules;
}

/** Whether anything takes it, or may. */
function isTaken({ graph }: Facts, rule: Resource): boolean {
  const direct = graph.referrers("aws_route53_resolver_rule_association", "resolver_rule_id", rule);
  if (direct.certain.length + direct.possible.length > 0) return true;
  const profile = graph.referrers("aws_route53profiles_resource_association", "resource_arn", rule);
  return profile.certain.length + profile.possible.length > 0;
}
