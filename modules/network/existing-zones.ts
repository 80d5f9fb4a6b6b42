import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";

export interface ExistingZonesProps {
  /** By the zones' names. */
  readonly zones: Readonly<Record<string, ExistingZone>>;
}

export interface ExistingZone {
  readonly id: string;
  /** The provider of the zone's account. @default the zone belongs to the stack's account */
  readonly owner?: AwsProvider;
}

/** Private hosted zones that somebody else manages. Terraform's plan fails unless each has the expected name and is private. */
export class ExistingZones extends Construct {
  /** By the zones' names. */
  readonly zoneIds: Readonly<Record<string, string>>;
  /** By the zones' names. */
  readonly zoneArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { zones }: ExistingZonesProps) {
    super(scope, id);
    const found = Object.entries(zones).map(([name, { id: zoneId, owner }]) => {
      const zone = new DataAwsRoute53Zone(this, name, {
        zoneId,
        provider: owner,
        lifecycle: {
          postcondition: [
            {
              condition: `\${self.name == "${name}"}`,
              errorMessage: `zone ${zoneId} should be named ${name}, as in sharedNetwork.dns.privateZones`,
            },
            {
              condition: "${self.private_zone}",
              errorMessage: `zone ${zoneId} should be a private hosted zone: a public one can't be associated with VPCs`,
            },
          ],
        },
      });
      return { name, zone };
    });
    this.zoneIds = Object.fromEntries(found.map(({ name, zone }) => [name, zone.zoneId]));
    this.zoneArns = Object.fromEntries(found.map(({ name, zone }) => [name, zone.arn]));
  }
}
