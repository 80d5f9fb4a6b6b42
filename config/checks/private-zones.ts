import { serviceDomainOf } from "../aws";
import { type Draft, entries, has, items } from "../draft";
import { formatPath, type Path, quote } from "../errors";
import { orChoose } from "../nearest";
import { sharedNetworkName } from "../regions";
import { normalizeDomain } from "../schema/primitives";
import { usesProfile } from "../vpc-parts";
import { type Check, type Report } from "./check";

type Zone = NonNullable<NonNullable<NonNullable<NonNullable<Draft["sharedNetwork"]>["dns"]>["privateZones"]>[string]>;

/** A private zone is asked, hides no name of AWS, and its owner can authorize the VPCs that get it. */
export const checkPrivateZones: Check = (draft, report) => {
  const ids = new Map<string, Path>();
  const addresses = new Map<string, string>();
  for (const [name, zone] of entries(draft.sharedNetwork?.dns?.privateZones)) {
    const path = ["sharedNetwork", "dns", "privateZones", name];
    checkName(draft, path, name, report);
    const address = name.replaceAll(".", "_");
    const namesake = addresses.get(address);
    if (namesake === undefined) addresses.set(address, name);
    else {
      const message = `would have the same Terraform address as ${namesake}, '${address}', got ${quote(name)}; associate one of them outside of this file`;
      report.error(path, message, "key");
    }
    const { id } = partsOf(zone);
    const earlier = id === undefined ? undefined : ids.get(id);
    if (id !== undefined && earlier !== undefined) {
      report.error(path, `has the id of ${formatPath(earlier)}, and a zone has one name, got ${quote(id)}`);
    } else if (id !== undefined) ids.set(id, path);
    checkOwner(draft, path, zone, report);
  }
};

function partsOf(zone: Zone): Exclude<Partial<Zone>, string> {
  return typeof zone === "string" ? { id: zone } : zone;
}

/** A FORWARD rule for the same domain takes precedence over the zone (DNS-05). */
function checkName(draft: Draft, path: Path, name: string, report: Report): void {
  const rule = items(draft.sharedNetwork?.dns?.forward).find(
    ([, { domain }]) => domain !== undefined && normalizeDomain(domain) === name,
  );
  if (rule) {
    const place = formatPath(["sharedNetwork", "dns", "forward", rule[0]]);
    const message = `would never be asked, since ${place} forwards the same domain (DNS-05), got ${quote(name)}; remove one of them`;
    report.error(path, message, "key");
  }
  const { region } = draft;
  if (region === undefined) return;
  const services = `${region}.${serviceDomainOf(region)}`;
  if (name !== services && !services.endsWith(`.${name}`) && !name.endsWith(`.${services}`)) return;
  const message = `would answer names of AWS's services in ${region} in every VPC, got ${quote(name)}: names that the zone lacks would not resolve (EP-13), and file systems could not be mounted; associate it outside of this file with the VPCs that need it`;
  report.error(path, message, "key");
}

/** The shared network's account authorizes VPCs of other accounts through its provider; a VPC's own needs no authorization. */
function checkOwner(draft: Draft, path: Path, zone: Zone, report: Report): void {
  const { account, vpcs } = partsOf(zone);
  const { accounts, workloadVpcs } = draft;
  if (account !== undefined && accounts !== undefined && !has(accounts, account)) {
    const choice = orChoose(account, Object.keys(accounts));
    report.error([...path, "account"], `should be the name of an account, got ${quote(account)}${choice}`);
    return;
  }
  const network = draft.sharedNetwork?.account;
  const owner = account ?? network;
  for (const [index, written] of items(vpcs)) {
    if (written === undefined) continue;
    const place = [...path, "vpcs", index];
    if (written === sharedNetworkName && has(workloadVpcs, written)) {
      const message = `should name one VPC, but workload VPC '${written}' and the shared network's have this name; rename the workload VPC, with formerly: ${written}`;
      report.error(place, message);
    } else if (written === sharedNetworkName) {
      if (owner === undefined || network === undefined || owner === network) continue;
      const message = `should be left out, since account '${owner}' owns the zone and its authorization would need a role there, got ${quote(written)}; associate the zone with that VPC outside of this file`;
      report.error(place, message);
    } else if (workloadVpcs !== undefined && !has(workloadVpcs, written)) {
      const choice = orChoose(written, [...Object.keys(workloadVpcs), sharedNetworkName]);
      report.error(place, `should be the name of a workload VPC or 'shared-network', got ${quote(written)}${choice}`);
    }
  }
  // A list that the schema refused says nothing about the VPCs.
  if (vpcs === undefined && "vpcs" in partsOf(zone)) return;
  const chosen = items(vpcs).map(([, written]) => written);
  const users = entries(workloadVpcs).filter(([name]) => vpcs === undefined || chosen.includes(name));
  const foreign = users.find(([, vpc]) => vpc.account !== undefined && vpc.account !== owner);
  if (owner === undefined || network === undefined || foreign === undefined) return;
  const [name, { account: other }] = foreign;
  if (owner !== network) {
    const message = `should be the shared network's account or that of every VPC that gets the zone, got ${quote(owner)}, while VPC '${name}' is in '${other}'; list the VPCs of account '${owner}' in vpcs`;
    report.error(account === undefined ? path : [...path, "account"], message);
    return;
  }
  const settings = has(accounts, owner) ? accounts?.[owner] : undefined;
  // The zones of a profile need no authorization.
  const [authorized] =
    users.find(([, vpc]) => vpc.account !== owner && !(vpcs === undefined && usesProfile(draft, vpc))) ?? [];
  if (settings === undefined || "deployRole" in settings || authorized === undefined) return;
  const message = `needs a deployRole of account '${owner}', since stack vpc-${authorized} authorizes the association there; set accounts.${owner}.deployRole`;
  report.error(path, message, "key");
}
