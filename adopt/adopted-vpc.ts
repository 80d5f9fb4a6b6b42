/** The entry of an existing VPC in the file, with the notes for its reader. */
import { listed } from "../config/nearest";
import { chooseEndpoints, type ChosenEndpoints } from "./endpoints";
import { chooseFileSystems, type ChosenFileSystems } from "./file-systems";
import { type Note, note, stop } from "./note";
import { type Observed, type ObservedVpc } from "./observed";
import { chooseSubnets, type ChosenSubnet, type ChosenSubnets } from "./subnets";

export interface AdoptedVpc {
  readonly vpc: ObservedVpc;
  readonly subnets: ChosenSubnets;
  readonly internet: "none" | "nat";
  readonly ipv6: boolean;
  readonly endpoints: ChosenEndpoints;
  readonly fileSystems: ChosenFileSystems;
  readonly notes: Readonly<Record<"id" | "internet" | "ipv6" | "dhcpOptions", readonly Note[]>>;
}

/**
 * @param wanted ids of private subnets
 * @throws AdoptError if the VPC can't be adopted
 */
export function adoptVpc(observed: Observed, vpc: ObservedVpc, wanted: readonly string[]): AdoptedVpc {
  const subnets = chooseSubnets(observed, vpc, wanted);
  const chosen = subnets.private;
  const [ipv6, ipv6Notes] = dualStack(vpc, [...chosen, ...subnets.public]);
  return {
    ...{ vpc, subnets, ipv6 },
    internet: chosen.every(({ way }) => way.kind === "out") ? "nat" : "none",
    endpoints: chooseEndpoints(observed, vpc, chosen),
    fileSystems: chooseFileSystems(observed, vpc, chosen),
    notes: {
      id: dnsAttributes(vpc),
      internet: internetNotes(chosen),
      ipv6: ipv6Notes,
      dhcpOptions: dhcpNotes(observed, vpc),
    },
  };
}

function dnsAttributes(vpc: ObservedVpc): Note[] {
  const off = [
    ...(vpc.dnsSupport === false ? ["enable_dns_support"] : []),
    ...(vpc.dnsHostnames === false ? ["enable_dns_hostnames"] : []),
  ];
  if (off.length === 0) return [];
  return [
    stop(`${listed(off)} of ${vpc.id} should be true, or a plan fails: turn it on where the VPC is managed (VPC-01).`),
  ];
}

function internetNotes(chosen: readonly ChosenSubnet[]): Note[] {
  const targets = [...new Set(chosen.flatMap(({ way }) => way.target ?? []))];
  const out = chosen.filter(({ way }) => way.kind === "out");
  if (out.length === chosen.length) {
    const others = targets.filter((target) => !target.startsWith("nat-"));
    return others.length > 0
      ? [note(`The default route leads to ${listed(others)}: none if that leads to no internet.`)]
      : [];
  }
  if (out.length > 0) {
    const zones = listed(out.map(({ zone }) => zone));
    return [note(`A default route leads out in ${zones} only, so none applies to all zones.`)];
  }
  return targets.length > 0
    ? [note(`The default route leads to ${listed(targets)}: nat if that leads to the internet.`)]
    : [];
}

/** A plan fails unless the VPC and its subnets all have IPv6 ranges. */
function dualStack(vpc: ObservedVpc, chosen: readonly ChosenSubnet[]): readonly [boolean, readonly Note[]] {
  if (!vpc.hasIpv6) return [false, []];
  const without = chosen.filter(({ hasIpv6 }) => !hasIpv6).map(({ id }) => id);
  if (without.length === 0) return [true, []];
  return [false, [note(`The VPC has IPv6, and ${listed(without)} has none: ipv6 stays false.`)]];
}

function dhcpNotes({ dhcpOptions }: Observed, vpc: ObservedVpc): Note[] {
  const id = vpc.dhcpOptions;
  const replace = "replace gives every host of the VPC options that do (VPC-04).";
  if (id === "default") {
    return [
      stop(`${vpc.id} has no DHCP options, so a plan fails: associate a set with AmazonProvidedDNS; or ${replace}`),
    ];
  }
  const found = dhcpOptions.find((options) => options.id === id);
  if (found === undefined) {
    const which = id === undefined ? `the DHCP options of ${vpc.id}` : `the servers of ${id}`;
    return [note(`Not in the input: ${which}. A plan fails unless they are AmazonProvidedDNS only; ${replace}`)];
  }
  if (found.servers.join() === "AmazonProvidedDNS") return [];
  const servers = found.servers.length > 0 ? listed(found.servers) : "no DNS servers";
  return [stop(`${found.id} specifies ${servers}, so a plan fails: change it where it is managed; or ${replace}`)];
}
