import { type Facts } from "../../facts";
import { allVpcs, type Vpc, vpcDnsOf } from "./vpc-dns";

/** No VPC has that name, or more than one has it. */
export class VpcNotFound extends Error {}

/**
 * Finds a VPC by address (`aws_vpc.apps`), name (`apps`), id, name tag, stack (`vpc-apps`), or the short form of the
 * stack's name (`apps`).
 * @throws VpcNotFound with the existing VPCs, or the VPCs that match
 */
export function findVpc(facts: Facts, wanted: string): Vpc {
  const vpcs = allVpcs(facts);
  for (const meant of [byId, byAddress, byStack, byName]) {
    const [found, ...others] = vpcs.filter((vpc) => meant(facts, vpc, wanted));
    if (found && others.length === 0) return found;
    if (found) throw new VpcNotFound(`several VPCs are called '${wanted}': ${list([found, ...others])}`);
  }
  // The id of a VPC that is only referenced.
  if (/^vpc-[0-9a-f]{8,}$/.test(wanted)) return vpcDnsOf(facts, { kind: "literal", value: wanted })!;
  throw new VpcNotFound(`no VPC is called '${wanted}'; there are: ${list(vpcs)}`);
}

function byId({ graph }: Facts, { resource, id }: Vpc, wanted: string): boolean {
  return id === wanted || (resource !== undefined && graph.knownId(resource) === wanted);
}

function byAddress(_: Facts, { name, resource }: Vpc, wanted: string): boolean {
  return name === wanted || `${resource?.document.name}:${name}` === wanted;
}

function byStack(_: Facts, { resource }: Vpc, wanted: string): boolean {
  const stack = resource?.document.name;
  return stack === wanted || stack === `vpc-${wanted}`;
}

function byName({ graph }: Facts, { resource }: Vpc, wanted: string): boolean {
  if (!resource) return false;
  return resource.name === wanted || graph.text(graph.get(resource, "tags.Name")) === wanted;
}

const listed = 20;

function list(vpcs: readonly Vpc[]): string {
  if (vpcs.length === 0) return "none";
  const names = vpcs.slice(0, listed).map((vpc) => whereIs(vpc));
  return vpcs.length > listed ? `${names.join(", ")} and ${vpcs.length - listed} more` : names.join(", ");
}

/** `vpc-apps:aws_vpc.apps`: unique, and accepted by `findVpc`. */
export function whereIs({ name, resource }: Vpc): string {
  return resource ? `${resource.document.name}:${name}` : name;
}
