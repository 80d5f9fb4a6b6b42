import { Route53ResolverConfig } from "@cdktf/provider-aws/lib/route53-resolver-config";
import { Construct } from "constructs";

export interface AutodefinedReverseProps {
  readonly vpcId: string;
  /** Whether Route 53 Resolver answers reverse lookups of private addresses itself. */
  readonly enabled: boolean;
}

/**
 * Whether a VPC has the autodefined rules for reverse lookups (DNS-02). Destroying the resource leaves the setting of the
 * VPC as it is, since the provider only forgets it.
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
