import { DataAwsRoute53ResolverRules } from "@cdktf/provider-aws/lib/data-aws-route53-resolver-rules";
import { Fn, TerraformSelf } from "cdktf";
import { Construct } from "constructs";

export interface VisibleRulesProps {
  /** Ids, by domain, of rules that another account shares. */
  readonly ruleIds: Readonly<Record<string, string>>;
  /** The stack to deploy again, for the message. */
  readonly stackName: string;
}

/**
 * Stops a plan while rules shared by RAM have not arrived in this account: associating them would fail half way. All
 * rules are asked for, since a filter on FORWARD would leave out shared SYSTEM rules (DNS-18).
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
