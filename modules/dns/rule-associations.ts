import { Route53ResolverRuleAssociation } from "@cdktf/provider-aws/lib/route53-resolver-rule-association";
import { Construct } from "constructs";

import { domainId } from "./domain";

export interface RuleAssociationsProps {
  readonly vpcId: string;
  /** Ids of the SYSTEM rules by domain. */
  readonly system: Readonly<Record<string, string>>;
  /** Ids of the FORWARD rules by domain. */
  readonly forward: Readonly<Record<string, string>>;
}

/**
 * Associates resolver rules with a VPC. A FORWARD rule is associated after every SYSTEM rule and removed before them:
 * otherwise queries for AWS names would go on-premises in the meantime (DNS-17).
 */
export class RuleAssociations extends Construct {
  readonly associations: Route53ResolverRuleAssociation[];

  constructor(scope: Construct, id: string, { vpcId, system, forward }: RuleAssociationsProps) {
    super(scope, id);
    const associate = ([domain, resolverRuleId]: [string, string], dependsOn?: Route53ResolverRuleAssociation[]) =>
      new Route53ResolverRuleAssociation(this, domainId(domain), { vpcId, resolverRuleId, dependsOn });
    const first = Object.entries(system).map((entry) => associate(entry));
    const then = Object.entries(forward).map((entry) => associate(entry, first.length > 0 ? first : undefined));
    this.associations = [...first, ...then];
  }
}
