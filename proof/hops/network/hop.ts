/**
 * Checks tcp/2049 from the task to the mount target: security groups, and network ACLs if the subnets differ (EFS-11).
 */
import { isInSameZone, isInZoneOf, type MountTarget, mountTargetsOf } from "../../aws/efs/mount-target";
import { encryptionEnforced } from "../../aws/network/internet-block";
import { type SecurityGroup } from "../../aws/network/security-group";
import { type Party, partyOf, reachability, strayGroup } from "../../aws/network/security-group-reachability";
import { type Direction } from "../../aws/network/security-group-rule";
import { describeResolution, type Subnet } from "../../aws/network/subnet";
import { type Facts } from "../../facts";
import { openRule } from "../../fixes/security-group-fix";
import { type Resolution } from "../../graph/graph";
import { type Value } from "../../graph/model";
import { fails, type Fix, type HopAnswer, passes, unknown, worst } from "../../hop-answer";
import { ipFamilyAnswer, overFamily } from "../../service-access/ip-family";
import { AclCrossing } from "../../service-access/network-acl-crossing";
import { type MountPath } from "../../workloads/mount-path";
import { subnetOfPath, vpcOfPath } from "../../workloads/path-place";
import { type Hop } from "../hop";

const nfs = 2049;

export const network: Hop<"network"> = {
  name: "network",
  evaluate(path: MountPath, facts: Facts) {
    const subnet = subnetOfPath(facts, path);
    const { certain, possible, others } = mountTargetsOf(facts, path.fileSystem);
    const targets = targetsFor(facts, subnet, certain);
    if (targets.length === 0) {
      if (!others && possible.length === 0) return undefined;
      const resolveBy = `add the plan or state that contains the mount targets of ${path.names.fileSystem} as another input`;
      return unknown("EFS-11", path.names.fileSystem, "the mount targets' security groups are not known", resolveBy);
    }
    const vpc = vpcOfPath(facts, path);
    const task = partyOf(facts, path.workload.address, path.workload.securityGroups, subnet, vpc);
    const answers = targets.map((target) =>
      worst([
        between(facts, path, task, target),
        ...acls(facts, subnet, target),
        ipFamilyAnswer(facts, subnet, target),
      ]),
    );
    const open = targets.every((target) => isInZoneOf(facts, target, subnet) === "unknown");
    const answer = (open ? whichever(targets, answers) : undefined) ?? worst(answers);
    return worst([answer, encryption(facts, vpc)]);
  },
};

/**
 * AWS does not document whether an EFS volume with TLS passes enforced encryption without the EFS exclusion (VPC-06).
 */
function encryption(facts: Facts, vpc: Resolution): HopAnswer | undefined {
  const enforced = encryptionEnforced(facts, vpc, "elastic_file_system_exclusion");
  return enforced && unknown(enforced.rule, enforced.resource, enforced.detail, enforced.resolveBy);
}

/** Unknown if the answer depends on which of several mount targets is in the task's zone. */
function whichever(targets: readonly MountTarget[], answers: readonly (HopAnswer | undefined)[]) {
  const bad = worst(answers);
  if (bad?.verdict !== "fails" || answers.every((answer) => answer?.verdict === "fails")) return undefined;
  const names = targets.map(({ resource }) => resource.address).join(" or ");
  const resolveBy = `which of ${names} is in the task's zone`;
  return unknown("EFS-11", bad.resource, `${bad.detail}, if that mount target is in the task's zone`, resolveBy);
}

/** The mount targets in the task's zone, or else those that may be in it, or else all of them. */
function targetsFor(facts: Facts, subnet: Subnet, certain: readonly MountTarget[]): readonly MountTarget[] {
  for (const wanted of ["yes", "unknown"] as const) {
    const found = certain.filter((target) => isInZoneOf(facts, target, subnet) === wanted);
    if (found.length > 0) return found;
  }
  return certain;
}

function between(facts: Facts, path: MountPath, task: Party, target: MountTarget): HopAnswer {
  const name = target.resource.address;
  const server = partyOf(facts, name, target.securityGroups, placesFor(facts, task.subnet, target)[0]!, target.vpc);
  const stray = astray(facts, task, vpcOfPath(facts, path)) ?? astray(facts, server, target.vpc);
  if (stray) return stray;
  const out = side(facts, task, "egress", server);
  const into = side(facts, server, "ingress", task);
  return (
    worst([out, into]) ??
    passes("EFS-11", name, `tcp/${nfs} is allowed from ${task.name} to ${name}${overFamily(facts, task.subnet)}`)
  );
}

function astray(facts: Facts, party: Party, vpc: Resolution): HopAnswer | undefined {
  const group = strayGroup(facts, party, vpc);
  if (!group) return undefined;
  const detail = `is in another VPC than ${party.name}, which is in ${describeResolution(facts.graph, vpc)}`;
  return fails("EFS-11", group.name, detail, moveGroup(group, vpc));
}

/** Moves the group to the VPC in which it is used. */
function moveGroup({ resolution }: SecurityGroup, vpc: Resolution): Fix[] {
  if (resolution.kind !== "resource" || resolution.resource.mode === "data" || vpc.kind !== "resource") return [];
  const { resource } = resolution;
  const value: Value = { kind: "reference", to: vpc.resource.key, attribute: "id" };
  return [
    {
      description: `set vpc_id of ${resource.address} to ${vpc.resource.address}`,
      changes: [{ kind: "set", resource, attribute: "vpc_id", value }],
    },
  ];
}

function side(facts: Facts, party: Party, direction: Direction, other: Party): HopAnswer | undefined {
  const { answer, resource, open, resolveBy } = reachability(facts, party, direction, other, nfs);
  const way = direction === "egress" ? `outbound tcp/${nfs} to ${other.name}` : `inbound tcp/${nfs} from ${other.name}`;
  if (answer === "no") {
    const groups = party.groups.map((group) => group.name).join(", ");
    return fails(
      "EFS-11",
      resource,
      `no rule of ${groups || resource} allows ${way}`,
      openRule(facts, party, direction, other, nfs),
    );
  }
  if (answer === "yes") return undefined;
  return unknown("EFS-11", resource, `not known whether ${way} is allowed: ${open}`, resolveBy!);
}

function* acls(facts: Facts, subnet: Subnet, target: MountTarget): Iterable<HopAnswer | undefined> {
  const crossing = new AclCrossing(facts, "EFS-11", nfs);
  for (const place of placesFor(facts, subnet, target)) yield crossing.between(subnet, place);
}

/** The subnets of a mount target that are in the task's zone, or else all of them. */
function placesFor(facts: Facts, subnet: Subnet, { places }: MountTarget): readonly Subnet[] {
  const near = places.filter((place) => isInSameZone(facts, place, subnet));
  return near.length > 0 ? near : places;
}
