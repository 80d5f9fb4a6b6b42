/**
 * Checks that the task subnet and the mount targets are in one VPC, because the file system's name resolves only there
 * (EFS-04, EFS-18).
 */
import { isInVpcOf, mountTargetsOf } from "../../aws/efs/mount-target";
import { describeResolution } from "../../aws/network/subnet";
import { type Facts } from "../../facts";
import { anyOf } from "../../graph/ternary";
import { fails, passes, unknown } from "../../hop-answer";
import { zoneOfFileSystem } from "../../workloads/file-system-zone";
import { type MountPath } from "../../workloads/mount-path";
import { subnetOfPath, vpcOfPath } from "../../workloads/path-place";
import { type Hop } from "../hop";

export const vpc: Hop<"vpc"> = {
  name: "vpc",
  evaluate(path: MountPath, facts: Facts) {
    const { graph } = facts;
    const { certain, possible, others } = mountTargetsOf(facts, path.fileSystem);
    const [subnet, own] = [subnetOfPath(facts, path), vpcOfPath(facts, path)];
    const of = (targets: typeof certain) => targets.map((target) => isInVpcOf(facts, target, subnet, own));
    const answer = anyOf(of(certain));
    const place = describeResolution(graph, own);
    if (answer === "yes") return passes("EFS-04", subnet.name, `task subnet and mount targets are in ${place}`);
    const open = others ?? (possible.length > 0 ? possible[0] : undefined);
    if (certain.length === 0 && !open) return undefined;
    if (answer === "unknown" || certain.length === 0) {
      const resolveBy =
        certain.length === 0
          ? `add the plan or state that contains the mount targets of ${path.names.fileSystem} as another input`
          : `vpc_id of ${subnet.name} and of ${certain[0]!.subnet.name}`;
      const what = certain.length === 0 ? `the mount targets of ${path.names.fileSystem}` : `the VPC of ${subnet.name}`;
      return unknown("EFS-04", subnet.name, `not known: ${what}`, resolveBy);
    }
    const [target] = certain;
    const elsewhere = describeResolution(graph, target!.vpc);
    const detail = `${subnet.name} is in ${place}, but the mount targets of ${path.names.fileSystem} are in ${elsewhere}`;
    const zone = zoneOfFileSystem(facts, path);
    if (zone) {
      const what = `${detail}; not known whether tasks can mount it through ${zone.resource}, a private zone that may resolve its name`;
      return unknown(
        "EFS-18",
        zone.resource,
        what,
        "a mount target in the task's VPC, or evidence of a task that mounts it this way",
      );
    }
    return fails("EFS-04", target!.resource.address, detail);
  },
};
