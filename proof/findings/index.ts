import { duplicateRuleAssociation } from "./duplicate-rule-association";
import { type FindingCheck } from "./finding";
import { resolverLoop } from "./resolver-loop";
import { unassociatedRule } from "./unassociated-rule";
import { vpcWithoutRules } from "./vpc-without-rules";

export const findingChecks: readonly FindingCheck[] = [
  duplicateRuleAssociation,
  resolverLoop,
  unassociatedRule,
  vpcWithoutRules,
];
