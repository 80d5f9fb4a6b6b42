/**
 * Checks that the file system has a mount target in the task subnet's zone, and at most one in each zone (EFS-01,
 * EFS-02, EFS-05).
 */
import { isInOtherRegion, regionOf } from "../../aws/account/account";
import { objectOf } from "../../aws/attributes/block";
import {
  isInSameZone,
  isInVpcOf,
  isInZoneOf,
  type MountTarget,
  mountTargetsOf,
  subnetsFilledBetween,
} from "../../aws/efs/mount-target";
import { sameZone, type Zone, zoneName, zoneOf } from "../../aws/network/availability-zone";
import { type Subnet } from "../../aws/network/subnet";
import { type Facts } from "../../facts";
import { type Added, addition } from "../../fixes/addition";
import { type Graph } from "../../graph/graph";
import { list, literal, NULL, type Resource } from "../../graph/model";
import { anyOf } from "../../graph/ternary";
import { labelOf } from "../../hcl/snippet";
import { fails, type Fix, type HopAnswer, passes, unknown } from "../../hop-answer";
import { zoneOfFileSystem } from "../../workloads/file-system-zone";
import { type MountPath } from "../../workloads/mount-path";
import { subnetOfPath, vpcOfPath } from "../../workloads/path-place";
import { type Hop } from "../hop";

export const mountTarget: Hop<"mount-target"> = {
  name: "mount-target",
  evaluate(path: MountPath, facts: Facts) {
    const { graph } = facts;
    const subnet = subnetOfPath(facts, path);
    const { certain, possible, others } = mountTargetsOf(facts, path.fileSystem);
    const own = otherRegion(facts, path, certain) ?? oneZone(facts, path, subnet, certain);
    if (own) return own;
    const near = certain.filter((target) => isInZoneOf(facts, target, subnet) === "yes");
    const twice = near.length > 1 ? crowded(facts, near) : undefined;
    if (twice) return twice;
    const [here] = near;
    if (here)
      return passes("EFS-02", here.resource.address, `is in ${zoneName(graph, path.zone)}, the zone of ${subnet.name}`);
    const filled = subnetsFilledBetween(certain).find((one) => isInSameZone(facts, one, subnet));
    if (filled) {
      return passes(
        "EFS-02",
        filled.name,
        `the file system has as many mount targets as zones, so one is in ${zoneName(graph, path.zone)}`,
      );
    }
    return missing(facts, path, subnet, certain, { possible, others: others?.expression });
  },
};

/** EFS finds the file system of a new mount target only in the Region of the mount target. */
function otherRegion({ graph }: Facts, path: MountPath, targets: readonly MountTarget[]): HopAnswer | undefined {
  if (path.fileSystem.kind !== "resource") return undefined;
  const fileSystem = path.fileSystem.resource;
  const astray = targets.find(({ resource }) => isInOtherRegion(graph, resource, fileSystem));
  if (!astray) return undefined;
  const [there, here] = [astray.resource, fileSystem].map((resource) => regionOf(graph, resource));
  const detail = `is in ${there}, but ${fileSystem.address} is in ${here}: EFS looks for the file system in the Region of the mount target`;
  return fails("EFS-02", astray.resource.address, detail);
}

/** A One Zone file system has one mount target, in its own zone. */
function oneZone(
  facts: Facts,
  path: MountPath,
  subnet: Subnet,
  targets: readonly MountTarget[],
): HopAnswer | undefined {
  const { graph } = facts;
  if (path.fileSystem.kind !== "resource") return undefined;
  const { resource } = path.fileSystem;
  const name = graph.text(graph.get(resource, "availability_zone_name"));
  if (!name) return undefined;
  const zone: Zone = zoneOf(graph, graph.get(resource, "availability_zone_name"), NULL);
  const astray = targets.find((target) => sameZone(graph, target.zone, zone) === "no");
  if (astray) {
    const detail = `is in ${zoneName(graph, astray.zone)}, but its One Zone file system is in ${name}`;
    return fails("EFS-05", astray.resource.address, detail);
  }
  if (sameZone(graph, path.zone, zone) !== "no") return undefined;
  const detail = `${resource.address} is a One Zone file system in ${name}, but ${subnet.name} is in ${zoneName(graph, path.zone)}`;
  return fails("EFS-05", resource.address, detail);
}

