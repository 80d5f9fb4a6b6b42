import { type Organization, type PrivateZone, type WorkloadVpc } from "../config/organization";
import { sharedNetworkName } from "../config/regions";
import { profileOf } from "./profile-of";

/** How a zone of `sharedNetwork.dns.privateZones` reaches the VPCs: ids by the zones' names. */
interface ZonesByOwner {
  /** Zones of the shared network's account. */
  readonly network: Readonly<Record<string, string>>;
  /** Zones of the VPC's own account, which is another one. */
  readonly own: Readonly<Record<string, string>>;
}

/** The zones that are associated with a workload VPC itself. */
export function zonesOfVpc(organization: Organization, vpcName: string, vpc: WorkloadVpc): ZonesByOwner {
  const { sharedNetwork } = organization;
  const byProfile = vpc.profile && profileOf(sharedNetwork.dns)?.holds;
  const direct = picked(organization, (zone) =>
    zone.vpcs ? zone.vpcs.includes(vpcName) : !(byProfile && inProfile(organization, zone)),
  );
  const isNetworks = ([, zone]: readonly [string, PrivateZone]) =>
    ownerOf(organization, zone) === sharedNetwork.account;
  return {
    network: idsOf(direct.filter(isNetworks)),
    own: idsOf(direct.filter((zone) => !isNetworks(zone))),
  };
}

/** The zones that are associated with the VPC of the resolver endpoints. */
export function zonesOfSharedVpc(organization: Organization): Readonly<Record<string, string>> {
  const isNew = "availabilityZones" in organization.sharedNetwork.vpc;
  return idsOf(
    picked(organization, (zone) =>
      zone.vpcs
        ? zone.vpcs.includes(sharedNetworkName)
        : isNew && ownerOf(organization, zone) === organization.sharedNetwork.account,
    ),
  );
}

/** The zones that VPCs get through the Route 53 Profile, which holds those of its own account. */
export function zonesOfProfile(organization: Organization): Readonly<Record<string, string>> {
  if (!profileOf(organization.sharedNetwork.dns)?.holds) return {};
  return idsOf(picked(organization, (zone) => inProfile(organization, zone)));
}

function inProfile(organization: Organization, zone: PrivateZone): boolean {
  return zone.vpcs === undefined && ownerOf(organization, zone) === organization.sharedNetwork.account;
}

function ownerOf({ sharedNetwork }: Organization, { account }: PrivateZone): string {
  return account ?? sharedNetwork.account;
}

function picked(
  { sharedNetwork }: Organization,
  isWanted: (zone: PrivateZone) => boolean,
): (readonly [string, PrivateZone])[] {
  return Object.entries(sharedNetwork.dns.privateZones).filter(([, zone]) => isWanted(zone));
}

function idsOf(zones: readonly (readonly [string, PrivateZone])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(zones.map(([name, { id }]) => [name, id]));
}
