/** Whether an internet gateway is attached to the VPC whose routes lead to it. */
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { type Resource } from "../../graph/model";
import { isUnset, referrersOf } from "../attributes/block";
import { describeResolution } from "./subnet";

/**
 * Set if a gateway of the input certainly serves another VPC, or none. AWS refuses a route to it: "route table rtb-… and
 * network gateway igw-… belong to different networks" (github.com/smoketurner/serverless-vpc-plugin/issues/147).
 */
export function detachedGateway(
  facts: Facts,
  gateway: Resource,
  vpc: Resolution,
): { readonly resource: string; readonly detail: string } | undefined {
  const { graph } = facts;
  if (gateway.mode === "data" || gateway.unsure) return undefined;
  const resource = gateway.address;
  const attachments = referrersOf(facts, "aws_internet_gateway_attachment", "internet_gateway_id", gateway);
  if (attachments.possible.length > 0) return undefined;
  const holders = isUnset(graph, gateway, "vpc_id") ? attachments.certain : [gateway, ...attachments.certain];
  if (holders.length === 0) return { resource, detail: `${resource} is attached to no VPC` };
  const vpcs = holders.map((one) => graph.resolve(graph.get(one, "vpc_id")));
  if (vpcs.some((one) => graph.sameResolved(one, vpc) !== "no")) return undefined;
  const detail = `${resource} is attached to ${describeResolution(graph, vpcs[0]!)}, not to ${describeResolution(graph, vpc)}`;
  return { resource, detail };
}
