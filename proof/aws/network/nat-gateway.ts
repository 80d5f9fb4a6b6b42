/** NAT gateways whose subnet does not decide: regional ones, and zonal ones without an Elastic IP address. */
import { type Facts } from "../../facts";
import { isNull, type Resource } from "../../graph/model";
import { type Ternary } from "../../graph/ternary";
import { isUnset, referrersOf } from "../attributes/block";

export interface NatWay {
  readonly answer: Ternary;
  readonly resource: string;
  readonly detail: string;
  /** Only of `unknown`. */
  readonly resolveBy?: string;
  readonly isRegionalNat?: true;
}

/**
 * The way out of a regional NAT gateway, which has no subnet: AWS makes its route table, with a route to the VPC's
 * internet gateway (VPC user guide, "Regional NAT gateways"). Undefined for a zonal one, which is the default.
 */
export function regionalNat(facts: Facts, nat: Resource): NatWay | undefined {
  const { graph } = facts;
  const resource = nat.address;
  const mode = graph.follow(graph.get(nat, "availability_mode"));
  if (isNull(mode)) return undefined;
  if (mode.kind === "unknown" && isNull(graph.follow(graph.get(nat, "subnet_id")))) {
    const detail = `the availability mode of ${resource} is not known`;
    return { answer: "unknown", resource, detail, resolveBy: `availability_mode of ${resource}` };
  }
  if (graph.text(mode)?.toLowerCase() !== "regional") return undefined;
  const vpc = graph.get(nat, "vpc_id");
  const gateways = ["aws_internet_gateway", "aws_internet_gateway_attachment"].flatMap((type) => [
    ...referrersOf(facts, type, "vpc_id", vpc).certain,
  ]);
  // An existing one of a data source is taken to reach the internet, as a zonal one is.
  const isExisting = nat.mode === "data" && graph.text(nat.get("connectivity_type")) === "public";
  if (gateways.length > 0 || isExisting) {
    return { answer: "yes", resource, detail: `through NAT gateway ${resource}`, isRegionalNat: true };
  }
  const detail = `${resource} is a regional NAT gateway, and no internet gateway of its VPC is in the input`;
  return { answer: "unknown", resource, detail, resolveBy: `the internet gateway of ${graph.describe(vpc)}` };
}

/**
 * The reason why AWS refuses a zonal public NAT gateway: "If you create a public NAT gateway, you must specify an elastic
 * IP address" (CloudFormation, AWS::EC2::NatGateway). Undefined if it has one, or if
 * that is not known.
 */
export function withoutElasticIp({ graph }: Facts, nat: Resource): NatWay | undefined {
  const isRefused = nat.mode === "managed" && isUnset(graph, nat, "allocation_id");
  if (!isRefused) return undefined;
  const detail = `public NAT gateway ${nat.address} has no Elastic IP address, without which AWS does not create it`;
  return { answer: "no", resource: nat.address, detail };
}