function crowded(facts: Facts, near: readonly MountTarget[]): HopAnswer | undefined {
  const managed = near.filter(({ resource }) => resource.mode === "managed");
  const [first, second] = managed;
  if (!first || !second) return undefined;
  const zone = zoneName(facts.graph, first.zone);
  const detail = `${first.resource.address} and ${second.resource.address} are both in ${zone}: EFS allows one mount target in each zone`;
  return fails("EFS-01", second.resource.address, detail, [
    {
      description: `remove ${second.resource.address}`,
      changes: [{ kind: "remove", resource: second.resource }],
    },
  ]);
}

function missing(
  facts: Facts,
  path: MountPath,
  subnet: Subnet,
  certain: readonly MountTarget[],
  open: { readonly possible: readonly MountTarget[]; readonly others: string | undefined },
): HopAnswer {
  const { graph } = facts;
  const zone = zoneName(graph, path.zone);
  const fileSystem = path.names.fileSystem;
  const answer = anyOf([...certain, ...open.possible].map((target) => isInZoneOf(facts, target, subnet)));
  if (open.others !== undefined) {
    const resolveBy = `add the plan or state that contains the mount targets of ${fileSystem} as another input`;
    return unknown("EFS-02", fileSystem, `no known mount target in ${zone}`, resolveBy);
  }
  if (answer !== "no") {
    const [likely] = [...certain, ...open.possible].filter((target) => isInZoneOf(facts, target, subnet) !== "no");
    const resolveBy = open.possible.includes(likely!)
      ? `file_system_id of ${likely!.resource.address}`
      : `availability_zone of ${subnet.name} and of ${likely!.subnet.name}, as names or as ids on both`;
    return unknown("EFS-02", likely!.resource.address, `not known whether it is in ${zone}`, resolveBy);
  }
  const zones = certain.map((target) => zoneName(graph, target.zone));
  const elsewhere = zones.length > 0 ? `only in ${zones.join(", ")}` : "and none in another zone";
  const outside = certain.some((target) => isInVpcOf(facts, target, subnet, vpcOfPath(facts, path)) === "no");
  const answering = outside ? zoneOfFileSystem(facts, path) : undefined;
  if (answering) {
    const detail = `no mount target in ${zone}, and not known which mount target ${answering.resource} resolves to`;
    return unknown("EFS-18", answering.resource, detail, "a mount target in the task's VPC and zone");
  }
  const fix = inSubnet(facts, path, subnet, certain);
  return fails("EFS-02", fileSystem, `no mount target in ${zone}, ${elsewhere}`, fix ? [fix] : []);
}

/**
 * Adds a mount target in the task's subnet, with the security groups of the other mount targets or a new group that
 * allows the tasks.
 */
function inSubnet(facts: Facts, path: MountPath, subnet: Subnet, certain: readonly MountTarget[]): Fix | undefined {
  if (path.fileSystem.kind !== "resource" || path.fileSystem.resource.mode !== "managed" || !subnet.resource) return;
  // EFS refuses mount targets in a second VPC (EFS-04).
  if (certain.some((target) => isInVpcOf(facts, target, subnet, vpcOfPath(facts, path)) === "no")) return;
  const { graph } = facts;
  const { resource: fileSystem } = path.fileSystem;
  const [other] = certain;
  const group = other ? undefined : ownGroup(graph, path, fileSystem, subnet.resource);
  const name = `${fileSystem.name}_${labelOf(path.zone.name ?? subnet.resource.name)}`;
  const target = addition(graph, fileSystem, "aws_efs_mount_target", name, {
    file_system_id: { kind: "reference", to: fileSystem.key, attribute: "id" },
    subnet_id: { kind: "reference", to: subnet.resource.key, attribute: "id" },
    security_groups: group ? list([group.get("id")]) : other!.securityGroups,
  });
  return {
    description: `add a mount target of ${fileSystem.address} in ${subnet.name}`,
    changes: group ? [group.change, target.change] : [target.change],
  };
}

function ownGroup(graph: Graph, { workload }: MountPath, fileSystem: Resource, subnet: Resource): Added {
  const { items } = workload.securityGroups;
  const vpc = graph.resolve(graph.get(subnet, "vpc_id"));
  const ports = { from_port: literal(2049), to_port: literal(2049), protocol: literal("tcp") };
  return addition(graph, fileSystem, "aws_security_group", labelOf(`${fileSystem.name}_nfs`), {
    vpc_id:
      vpc.kind === "resource" ? { kind: "reference", to: vpc.resource.key, attribute: "id" } : subnet.get("vpc_id"),
    ingress: objectOf({ ...ports, security_groups: list(items) }),
  });
}
