/** The subnet and VPC in which a path's tasks run. */
import { describeResolution, identityOf, type Subnet, subnetOf } from "../aws/network/subnet";
import { vpcOf } from "../aws/network/vpc";
import { type Facts } from "../facts";
import { type Unknown, unknownValue } from "../graph/model";
import { type Resolution } from "../graph/resolver";
import { type MountPath } from "./mount-path";

interface Place {
  readonly subnet: Subnet;
  readonly vpc: Resolution;
  /** Identities of the VPC and the file system; undefined if one is not known. */
  readonly vpcAndFileSystem: string | undefined;
}

/** Cached, because nearly every hop needs the place of its path. */
const places = (_facts: Facts) => new WeakMap<MountPath, Place>();

export function placeOf(facts: Facts, path: MountPath): Place {
  const known = facts.once(places);
  let place = known.get(path);
  if (!place) {
    const subnet = readSubnet(facts, path);
    const vpc = vpcOf(facts, subnet, path.workload.securityGroups.items);
    const isKnown = vpc.kind !== "unknown" && path.fileSystem.kind !== "unknown";
    const vpcAndFileSystem = isKnown ? `${identityOf(vpc)} ${identityOf(path.fileSystem)}` : undefined;
    place = { subnet, vpc, vpcAndFileSystem };
    known.set(path, place);
  }
  return place;
}

/** The VPC that a path's tasks run in. */
export function vpcOfPath(facts: Facts, path: MountPath): Resolution {
  return placeOf(facts, path).vpc;
}

export function subnetOfPath(facts: Facts, path: MountPath): Subnet {
  return placeOf(facts, path).subnet;
}

function readSubnet(facts: Facts, path: MountPath): Subnet {
  const { subnet } = path;
  if (subnet.kind === "resource")
    return subnetOf(facts, { kind: "reference", to: subnet.resource.key, attribute: "id" });
  const name = describeResolution(facts.graph, subnet);
  return { resolution: subnet, name, vpc: openVpc(name), zone: path.zone };
}

function openVpc(subnet: string): Unknown {
  return unknownValue(`vpc_id of ${subnet}`, "the subnet is not in the input");
}
