/** The name by which a path's file system is mounted (EFS-02). */
import { regionOf as regionOfResource } from "../aws/account/account";
import { type Vpc } from "../aws/dns/vpc-dns";
import { covers, fileSystemName, labelsOf, nameOf } from "../dns/name";
import { isUnknownFact, type Maybe } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { partitions } from "../partitions";
import { type MountPath } from "./mount-path";

/** Placeholder for an id that AWS has not assigned yet. */
const anyId = "fs-…";

/** Placeholder for an unknown Region. */
const anyRegion = "<region>";
const suffixes = [...new Set(partitions.map(({ suffix }) => suffix))];

/**
 * The names that the mount may use: one if the Region is known. If the Region or the file system's id is unknown, one
 * name for each case that rules or zones could distinguish.
 */
export function efsNames(facts: Facts, path: MountPath, vpc: Vpc): readonly [string, ...string[]] {
  const id = fileSystemId(facts, path);
  const region = regionOf(facts, path, vpc);
  if (region !== undefined && (id !== undefined || !couldBeNamed(facts, path))) {
    return [fileSystemName(id ?? anyId, region)];
  }
  const domains = [...vpc.rules, ...vpc.zones].flatMap(({ domain }) =>
    isUnknownFact(domain) ? [] : [labelsOf(domain)],
  );
  const regions = region === undefined ? regionsIn(domains.map(nameOf)) : [region];
  // Any Region of any partition, if none is known: no rule can name it.
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

/** A rule can't contain the id of a file system that does not exist yet. */
function couldBeNamed({ graph }: Facts, { fileSystem }: MountPath): boolean {
  return fileSystem.kind !== "resource" || graph.isOutside(fileSystem.resource) !== "no";
}

/** A file system is mounted in its own Region, which is the Region of the VPC and of the volume's resource. */
function regionOf(facts: Facts, { zone, fileSystem, volume }: MountPath, vpc: { region: Maybe<string> }) {
  if (!isUnknownFact(vpc.region)) return vpc.region;
  const ofZone = /^([a-z]{2,4}(?:-[a-z]+)+-\d+)/.exec(zone.name ?? "")?.[1];
  const ofFileSystem = fileSystem.kind === "resource" ? regionOfResource(facts.graph, fileSystem.resource) : undefined;
  return ofZone ?? ofFileSystem ?? regionOfResource(facts.graph, volume.resource);
}

function regionsIn(domains: readonly string[]): string[] {
  const found = domains.map((domain) => /(?:^|\.)([a-z]{2,4}(?:-[a-z]+)+-\d+)\.[a-z]/.exec(domain)?.[1]);
  return [...new Set(found.filter((region) => region !== undefined))];
}
