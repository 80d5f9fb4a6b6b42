import { DataAwsRoute53ProfilesProfiles } from "@cdktf/provider-aws/lib/data-aws-route53profiles-profiles";
import { Route53ProfilesAssociation } from "@cdktf/provider-aws/lib/route53profiles-association";
import { Route53ProfilesProfile } from "@cdktf/provider-aws/lib/route53profiles-profile";
import { Route53ProfilesResourceAssociation } from "@cdktf/provider-aws/lib/route53profiles-resource-association";
import { Fn, type ITerraformDependable, ref } from "cdktf";
import { Construct } from "constructs";

import { shortened } from "../names";
import { domainId } from "./domain";

export interface DnsProfileProps {
  readonly name: string;
  /** The id of an existing profile, which gets the resources. @default a profile is created */
  readonly profileId?: string;
  /** ARNs of the SYSTEM rules by domain. */
  readonly system: Readonly<Record<string, string>>;
  /** ARNs of the FORWARD rules by domain. */
  readonly forward: Readonly<Record<string, string>>;
  /** ARNs of private hosted zones by a name. */
  readonly zones: Readonly<Record<string, string>>;
  /** DNS Firewall rule groups by what identifies them. */
  readonly firewallGroups: Readonly<Record<string, { readonly arn: string; readonly priority: number }>>;
}

/**
 * A Route 53 Profile, new or existing: resolver rules and private hosted zones that every associated VPC gets. A FORWARD rule is added
 * after every SYSTEM rule and removed before them, as in RuleAssociations (DNS-17).
 */
export class DnsProfile extends Construct {
  readonly profileId: string;
  /** Undefined if the profile exists already: its owner shares it. */
  readonly profileArn: string | undefined;

  constructor(scope: Construct, id: string, props: DnsProfileProps) {
    super(scope, id);
    const { name, system, forward, zones, firewallGroups } = props;
    const made =
      props.profileId === undefined
        ? new Route53ProfilesProfile(this, "Resource", { name: profileName(name) })
        : undefined;
    this.profileId = made?.id ?? props.profileId!;
    this.profileArn = made?.arn;
    const add = (key: string, resourceArn: string, dependsOn?: ITerraformDependable[], resourceProperties?: string) =>
      new Route53ProfilesResourceAssociation(this, key, {
        name: profileName(key),
        profileId: this.profileId,
        resourceArn,
        resourceProperties,
        dependsOn,
      });
    for (const [key, { arn, priority }] of Object.entries(firewallGroups)) {
      add(key, arn, undefined, JSON.stringify({ priority }));
    }
    for (const [key, arn] of Object.entries(zones)) add(`zone-${key}`, arn);
    const first = Object.entries(system).map(([domain, arn]) => add(domainId(domain), arn));
    for (const [domain, arn] of Object.entries(forward)) {
      add(domainId(domain), arn, first.length > 0 ? first : undefined);
    }
  }
}

export interface DnsProfileAssociationProps {
  readonly name: string;
  readonly vpcId: string;
  readonly profileId: string;
  /** Whether another account shares the profile, or may share it. */
  readonly shared: boolean;
  /** The stack to deploy again, for the message. */
  readonly stackName: string;
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Associates a VPC with a profile; a VPC can have only one. If another account shares it, a plan fails until the share
 * has arrived in this account: otherwise the apply would fail halfway.
 */
export class DnsProfileAssociation extends Construct {
  constructor(scope: Construct, id: string, props: DnsProfileAssociationProps) {
    super(scope, id);
    const { name, vpcId, profileId, shared, stackName, dependsOn } = props;
    if (shared) {
      new DataAwsRoute53ProfilesProfiles(this, "Visible", {
        lifecycle: {
          postcondition: [
            {
              condition: Fn.contains(ref("self.profiles[*].id"), profileId),
              errorMessage:
                "the Route 53 Profile of the shared network is not visible in this account yet: a share takes some minutes " +
                `to arrive; wait and deploy ${stackName} again, or share it with this account`,
            },
          ],
        },
      });
    }
    new Route53ProfilesAssociation(this, "Resource", {
      name: profileName(name),
      profileId,
      resourceId: vpcId,
      dependsOn,
    });
  }
}

/** Names of profiles and of their associations may contain letters, digits, hyphens and underscores, at most 64. */
function profileName(text: string): string {
  return shortened(text.replace(/[^A-Za-z0-9_-]/g, "-"), 64);
}
