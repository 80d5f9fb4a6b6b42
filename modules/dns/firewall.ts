import { DataAwsRoute53ResolverFirewallRuleGroup } from "@cdktf/provider-aws/lib/data-aws-route53-resolver-firewall-rule-group";
import { Route53ResolverFirewallConfig } from "@cdktf/provider-aws/lib/route53-resolver-firewall-config";
import { Route53ResolverFirewallRuleGroupAssociation } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group-association";
import { Construct } from "constructs";

import { shortened } from "../names";

/** A DNS Firewall rule group that filters the queries of a VPC. */
export interface FirewallGroup {
  readonly id: string;
  /** Its place among the rule groups of the VPC, lowest first, from 101 to 9899. */
  readonly priority: number;
  /** Whether another account owns it. */
  readonly shared: boolean;
}

export interface FirewallProps {
  /** The VPC's name, which begins the names of the associations. */
  readonly name: string;
  readonly vpcId: string;
  /** By what identifies the group. */
  readonly groups: Readonly<Record<string, FirewallGroup>>;
  /** Whether queries are answered while DNS Firewall fails. */
  readonly failOpen: boolean;
  /** Whether AWS refuses to change and remove the associations. */
  readonly mutationProtection: boolean;
}

/**
 * DNS Firewall of a VPC: the associations of its rule groups, and what happens while DNS Firewall fails. If another account
 * shares a group, a plan fails until the share has arrived in this account: otherwise the apply would fail halfway.
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const { name, vpcId, groups, failOpen, mutationProtection } = props;
    for (const [key, { id: firewallRuleGroupId, priority, shared }] of Object.entries(groups)) {
      if (shared) new DataAwsRoute53ResolverFirewallRuleGroup(this, `visible-${key}`, { firewallRuleGroupId });
      new Route53ResolverFirewallRuleGroupAssociation(this, key, {
        name: shortened(`${name}-${key}`, 64),
        firewallRuleGroupId,
        vpcId,
        priority,
        mutationProtection: mutationProtection ? "ENABLED" : "DISABLED",
      });
    }
    // A VPC has one configuration, and AWS's default is to fail closed.
    if (failOpen)
      new Route53ResolverFirewallConfig(this, "firewall", { resourceId: vpcId, firewallFailOpen: "ENABLED" });
  }
}
