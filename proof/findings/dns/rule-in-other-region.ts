/** A VPC can only be associated with a rule of its own Region, so the apply fails (DNS-15). */
import { isInOtherRegion, regionOf } from "../../aws/account/account";
import { notDeleted } from "../../aws/attributes/block";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const ruleInOtherRegion: FindingCheck = {
  name: "rule-in-other-region",
  rules: ["DNS-15"],
  *find({ graph }: Facts): Iterable<Finding> {
    for (const association of notDeleted(graph.all("aws_route53_resolver_rule_association"))) {
      const rule = graph.target(association.get("resolver_rule_id"), "aws_route53_resolver_rule", association);
      if (!rule || !isInOtherRegion(graph, association, rule)) continue;
      yield {
        rule: "DNS-15",
        severity: "error",
        resource: association.address,
        detail: `associates a VPC in ${regionOf(graph, association)} with ${rule.address} in ${regionOf(graph, rule)}: AWS finds no such rule there`,
        fix: `associate a rule of ${regionOf(graph, association)} instead, whose endpoint is in that Region`,
      };
    }
  },
};
