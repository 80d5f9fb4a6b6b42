import { type Organization } from "../config/organization";

/**
 * The zones of a VPC whose tasks can mount these file systems: those with a mount target of each (EFS-02).
 *
 * @param vpc a workload VPC, by its name in the file
 * @param fileSystems file systems of that VPC, by name
 */
export function mountableZones(organization: Organization, vpc: string, fileSystems: readonly string[]): string[] {
  const settings = organization.workloadVpcs[vpc];
  if (!settings) throw new Error(`the file has no workload VPC '${vpc}'`);
  const zones = "vpc" in settings ? Object.keys(settings.vpc.privateSubnets) : settings.availabilityZones;
  return zones.filter((zone) =>
    fileSystems.every((name) => [undefined, zone].includes(settings.fileSystems[name]?.oneZone)),
  );
}
