/** A workload VPC that takes none of the rules of an organisation that forwards every name (DNS-16). */
import { associatedVpcs } from "../aws/associated-vpcs";
import { labelsOf } from "../dns/name";
import { isUnknown } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { type Finding } from "../verdict";
import { type FindingCheck } from "./finding";
import { workloadVpcs } from "./workload-vpcs";

export const vpcWithoutRules: FindingCheck = {
  name: "vpc-without-rules",
  rules: ["DNS-16"],
  *find(facts: Facts): Iterable<Finding> {
    const forwarded = everythingForwarded(facts);
    if (forwarded === undefined) return;
    for (const vpc of workloadVpcs(facts)) {
      // Of a VPC that others make, rules may be there that are not seen.
      if (!vpc.managed || vpc.rules.length > 0) continue;
      yield {
        rule: "DNS-16",
        severity: "warning",
        resource: vpc.name,
        detail: `${vpc.name} has no resolver rule, while ${forwarded} forwards every name elsewhere: names on-premises do not resolve in it`,
        fix: `associate the rules that the other VPCs have with ${vpc.name}`,
      };
    }
  },
};

function everythingForwarded(facts: Facts): string | undefined {
  for (const vpc of associatedVpcs(facts)) {
    const rule = vpc.rules.find(
      ({ domain, type }) => type === "FORWARD" && !isUnknown(domain) && labelsOf(domain).length === 0,
    );
    if (rule) return rule.resource;
  }
  return undefined;
}
