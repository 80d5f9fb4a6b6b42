/** The VPC attachments of a transit gateway (Amazon VPC Transit Gateways guide: tgw-vpc-attachments). */
import { type Facts } from "../../../facts";
import { type Resolution } from "../../../graph/graph";
import { type Resource, type Unknown, unknownValue, type Value } from "../../../graph/model";
import { itemsOf, referrersOf } from "../../attributes/block";
import { type Subnet, subnetOf } from "../subnet";

export const attachmentType = "aws_ec2_transit_gateway_vpc_attachment";
export const accepterType = "aws_ec2_transit_gateway_vpc_attachment_accepter";

/** A VPC's attachment to a transit gateway. */
export interface Attachment {
  readonly resource: Resource;
  readonly vpc: Resolution;
  /** One subnet for each Availability Zone that the transit gateway uses. */
  readonly subnets: readonly Subnet[];
  /** Set if it may have other subnets. */
  readonly otherSubnets?: Unknown;
}

export function attachmentFacts(facts: Facts, resource: Resource): Attachment {
  const { graph } = facts;
  const { items, unknownRest } = itemsOf(graph, resource.get("subnet_ids"));
  return {
    resource,
    vpc: graph.resolve(graph.get(resource, "vpc_id")),
    subnets: items.map((item) => subnetOf(facts, item)),
    otherSubnets: unknownRest,
  };
}

/** The attachment of a VPC to a transit gateway; an unknown if one may exist. */
export function attachmentIn(facts: Facts, gateway: Value, vpc: Resolution): Attachment | Unknown | undefined {
  const { graph } = facts;
  const { certain, possible } = referrersOf(facts, attachmentType, "transit_gateway_id", gateway);
  const lookedUp = graph
    .all(attachmentType, "data")
    .filter((one) => graph.same(one.get("transit_gateway_id"), gateway) === "yes");
  let maybe: Resource | undefined;
  for (const resource of [...certain, ...lookedUp]) {
    const attachment = facts.per(attachmentFacts, resource);
    const answer = graph.sameResolved(attachment.vpc, vpc);
    if (answer === "yes") return attachment;
    if (answer === "unknown") maybe ??= resource;
  }
  maybe ??= possible.find((one) => graph.sameResolved(facts.per(attachmentFacts, one).vpc, vpc) !== "no");
  return maybe && unknownValue(`vpc_id and transit_gateway_id of ${maybe.address}`, "not known");
}
