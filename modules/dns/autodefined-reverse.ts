import { Route53ResolverConfig } from "@cdktf/provider-aws/lib/route53-resolver-config";
import { Construct } from "constructs";

export interface AutodefinedReverseProps {
  readonly vpcId: string;
  /** Whether Route 53 Resolver answers reverse lookups of private addresses itself. */
  readonly enabled: boolean;
}

/**
 * Turns the autodefined rules for reverse lookups in a VPC on or off (DNS-02). Destroying the resource does not change the
 * setting: the provider only removes it from the state.
 */
export class AutodefinedReverse extends Construct {
  constructor(scope: Construct, id: string, { vpcId, enabled }: AutodefinedReverseProps) {
    super(scope, id);
    new Route53ResolverConfig(this, "Resource", {
      resourceId: vpcId,
      autodefinedReverseFlag: enabled ? "ENABLE" : "DISABLE",
    });
  }
}
