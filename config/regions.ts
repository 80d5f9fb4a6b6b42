import { partitionOf } from "./aws";
import { type Draft, entries } from "./draft";
import { type Path } from "./errors";
import { type Organization } from "./organization";

/** An organization as it is seen in one of its Regions. */
export interface RegionalOrganization extends Organization {
  /** The file's `region`, whose shared network has the name without a Region. @default `region` */
  readonly homeRegion?: string;
}

/** The file's Regions; the first is `region`. */
export function regionsOf({ region, homeRegion = region, regions = {} }: RegionalOrganization): string[] {
  return [homeRegion, ...Object.keys(regions)];
}

/** The organization with the shared network of one of its Regions as the only one. */
export function inRegion<T extends RegionalOrganization>(organization: T, region: string): T {
  const { region: home, regions = {} } = organization;
  const sharedNetwork = regions[region]?.sharedNetwork;
  // Most files have one Region, and some facts are found once per organization.
  return sharedNetwork === undefined ? organization : { ...organization, region, homeRegion: home, sharedNetwork };
}

/** The Region of a VPC, by its name. */
export function regionOfVpc(organization: RegionalOrganization, vpc: string): string {
  return organization.workloadVpcs[vpc]?.region ?? homeRegionOf(organization);
}

/** The file's `region`, also in another Region. */
export function homeRegionOf({ region, homeRegion = region }: RegionalOrganization): string {
  return homeRegion;
}

/** The stack of the file's `region`. */
export const sharedNetworkName = "shared-network";

/** The name of a Region's shared network stack: the first keeps the name that it has in a file with one Region. */
export function sharedNetworkOf(organization: RegionalOrganization, region: string): string {
  return region === homeRegionOf(organization) ? sharedNetworkName : `${sharedNetworkName}-${region}`;
}

/** The Region of a stack that was retired. */
export function regionOfRetired(organization: RegionalOrganization, stack: string): string {
  const [, named] = /^shared-network-(.+)$/.exec(stack) ?? [];
  return organization.retired[stack]?.region ?? named ?? homeRegionOf(organization);
}

/** A part of a draft in one Region, and the place of its parts in the file. */
export interface RegionalDraft {
  readonly draft: Draft;
  /** The path in the file. */
  readonly pathOf: (path: Path) => Path;
  /** A message with the paths of the file. */
  readonly messageOf: (message: string) => string;
}

/** Properties that belong to the whole file are checked with the first Region. */
const ofWholeFile: ReadonlySet<string> = new Set<keyof Draft>(["assume", "retired", "state"]);

/**
 * A draft as one file for each Region, with the VPCs and workloads of that Region; what belongs to none is in the first,
 * and what is in a Region that the file doesn't have is in none. A file with one Region is its only draft.
 */
export function regionalDrafts(draft: Draft): RegionalDraft[] {
  const same = { pathOf: (path: Path) => path, messageOf: (message: string) => message };
  const { regions, ...rest } = draft;
  const home = draft.region;
  const elsewhere = new Map(
    entries(draft.workloadVpcs).flatMap(([name, vpc]) =>
      vpc.region === undefined || vpc.region === home ? [] : [[name, vpc.region] as const],
    ),
  );
  if (!("regions" in draft) && elsewhere.size === 0) return [{ draft, ...same }];
  const regionOf = (vpc: string | undefined) => (vpc === undefined ? undefined : elsewhere.get(vpc));
  // A Region that is refused is not looked into.
  const further = entries(regions).filter(
    ([name]) => home === undefined || (name !== home && partitionOf(name) === partitionOf(home)),
  );
  const only = (region: string | undefined) => ({
    ...("workloadVpcs" in draft && {
      workloadVpcs: draft.workloadVpcs && picked(draft.workloadVpcs, ([name]) => regionOf(name) === region),
    }),
    ...("workloads" in draft && {
      workloads: draft.workloads && picked(draft.workloads, ([, workload]) => regionOf(workload?.vpc) === region),
    }),
  });
  return [
    { draft: { ...rest, ...only(undefined) }, ...same },
    ...further.map(([region, { sharedNetwork }]) => {
      const common = Object.fromEntries(Object.entries(rest).filter(([key]) => !ofWholeFile.has(key))) as typeof rest;
      return {
        draft: { ...common, region, sharedNetwork, ...only(region) },
        pathOf: (path: Path) => {
          const [first] = path;
          if (first === "region") return ["regions", region, ...path.slice(1)];
          return first === "sharedNetwork" ? ["regions", region, ...path] : path;
        },
        messageOf: (message: string) => message.replaceAll(/\bsharedNetwork\./g, `regions.${region}.sharedNetwork.`),
      };
    }),
  ];
}

function picked<T>(
  record: Readonly<Record<string, T>>,
  wanted: (entry: [string, T]) => boolean,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(wanted));
}
