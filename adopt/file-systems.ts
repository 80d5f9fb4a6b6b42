/** The file systems with mount targets in a VPC, by id. Nothing of them is changed. */
import { listed } from "../config/nearest";
import { nameFor } from "./names";
import { type Note, note } from "./note";
import { type Observed, type ObservedFileSystem, type ObservedMountTarget, type ObservedVpc } from "./observed";
import { type ChosenSubnet } from "./subnets";

export interface ChosenFileSystem {
  readonly name: string;
  readonly id: string;
  readonly oneZone?: string;
  /** By zone: the id of a mount target, or `create`. */
  readonly mountTargets: Readonly<Record<string, string>>;
  readonly securityGroup: string;
  readonly notes: readonly Note[];
}

export interface ChosenFileSystems {
  readonly fileSystems: readonly ChosenFileSystem[];
  /** About those that can't be adopted. */
  readonly notes: readonly Note[];
}

export function chooseFileSystems(
  observed: Observed,
  vpc: ObservedVpc,
  subnets: readonly ChosenSubnet[],
): ChosenFileSystems {
  const subnetsById = new Map(observed.subnets.map((subnet) => [subnet.id, subnet]));
  const inVpc = observed.mountTargets.filter(({ subnet }) => subnetsById.get(subnet)?.vpc === vpc.id);
  const ids = [...new Set(inVpc.map(({ fileSystem }) => fileSystem))];
  const taken = new Set<string>();
  const notes: Note[] = [];
  const fileSystems = ids.flatMap((id): ChosenFileSystem[] => {
    const found = observed.fileSystems.find((one) => one.id === id) ?? { id };
    const targets = inVpc
      .filter((target) => target.fileSystem === id)
      .map((target) => ({ ...target, zone: target.zone ?? subnetsById.get(target.subnet)?.zone }));
    const zones = subnets.map(({ zone }) => zone).filter((zone) => found.zone === undefined || zone === found.zone);
    const byZone = new Map(
      targets.flatMap((target) => (target.zone === undefined ? [] : [[target.zone, target] as const])),
    );
    const used = zones.flatMap((zone) => byZone.get(zone) ?? []);
    const problem = problemOf(found, zones, used);
    if (problem !== undefined) {
      notes.push(note(`Left out: ${id}, ${problem}.`));
      return [];
    }
    const [securityGroup = "", ...otherGroups] = commonGroups(used);
    const name = nameFor(found, taken) ?? id;
    taken.add(name);
    return [
      {
        ...{ name, id, securityGroup, oneZone: found.zone },
        mountTargets: Object.fromEntries(zones.map((zone) => [zone, byZone.get(zone)?.id ?? "create"])),
        notes: notesOf(observed, found, used, zones, otherGroups),
      },
    ];
  });
  return { fileSystems, notes };
}

function problemOf(
  { zone }: ObservedFileSystem,
  zones: readonly string[],
  used: readonly ObservedMountTarget[],
): string | undefined {
  if (zones.length === 0) return `a One Zone file system in ${zone}, where no private subnet is`;
  if (used.length === 0) return "whose mount targets are in other zones than the private subnets";
  if (commonGroups(used).length > 0) return undefined;
  return `since its mount targets ${listed(used.map(({ id }) => id))} have no security group in common that is known`;
}

/** The security groups that all mount targets have. */
function commonGroups(targets: readonly ObservedMountTarget[]): readonly string[] {
  const [first, ...rest] = targets.map(({ securityGroups }) => securityGroups);
  return (first ?? []).filter(
    (group) => /^sg-[0-9a-f]+$/.test(group) && rest.every((groups) => groups.includes(group)),
  );
}

function notesOf(
  { accessPoints }: Observed,
  { id }: ObservedFileSystem,
  used: readonly ObservedMountTarget[],
  zones: readonly string[],
  otherGroups: readonly string[],
): Note[] {
  const points = accessPoints
    .filter(({ fileSystem }) => fileSystem === id)
    .map((one) => `${one.id} (${one.path ?? "path not known"})`);
  return [
    ...(used.length < zones.length
      ? [note(`Zones with create get a mount target with the security group below.`)]
      : []),
    ...(otherGroups.length > 0 ? [note(`Other security groups of the mount targets: ${listed(otherGroups)}.`)] : []),
    note("The security group gets a rule for the clients: its own stack must not have inline rules (TF-02)."),
    ...(points.length > 0
      ? [note(`Access points that exist: ${listed(points)}. Clients mount through new ones: add accessPoints.`)]
      : [note("Add accessPoints, through which the clients mount.")]),
  ];
}
