import { type Draft, entries } from "./draft";
import { type Path } from "./errors";

/** The VPCs and file systems of a draft, as several checks need them, each with its path in the file. */

export type WrittenVpc = NonNullable<NonNullable<Draft["workloadVpcs"]>[string]>;
type WithKey<T, Key extends string> = T extends unknown ? (Key extends keyof T ? T : never) : never;
export type WrittenNewVpc = WithKey<WrittenVpc, "cidr">;
export type WrittenFileSystem = NonNullable<NonNullable<WrittenVpc["fileSystems"]>[string]>;
export type WrittenNewFileSystem = WithKey<WrittenFileSystem, "throughput">;
type WrittenExistingFileSystem = WithKey<WrittenFileSystem, "id">;

/** The range of a VPC and its path in the file. */
export interface VpcRange {
  readonly path: Path;
  readonly cidr: string;
  /** Whether subnets are allocated from it. */
  readonly isNew: boolean;
}

/** Whether a VPC is created rather than adopted. */
export function isNewVpc(vpc: WrittenVpc): vpc is WrittenNewVpc {
  return !("vpc" in vpc);
}

/** Whether a file system is created rather than an existing one. */
export function isNewFileSystem(fileSystem: WrittenFileSystem): fileSystem is WrittenNewFileSystem {
  return !("id" in fileSystem);
}

export function isExistingFileSystem(fileSystem: WrittenFileSystem): fileSystem is WrittenExistingFileSystem {
  return "id" in fileSystem;
}

export function vpcRanges(draft: Draft): VpcRange[] {
  const shared = draft.sharedNetwork?.vpc;
  const written = [
    { path: ["sharedNetwork", "vpc", "cidr"], cidr: shared?.cidr, isNew: shared !== undefined && !("id" in shared) },
    ...entries(draft.regions).map(([region, { sharedNetwork }]) => {
      const vpc = sharedNetwork?.vpc;
      const path = ["regions", region, "sharedNetwork", "vpc", "cidr"];
      return { path, cidr: vpc?.cidr, isNew: vpc !== undefined && !("id" in vpc) };
    }),
    ...entries(draft.workloadVpcs).map(([name, vpc]) => {
      const above = ["workloadVpcs", name];
      if (!("vpc" in vpc)) return { path: [...above, "cidr"], cidr: "cidr" in vpc ? vpc.cidr : undefined, isNew: true };
      return { path: [...above, "vpc", "cidr"], cidr: vpc.vpc?.cidr, isNew: false };
    }),
  ];
  return written.filter((range): range is typeof range & { cidr: string } => range.cidr !== undefined);
}

/** A list or mapping of zones: of the shared network, or of a workload VPC. */
export interface ZoneSet {
  readonly path: Path;
  /** `undefined` if the schema refused the list. */
  readonly zones: readonly (string | undefined)[];
  /** Whether the zones are the keys of a mapping. */
  readonly at: "key" | "value";
}

export function sharedZones(draft: Draft): ZoneSet | undefined {
  const vpc = draft.sharedNetwork?.vpc;
  const above = ["sharedNetwork", "vpc"];
  if (vpc === undefined) return undefined;
  if ("subnets" in vpc) return zoneSet([...above, "subnets"], vpc.subnets && Object.keys(vpc.subnets), "key");
  return "availabilityZones" in vpc
    ? zoneSet([...above, "availabilityZones"], vpc.availabilityZones, "value")
    : undefined;
}

export function workloadZones(name: string, vpc: WrittenVpc): ZoneSet | undefined {
  const above = ["workloadVpcs", name];
  if ("vpc" in vpc) {
    const subnets = vpc.vpc?.privateSubnets;
    return zoneSet([...above, "vpc", "privateSubnets"], subnets && Object.keys(subnets), "key");
  }
  return "availabilityZones" in vpc
    ? zoneSet([...above, "availabilityZones"], vpc.availabilityZones, "value")
    : undefined;
}

function zoneSet(path: Path, zones: readonly (string | undefined)[] | undefined, at: "key" | "value") {
  return zones === undefined ? undefined : { path, zones, at };
}

/** The path of a zone in a set. */
export function zonePath(set: ZoneSet, zone: string, index: number): Path {
  return [...set.path, set.at === "key" ? zone : index];
}

/** Whether the private subnets of a VPC reach the internet, or may if the schema refused `internet`. */
export function hasWayOut(vpc: WrittenVpc): boolean {
  const owner = "vpc" in vpc ? vpc.vpc : vpc;
  return owner === undefined || ("internet" in owner && owner.internet !== "none");
}

/** Public subnets are created with NAT or on request; those of an adopted VPC are listed. */
export function hasPublicSubnets(vpc: WrittenVpc): boolean {
  if ("vpc" in vpc) return vpc.vpc === undefined || "publicSubnets" in vpc.vpc;
  const { publicSubnets, internet } = Object.fromEntries(entries(vpc as Record<string, unknown>));
  return publicSubnets === true || internet === "nat" || (typeof internet === "object" && internet !== null);
}

/** The mode of a VPC's interface endpoints, and the list of services with its path below the VPC. */
export interface WrittenEndpoints {
  /** `undefined` if the schema refused it. */
  readonly mode: "own" | "central" | "none" | undefined;
  readonly path: Path;
  readonly services: readonly (string | undefined)[] | undefined;
}

export function endpointsOf({ endpoints }: WrittenVpc): WrittenEndpoints {
  const path = ["endpoints"];
  if (endpoints === undefined || typeof endpoints === "string") return { mode: endpoints ?? "own", path, services: [] };
  if (isList(endpoints)) return { mode: "own", path, services: endpoints };
  const { mode, services } = endpoints;
  return { mode: "mode" in endpoints ? mode : "own", path: [...path, "services"], services };
}

/** `Array.isArray` does not narrow read-only lists. */
function isList(value: object): value is readonly (string | undefined)[] {
  return Array.isArray(value);
}

/** Whether a VPC is dual-stack; also true if the schema refused its `ipv6`. */
export function hasIpv6(vpc: WrittenVpc): boolean {
  const owner = "vpc" in vpc ? vpc.vpc : vpc;
  return owner === undefined || ("ipv6" in owner && owner.ipv6 !== false);
}

/** Whether a VPC gets the shared rules and zones through the shared network's Route 53 Profile. */
export function usesProfile(draft: Draft, vpc: WrittenVpc): boolean {
  const profile = draft.sharedNetwork?.dns?.profile;
  const holds = typeof profile === "object" ? profile.addTo === true : profile === true;
  return holds && vpc.profile !== false;
}

export interface FileSystemPart {
  readonly path: Path;
  readonly fileSystem: WrittenFileSystem;
  readonly vpcName: string;
  readonly vpc: WrittenVpc;
}

export function fileSystems(draft: Draft): FileSystemPart[] {
  return entries(draft.workloadVpcs).flatMap(([vpcName, vpc]) =>
    entries(vpc.fileSystems).map(([name, fileSystem]) => {
      return { path: ["workloadVpcs", vpcName, "fileSystems", name], fileSystem, vpcName, vpc };
    }),
  );
}
