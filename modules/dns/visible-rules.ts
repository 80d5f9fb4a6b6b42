import { DataAwsRoute53ResolverRules } from "@cdktf/provider-aws/lib/data-aws-route53-resolver-rules";
import { Fn, TerraformSelf } from "cdktf";
import { Construct } from "constructs";

export interface VisibleRulesProps {
  /** Ids by domain of rules that another account shares. */
  readonly ruleIds: Readonly<Record<string, string>>;
  /** The stack to deploy again, for the message. */
  readonly stackName: string;
}

/**
 * Fails a plan until the rules shared by RAM have arrived in this account: otherwise the apply would fail halfway. All
 * rules are listed, since a filter on FORWARD would omit shared SYSTEM rules (DNS-18).
 */
export class VisibleRules extends Construct {
  constructor(scope: Construct, id: string, { ruleIds, stackName }: VisibleRulesProps) {
    super(scope, id);
    new DataAwsRoute53ResolverRules(this, "Resource", {
      lifecycle: {
        postcondition: Object.entries(ruleIds).map(([domain, ruleId]) => ({
          condition: Fn.contains(TerraformSelf.getAny("resolver_rule_ids"), ruleId),
          errorMessage:
            `the resolver rule for "${domain}" is not visible in this account yet: a share takes some minutes to arrive; ` +
            `wait and deploy ${stackName} again, or share it with this account`,
        })),
      },
    });
  }
}
