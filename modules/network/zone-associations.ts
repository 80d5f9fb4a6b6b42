import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53VpcAssociationAuthorization } from "@cdktf/provider-aws/lib/route53-vpc-association-authorization";
import { Route53ZoneAssociation } from "@cdktf/provider-aws/lib/route53-zone-association";
import { Construct } from "constructs";

export interface ZoneAssociationsProps {
  readonly vpcId: string;
  /** Ids of private hosted zones by a name. */
  readonly zoneIds: Readonly<Record<string, string>>;
  /** The provider of the zones' account. @default the zones belong to the VPC's account */
  readonly zoneOwner?: AwsProvider;
}

/**
 * Associates private hosted zones with a VPC. If they belong to another account, that account authorizes each association
 * first; the authorization stays, so that an association that was removed by hand can be created again.
 */
export class ZoneAssociations extends Construct {
  constructor(scope: Construct, id: string, { vpcId, zoneIds, zoneOwner }: ZoneAssociationsProps) {
    super(scope, id);
    for (const [name, zoneId] of Object.entries(zoneIds)) {
      const zone = new Construct(this, name);
      const authorization =
        zoneOwner &&
        new Route53VpcAssociationAuthorization(zone, "Authorization", { zoneId, vpcId, provider: zoneOwner });
      new Route53ZoneAssociation(zone, "Resource", { zoneId, vpcId, dependsOn: authorization && [authorization] });
    }
  }
}
