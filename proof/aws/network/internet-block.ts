/**
 * Settings of an account or a VPC that may stop traffic over internet gateways: VPC Block Public Access (VPC-07) and VPC
 * Encryption Controls (VPC-06).
 *
 * `block-bidirectional` stops all traffic of internet gateways, `block-ingress` all but that of NAT gateways, "except for
 * excluded VPCs and subnets" (EC2 API reference, BlockPublicAccessStates).
 */
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { type Resource, type Value } from "../../graph/model";
import { accountOf, regionOf } from "../account/account";
import { notDeleted, referrersOf } from "../attributes/block";
import { type Subnet } from "./subnet";

export interface InternetBlock {
  readonly rule: "VPC-06" | "VPC-07";
  readonly resource: string;
  readonly detail: string;
  readonly resolveBy: string;
}

/** @param path the subnets between the task and the internet gateway: the task's own and that of the NAT gateway */
export function internetBlock(facts: Facts, path: readonly Subnet[], throughNat: boolean): InternetBlock | undefined {
  return publicAccessBlock(facts, path, throughNat) ?? encryptionBlock(facts, path, throughNat);
}

function publicAccessBlock(facts: Facts, path: readonly Subnet[], throughNat: boolean): InternetBlock | undefined {
  const { graph } = facts;
  for (const options of notDeleted(graph.all("aws_vpc_block_public_access_options"))) {
    const mode = graph.text(options.get("internet_gateway_block_mode"));
    if (mode === "off" || (mode === "block-ingress" && throughNat)) continue;
    const subnet = path.find((one) => !isElsewhere(facts, options, one) && !isExcluded(facts, one));
    if (!subnet) continue;
    const what = mode === undefined ? "may block internet gateways" : `has internet_gateway_block_mode ${mode}`;
    return {
      rule: "VPC-07",
      resource: options.address,
      detail: `${options.address} ${what}, and ${subnet.name} is not excluded from it`,
      resolveBy: `an aws_vpc_block_public_access_exclusion for the VPC of ${subnet.name}`,
    };
  }
  return undefined;
}

/** Whether it is in another account or Region, as far as both are known. */
function isElsewhere({ graph }: Facts, options: Resource, { vpc, resource }: Subnet): boolean {
  const place = vpc.kind === "resource" ? vpc.resource : resource;
  if (!place) return false;
  const differs = (of: (graph: Facts["graph"], resource: Resource) => string | undefined) => {
    const [one, other] = [of(graph, options), of(graph, place)];
    return one !== undefined && other !== undefined && one !== other;
  };
  return differs(accountOf) || differs(regionOf);
}

function isExcluded(facts: Facts, { resolution, vpc }: Subnet): boolean {
  const type = "aws_vpc_block_public_access_exclusion";
  const by = (attribute: string, value: Value | undefined) =>
    value !== undefined && referrersOf(facts, type, attribute, value).certain.length > 0;
  return by("vpc_id", valueOf(vpc)) || by("subnet_id", valueOf(resolution));
}

function valueOf(found: Resolution): Value | undefined {
  if (found.kind === "resource") return { kind: "reference", to: found.resource.key, attribute: "id" };
  return found.kind === "literal" ? { kind: "literal", value: found.value } : undefined;
}

function encryptionBlock(facts: Facts, path: readonly Subnet[], throughNat: boolean): InternetBlock | undefined {
  const exclusions = ["internet_gateway_exclusion", ...(throughNat ? ["nat_gateway_exclusion"] : [])];
  for (const { vpc } of path) {
    for (const exclusion of exclusions) {
      const found = encryptionEnforced(facts, vpc, exclusion);
      if (found) return found;
    }
  }
  return undefined;
}

/**
 * A VPC Encryption Control in mode `enforce` without an exclusion: AWS does not document whether that traffic passes
 * (VPC-06). The exclusions are `enable` or `disable`, which is the default (provider, r/vpc_encryption_control).
 * @param exclusion such as `elastic_file_system_exclusion`
 */
export function encryptionEnforced(facts: Facts, vpc: Resolution, exclusion: string): InternetBlock | undefined {
  const { graph } = facts;
  const value = valueOf(vpc);
  if (!value) return undefined;
  const { certain, possible } = referrersOf(facts, "aws_vpc_encryption_control", "vpc_id", value);
  for (const control of [...certain, ...possible]) {
    if (graph.text(control.get("mode")) === "monitor") continue;
    if (graph.text(control.get(exclusion)) === "enable") continue;
    return {
      rule: "VPC-06",
      resource: control.address,
      detail: `${control.address} enforces encryption in transit without ${exclusion}, and whether this traffic passes is not known`,
      resolveBy: `${exclusion} = "enable" on ${control.address}`,
    };
  }
  return undefined;
}
