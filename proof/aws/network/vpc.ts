/** The VPCs of subnets and security groups. */
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { type Unknown, unknown, type Value } from "../../graph/model";
import { type MountPath } from "../../workloads/mount-path";
import { describeResolution, type Subnet, subnetOf } from "./subnet";

/** The VPC of a subnet, or of its security groups: AWS refuses a group of another VPC. */
export function vpcOf(facts: Facts, subnet: Subnet, securityGroups: readonly Value[]): Resolution {
  if (subnet.vpc.kind !== "unknown") return subnet.vpc;
  for (const group of securityGroups) {
    const found = facts.graph.resolve(group, "aws_security_group");
    if (found.kind === "attribute" && /^aws_(?:default_)?vpc$/.test(found.resource.type)) {
      return { kind: "resource", resource: found.resource, attribute: "id" };
    }
    if (found.kind !== "resource") continue;
    const value = facts.graph.get(found.resource, "vpc_id");
    const vpc = value.kind === "literal" && value.value === null ? undefined : facts.graph.resolve(value);
    if (vpc && vpc.kind !== "unknown" && !(vpc.kind === "attribute" && vpc.resource === found.resource)) return vpc;
  }
  return subnet.vpc;
}

interface Place {
  readonly subnet: Subnet;
  readonly vpc: Resolution;
}

/** Cached, because nearly every hop needs the place of its path. */
const places = (_facts: Facts) => new WeakMap<MountPath, Place>();

function placeOf(facts: Facts, path: MountPath): Place {
  const known = facts.once(places);
  let place = known.get(path);
  if (!place) {
    const subnet = readSubnet(facts, path);
    place = { subnet, vpc: vpcOf(facts, subnet, path.workload.securityGroups.items) };
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
  return unknown(`vpc_id of ${subnet}`, "the subnet is not in the input");
}
