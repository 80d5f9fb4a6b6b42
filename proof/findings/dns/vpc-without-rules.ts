/** A workload VPC without the rules of an organization that forwards every name (DNS-16). */
import { associatedVpcs } from "../../aws/dns/associated-vpcs";
import { type Vpc } from "../../aws/dns/vpc-dns";
import { labelsOf } from "../../dns/name";
import { isUnknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";
import { keepsAwsNames } from "./aws-names";
import { workloadVpcs } from "./workload-vpcs";

export const vpcWithoutRules: FindingCheck = {
  name: "vpc-without-rules",
  rules: ["DNS-16"],
  *find(facts: Facts): Iterable<Finding> {
    const found = everythingForwarded(facts);
    if (found === undefined) return;
    const { rule, other } = found;
    for (const vpc of workloadVpcs(facts)) {
      // A VPC outside the input may have rules that are not known.
      if (!vpc.managed || vpc.rules.length > 0) continue;
      yield {
        rule: "DNS-16",
        severity: "warning",
        resource: vpc.name,
        detail: `${vpc.name} has no resolver rule, although ${rule} forwards every name in other VPCs, so on-premises names do not resolve in it`,
        fix: isHarmless(facts, other, vpc)
          ? `associate the rules that the other VPCs have with ${vpc.name}`
          : `first associate a SYSTEM rule for amazonaws.com with ${vpc.name}, then the rules of ${other.name}: without it, these forward names of AWS to their targets`,
      };
    }
  },
};

function isHarmless(facts: Facts, other: Vpc, { region }: Vpc): boolean {
  return !isUnknownFact(region) && keepsAwsNames(facts, other, region);
}

/** A rule that forwards every name, and a VPC with it. */
function everythingForwarded(facts: Facts): { rule: string; other: Vpc } | undefined {
  for (const vpc of associatedVpcs(facts)) {
    const rule = vpc.rules.find(
      ({ domain, type }) => type === "FORWARD" && !isUnknownFact(domain) && labelsOf(domain).length === 0,
    );
    if (rule) return { rule: rule.resource, other: vpc };
  }
  return undefined;
}
