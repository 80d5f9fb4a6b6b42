/** The VPCs of subnets and security groups. */
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { type Resource, type Value } from "../../graph/model";
import { family } from "../../resource-types";
import { referrersOf } from "../attributes/block";
import { type Subnet } from "./subnet";

/** The VPC of a subnet, or of its security groups: AWS refuses a group of another VPC that is not associated with it. */
export function vpcOf(facts: Facts, subnet: Subnet, securityGroups: readonly Value[]): Resolution {
  if (subnet.vpc.kind !== "unknown") return subnet.vpc;
  for (const group of securityGroups) {
    const found = facts.graph.resolve(group, "aws_security_group");
    if (found.kind === "attribute" && family(found.resource.type) === "aws_vpc") {
      return { kind: "resource", resource: found.resource, attribute: "id" };
    }
    if (found.kind !== "resource" || isAssociated(facts, found.resource)) continue;
    const value = facts.graph.get(found.resource, "vpc_id");
    const vpc = value.kind === "literal" && value.value === null ? undefined : facts.graph.resolve(value);
    if (vpc && vpc.kind !== "unknown" && !(vpc.kind === "attribute" && vpc.resource === found.resource)) return vpc;
  }
  return subnet.vpc;
}

function isAssociated(facts: Facts, group: Resource): boolean {
  const type = "aws_vpc_security_group_vpc_association";
  const { certain, possible } = referrersOf(facts, type, "security_group_id", group);
  return certain.length + possible.length > 0;
}
