/** AWS refuses a second rule for the same domain in a VPC, so the apply fails (DNS-08). */
import { associatedVpcs, isDirect } from "../../aws/dns/associated-vpcs";
import { type ReadAssociation } from "../../aws/dns/resolver-rules";
import { labelsOf, nameOf } from "../../dns/name";
import { isUnknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const duplicateRuleAssociation: FindingCheck = {
  name: "duplicate-rule-association",
  rules: ["DNS-08"],
  *find(facts: Facts): Iterable<Finding> {
    for (const vpc of associatedVpcs(facts)) {
      const first = new Map<string, ReadAssociation>();
      for (const rule of vpc.rules) {
        if (rule.mayBe || isUnknownFact(rule.domain) || !isDirect(rule)) continue;
        const domain = nameOf(labelsOf(rule.domain));
        const other = first.get(domain);
        if (!other) first.set(domain, rule);
        else if (!isSame(rule, other)) {
          yield {
            rule: "DNS-08",
            severity: "error",
            resource: rule.resource,
            detail: `${vpc.name} gets two rules for "${domain}", by ${other.resource} and ${rule.resource}: AWS refuses the second`,
            fix: `remove ${rule.resource}`,
          };
        }
      }
    }
  },
};

/** A plan and a state may both contain one association. */
function isSame(one: ReadAssociation, other: ReadAssociation): boolean {
  return one.resource === other.resource && one.source.document.kind !== other.source.document.kind;
}
