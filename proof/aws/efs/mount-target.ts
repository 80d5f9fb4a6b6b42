/** Mount targets of a file system. */
import { type Facts } from "../../facts";
import { type Graph, type Resolution } from "../../graph/graph";
import {
  list,
  type ListValue,
  type Reference,
  type Resource,
  type Unknown,
  unknownValue,
  type Value,
} from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { isUnset, notDeleted, referrersOf } from "../attributes/block";
import { sameZone, type Zone, zoneOf } from "../network/availability-zone";
import { describeResolution, type Subnet, subnetFacts, subnetOf } from "../network/subnet";
import { vpcOf } from "../network/vpc";
import { unreadModuleOf } from "../unread-module";

export interface MountTarget {
  readonly resource: Resource;
  readonly subnet: Subnet;
  /** The subnet of the mount target, or the subnets of which it is one. */
  readonly places: readonly Subnet[];
  readonly zone: Zone;
  readonly vpc: Resolution;
  readonly securityGroups: ListValue;
}

export interface MountTargets {
  readonly certain: readonly MountTarget[];
  /** Those that may belong to this file system. */
  readonly possible: readonly MountTarget[];
  /** Set if the file system may have mount targets outside the input. */
  readonly others?: Unknown;
}

export function mountTargetsOf(facts: Facts, fileSystem: Resolution): MountTargets {
  if (fileSystem.kind === "resource") return facts.per(ofResource, fileSystem.resource);
  if (fileSystem.kind === "unknown") return { certain: [], possible: [], others: fileSystem };
  return find(facts, fileSystem);
}

function ofResource(facts: Facts, resource: Resource): MountTargets {
  return find(facts, { kind: "resource", resource, attribute: "id" });
}

function find(facts: Facts, fileSystem: Exclude<Resolution, Unknown>): MountTargets {
  const { graph } = facts;
  const target: Value =
    fileSystem.kind === "literal"
      ? { kind: "literal", value: fileSystem.value }
      : { kind: "reference", to: fileSystem.resource.key, attribute: fileSystem.attribute };
  const { certain, possible } = referrersOf(facts, "aws_efs_mount_target", "file_system_id", target);
  const lookedUp = { yes: [] as Resource[], unknown: [] as Resource[], no: [] as Resource[] };
  for (const data of graph.all("aws_efs_mount_target", "data")) {
    lookedUp[graph.sameResolved(graph.resolve(data.get("file_system_id")), fileSystem)].push(data);
  }
  const of = (resources: readonly Resource[]) => notDeleted(resources).map((one) => facts.per(mountTargetFacts, one));
  const managed = fileSystem.kind === "resource" && fileSystem.resource.mode === "managed";
  const name = describeResolution(graph, fileSystem);
  return {
    certain: of([...certain, ...lookedUp.yes]),
    possible: of([...possible, ...lookedUp.unknown]),
    others: managed
      ? unreadModuleOf(facts, fileSystem.resource)
      : unknownValue(name, "the file system is not created in the input"),
  };
}

export function mountTargetFacts(facts: Facts, resource: Resource): MountTarget {
  const { graph } = facts;
  const lookedUp = subnetLookedUp(graph, resource);
  const subnet = lookedUp ? facts.per(subnetFacts, lookedUp) : subnetOf(facts, resource.get("subnet_id"));
  // Without security groups, a mount target gets its VPC's default group (CreateMountTarget in the EFS API
  // reference).
  const isDefault = resource.mode === "managed" && isUnset(graph, resource, "security_groups");
  const securityGroups = isDefault ? list([]) : graph.items(resource.get("security_groups"));
  const own = zoneOf(graph, resource.get("availability_zone_name"), resource.get("availability_zone_id"));
  const zone = own.name !== undefined && subnet.zone.name === undefined ? own : subnet.zone;
  const { resolution } = subnet;
  const isOpen = resolution.kind === "unknown" && resolution.closed && resolution.candidates.length > 0;
  const places = isOpen ? distinct(facts, resolution.candidates) : [subnet];
  return { resource, subnet, places, zone, vpc: vpcOf(facts, places[0]!, securityGroups.items), securityGroups };
}

/** The data source of the subnet of a mount target that is a data source itself, which has no such value before a plan. */
function subnetLookedUp(graph: Graph, target: Resource): Resource | undefined {
  if (target.mode !== "data") return undefined;
  return graph.all("aws_subnet", "data").find((one) => {
    const id = one.get("id");
    return id.kind === "reference" && id.to === target.key && id.attribute === "subnet_id";
  });
}

/** Whether a mount target is in the zone of a subnet; always true in the same subnet. */
export function isInZoneOf(facts: Facts, target: MountTarget, subnet: Subnet): Ternary {
  if (facts.graph.sameResolved(target.subnet.resolution, subnet.resolution) === "yes") return "yes";
  return sameZone(facts.graph, target.zone, subnet.zone);
}

export function isInSameZone({ graph }: Facts, a: Subnet, b: Subnet): boolean {
  return graph.sameResolved(a.resolution, b.resolution) === "yes" || sameZone(graph, a.zone, b.zone) === "yes";
}

export function isInVpcOf(facts: Facts, target: MountTarget, subnet: Subnet, vpc: Resolution): Ternary {
  if (facts.graph.sameResolved(target.subnet.resolution, subnet.resolution) === "yes") return "yes";
  return facts.graph.sameResolved(target.vpc, vpc);
}

/**
 * Subnets that certainly have a mount target, although it is not known which: there are as many mount targets as
 * possible zones, and EFS refuses a second one in a zone (EFS-01).
 */
export function subnetsFilledBetween(targets: readonly MountTarget[]): readonly Subnet[] {
  const groups = new Map<string, { readonly subnets: readonly Subnet[]; count: number }>();
  for (const { subnet, places } of targets) {
    if (places[0] === subnet) continue;
    const key = places.map(({ name }) => name).join("\n");
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { subnets: places, count: 1 });
  }
  return [...groups.values()].filter(({ subnets, count }) => count >= subnets.length).flatMap(({ subnets }) => subnets);
}

function distinct(facts: Facts, candidates: readonly Reference[]): Subnet[] {
  const found = new Map<string, Subnet>();
  for (const candidate of candidates) {
    const subnet = subnetOf(facts, candidate);
    found.set(subnet.name, subnet);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
