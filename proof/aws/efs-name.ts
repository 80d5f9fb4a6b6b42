/** The name by which a path's file system is mounted (EFS-02). */
import { covers, fileSystemName, labelsOf, nameOf } from "../dns/name";
import { partitions } from "../dns/partitions";
import { isUnknown, type Maybe } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { type MountPath } from "../workloads/mount-path";
import { regionOf as regionOfResource } from "./account";
import { type Vpc } from "./vpc-dns";

/** For an id that AWS has yet to give out. */
const anyId = "fs-…";

/** Stands for a Region that is not known. */
const anyRegion = "<region>";
const suffixes = [...new Set(partitions.map(({ suffix }) => suffix))];

/**
 * The names that the mount may ask for: one, where the Region is known. Where it or the file system's id is open, names
 * that stand for each case a rule or zone could tell apart.
 */
export function efsNames(facts: Facts, path: MountPath, vpc: Vpc): readonly [string, ...string[]] {
  const id = fileSystemId(facts, path);
  const region = regionOf(facts, path, vpc);
  if (region !== undefined && (id !== undefined || !couldBeNamed(facts, path))) {
    return [fileSystemName(id ?? anyId, region)];
  }
  const domains = [...vpc.rules, ...vpc.zones].flatMap(({ domain }) => (isUnknown(domain) ? [] : [labelsOf(domain)]));
  const regions = region === undefined ? regionsIn(domains.map(nameOf)) : [region];
  // Any Region of any partition, where none is known: no rule can name that one.
  const others = region === undefined ? suffixes.map((suffix) => fileSystemName(id ?? anyId, anyRegion, suffix)) : [];
  const names = [...others, ...regions.map((one) => fileSystemName(id ?? anyId, one))];
  if (id !== undefined) return names as [string, ...string[]];
  const narrower = regions.flatMap((one) => {
    const parent = labelsOf(fileSystemName(anyId, one)).slice(0, -1);
    return domains.filter((domain) => domain.length === parent.length + 1 && covers(parent, domain)).map(nameOf);
  });
  return [...names, ...narrower] as [string, ...string[]];
}

function fileSystemId({ graph }: Facts, { fileSystem }: MountPath): string | undefined {
  if (fileSystem.kind === "literal") return String(fileSystem.value);
  return fileSystem.kind === "resource" ? graph.knownId(fileSystem.resource) : undefined;
}

/** Nobody can have written down the id of a file system that is yet to be made. */
function couldBeNamed({ graph }: Facts, { fileSystem }: MountPath): boolean {
  return fileSystem.kind !== "resource" || graph.isOutside(fileSystem.resource) !== "no";
}

/** A file system is mounted in its own Region, which is that of the VPC and of what declares the volume. */
function regionOf(facts: Facts, { zone, fileSystem, volume }: MountPath, vpc: { region: Maybe<string> }) {
  if (!isUnknown(vpc.region)) return vpc.region;
  const ofZone = /^([a-z]{2,4}(?:-[a-z]+)+-\d+)/.exec(zone.name ?? "")?.[1];
  const ofFileSystem = fileSystem.kind === "resource" ? regionOfResource(facts.graph, fileSystem.resource) : undefined;
  return ofZone ?? ofFileSystem ?? regionOfResource(facts.graph, volume.resource);
}

function regionsIn(domains: readonly string[]): string[] {
  const found = domains.map((domain) => /(?:^|\.)([a-z]{2,4}(?:-[a-z]+)+-\d+)\.[a-z]/.exec(domain)?.[1]);
  return [...new Set(found.filter((region) => region !== undefined))];
}
