import { entries } from "../draft";
import { type Path, quote } from "../errors";
import { orChoose } from "../nearest";
import { fileSystems, sharedZones, workloadZones, zonePath, type ZoneSet } from "../vpc-parts";
import { type Check, type Report } from "./check";

/** Zones are in the Region and listed once; a resolver endpoint has two to six zones (DNS-09, DNS-10). */
export const checkZones: Check = (draft, report) => {
  const shared = sharedZones(draft);
  if (shared !== undefined) {
    checkZoneSet(shared, draft.region, report);
    const count = new Set(shared.zones).size;
    if (count < 2 || count > 6) {
      report.error(
        shared.path,
        `should have two to six zones, since a resolver endpoint has an address in each (DNS-09, DNS-10), got ${count}`,
      );
    }
  }
  for (const [name, vpc] of entries(draft.workloadVpcs)) {
    const set = workloadZones(name, vpc);
    if (set === undefined) continue;
    checkZoneSet(set, draft.region, report);
    if (set.zones.length === 0) report.error(set.path, "should have at least one zone, got none");
  }
  for (const { path, fileSystem, vpcName, vpc } of fileSystems(draft)) {
    const { oneZone } = fileSystem;
    const zones = workloadZones(vpcName, vpc)?.zones;
    if (oneZone === undefined || zones === undefined || zones.includes(undefined) || zones.includes(oneZone)) continue;
    const choice = orChoose(
      oneZone,
      zones.filter((zone) => zone !== undefined),
    );
    report.error([...path, "oneZone"], `should be a zone of VPC '${vpcName}' (EFS-05), got ${quote(oneZone)}${choice}`);
  }
};

function checkZoneSet(set: ZoneSet, region: string | undefined, report: Report): void {
  const seen = new Set<string>();
  for (const [index, zone] of set.zones.entries()) {
    if (zone === undefined) continue;
    const path: Path = zonePath(set, zone, index);
    if (seen.has(zone)) report.error(path, `is listed twice, got ${quote(zone)}; keep one (EFS-01)`, set.at);
    seen.add(zone);
    // A zone that the schema refuses as a mapping's key is reported by the schema.
    if (region === undefined || !/^[a-z0-9-]+[0-9][a-z]$/.test(zone)) continue;
    if (zone.slice(0, -1) !== region) {
      const meant = `${region}${zone.slice(-1)}`;
      report.error(path, `should be a zone of ${region}, got ${quote(zone)}; did you mean '${meant}'?`, set.at);
    } else if (zone.slice(-1) > "h" && set.at === "value") {
      report.error(
        path,
        `should end in a letter from a to h, got ${quote(zone)}; subnets are planned for these zones only`,
      );
    }
  }
}
