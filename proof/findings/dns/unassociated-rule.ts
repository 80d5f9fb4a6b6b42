/**
 * A rule that is shared with the organization, but not associated with any VPC: sharing alone has no effect (DNS-16).
 */
import { notDeleted } from "../../aws/attributes/block";
import { type Vpc, vpcDnsOf } from "../../aws/dns/vpc-dns";
import { isUnknownFact } from "../../dns/vpc-dns";
import { Facts } from "../../facts";
import { addition } from "../../fixes/addition";
import { type Resource } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";
import { keepsAwsNames } from "./aws-names";
import { workloadVpcs } from "./workload-vpcs";

const associationType = "aws_route53_resolver_rule_association";
const ruleType = "aws_route53_resolver_rule";

export const unassociatedRule: FindingCheck = {
  name: "unassociated-rule",
  rules: ["DNS-16"],
  *find(facts: Facts): Iterable<Finding> {
    for (const rule of sharedRules(facts)) {
      if (isTaken(facts, rule)) continue;
      // The VPCs that use it are not in the input, unless workloads are judged together with it.
      const [vpc] = workloadVpcs(facts);
      if (!vpc) return;
      yield {
        rule: "DNS-16",
        severity: "warning",
        resource: rule.address,
        detail: `${rule.address} is shared, but not associated with any VPC, so it has no effect`,
        fix: isHarmless(facts, rule, vpc)
          ? `associate ${rule.address} with ${vpc.name}`
          : `leave it unassociated: it forwards names of AWS to its targets unless a SYSTEM rule in the same VPC covers them`,
      };
    }
  },
};

/**
 * Whether AWS still answers its own names in the VPC after the rule is associated; otherwise the association is not
 * recommended.
 */
function isHarmless({ graph }: Facts, rule: Resource, vpc: Vpc): boolean {
  const { region } = vpc;
  if (isUnknownFact(region)) return false;
  const added = addition(graph, rule, associationType, rule.name, {
    resolver_rule_id: { kind: "reference", to: rule.key, attribute: "id" },
    vpc_id: vpc.value,
  });
  const tried = new Facts(graph.with([added.change]));
  const after = vpcDnsOf(tried, tried.graph.resolve(vpc.value));
  return keepsAwsNames(tried, after, region);
}

function sharedRules({ graph }: Facts): ReadonlySet<Resource> {
  const rules = new Set<Resource>();
  for (const share of notDeleted(graph.all("aws_ram_resource_association"))) {
    const rule = graph.target(share.get("resource_arn"), ruleType);
    if (rule) rules.add(rule);
  }
  return rules;
}

/** Whether any VPC uses it, or may use it. */
function isTaken({ graph }: Facts, rule: Resource): boolean {
  const direct = graph.referrers(associationType, "resolver_rule_id", rule);
  // An association with a rule that is not in the input may refer to this one by its assigned id.
  const isOpen = (one: Resource) => !graph.target(one.get("resolver_rule_id"), ruleType, one);
  if (notDeleted(graph.all(associationType)).some(isOpen)) return true;
  if (direct.certain.length + direct.possible.length > 0) return true;
  const profile = graph.referrers("aws_route53profiles_resource_association", "resource_arn", rule);
  return profile.certain.length + profile.possible.length > 0;
}
