import { type Addresses, isOwnResolver } from "./addresses";
import { type Answerer, merge, type Outcome } from "./answer";
import { fileSystemOf, type Labels, nameOf } from "./name";
import { isUnknownFact, type Maybe, type VpcDns } from "./vpc-dns";

/** What is required to follow a query to a server. */
export interface ServerContext {
  addresses: () => Addresses;
  /** The outcomes of the client's own VPC resolver. */
  ownResolver: () => readonly Outcome[];
  /** The outcome of another VPC's resolver; undefined if it was already queried, which is a loop. */
  otherResolver: (vpc: VpcDns) => Outcome | undefined;
}

/**
 * VPC-04: the servers in the DHCP options. Only the VPC's own resolver, in any notation, applies the rules; any other
 * server bypasses them.
 */
export function askServers(vpc: VpcDns, name: Labels, context: ServerContext): readonly Outcome[] {
  const resource = vpc.dhcpResource ?? vpc.name;
  if (isUnknownFact(vpc.dhcpServers)) {
    const bypassed: Outcome = {
      ...bypassing(vpc.dhcpServers, vpc, name, resource, context),
      detail: `the DHCP options of ${vpc.name} may name other servers`,
      resolveBy: vpc.dhcpServers.unknown,
    };
    return [...context.ownResolver(), bypassed];
  }
  // Options without servers keep AWS's default.
  if (vpc.dhcpServers.every((server) => isOwnResolver(server, vpc))) return context.ownResolver();
  const outcomes = vpc.dhcpServers.map((server) =>
    isOwnResolver(server, vpc) ? merge(context.ownResolver()) : bypassing(server, vpc, name, resource, context),
  );
  return [sequence(outcomes, vpc.dhcpServers, resource)];
}

function bypassing(
  server: Maybe<string>,
  vpc: VpcDns,
  name: Labels,
  resource: string,
  context: ServerContext,
): Outcome {
  if (!isUnknownFact(server) && vpc.inboundIps.includes(server)) return merge(context.ownResolver());
  const asked = askAddress(server, "dhcp", vpc, name, resource, context);
  // An on-premises server may forward to the VPC's own inbound endpoint, and so to its resolver.
  if (asked.verdict !== "no" || vpc.inboundIps.length === 0) return asked;
  if (merge(context.ownResolver()).verdict === "no") return asked;
  const which = isUnknownFact(server) ? "a server" : server;
  const resolveBy = `whether ${which} forwards ${nameOf(name)} to the inbound endpoint of ${vpc.name}`;
  return { ...asked, verdict: "unknown", resolveBy };
}

/**
 * Clients query the DHCP servers in order, the next one only if one does not answer. A first server outside AWS
 * therefore decides, even if the VPC's resolver follows; the opposite order is unknown.
 */
function sequence(outcomes: readonly Outcome[], servers: readonly string[], resource: string): Outcome {
  const merged = merge(outcomes);
  const [first] = outcomes;
  if (merged.verdict === "unknown" && first?.verdict === "no") return first;
  if (merged.verdict === "unknown") {
    return { ...merged, resolveBy: merged.resolveBy ?? `which of ${servers.join(", ")} answers first` };
  }
  if (merged.verdict === "yes") return merged;
  if (outcomes.some(({ answerer }) => answerer.by !== "servers")) return { ...merged, resource };
  return {
    ...merged,
    answerer: { by: "servers", via: "dhcp", servers, resource },
    detail: `the DHCP options send every query to ${servers.join(", ")}, which bypasses the VPC's resolver and its rules`,
  };
}

/** The outcome for one target or server: the inbound endpoint of a VPC is followed, any other server is outside AWS. */
export function askAddress(
  address: Maybe<string>,
  via: "rule" | "dhcp",
  vpc: VpcDns,
  name: Labels,
  resource: string,
  context: Omit<ServerContext, "ownResolver">,
): Outcome {
  const rule = via === "dhcp" ? "VPC-04" : "DNS-14";
  const led = (owner: VpcDns): Outcome => {
    const to = `${isUnknownFact(address) ? "a target" : address} is the inbound endpoint of ${owner.name}`;
    const answered = owner.id === vpc.id && via === "rule" ? undefined : context.otherResolver(owner);
    if (answered === undefined) {
      const detail = `the query for ${nameOf(name)} loops: ${to}, which forwards it again`;
      return { verdict: "no", answerer: { by: "loop", vpcs: [vpc.name, owner.name] }, rule, resource, detail };
    }
    const detail = `${to}: ${answered.detail}`;
    if (answered.answerer.by !== "aws" || answered.answerer.from !== "efs") return { ...answered, detail };
    const elsewhere = `${detail}, but a file system's name resolves only in the VPC of its mount targets`;
    return { ...answered, verdict: "no", rule: "EFS-04", resource, detail: elsewhere };
  };
  const open = (detail: string, resolveBy: string, owners: readonly VpcDns[]): Outcome => {
    const outcome: Outcome = { verdict: "unknown", answerer: { by: "unknown" }, rule, resource, detail, resolveBy };
    // Servers outside AWS can't answer a file system's name, so the verdict is unknown only if a VPC may answer it.
    const hopeless = fileSystemOf(name) !== undefined && owners.every((owner) => led(owner).verdict === "no");
    return hopeless ? { ...outcome, verdict: "no", resolveBy: undefined } : outcome;
  };

  const addresses = context.addresses();
  if (isUnknownFact(address)) return open("a target is not known", address.unknown, addresses.reachable);
  const owners = addresses.ownersOf(address);
  if (owners.length > 0) return merge(owners.map(led));
  if (addresses.isVpcResolver(address)) {
    // What AWS does with such a target or server is UNCONFIRMED.
    return open(`${address} is a VPC's resolver`, `whether ${address} answers`, addresses.reachable);
  }
  const maybe = addresses.possibleOwnersOf(address);
  const [first] = maybe;
  if (first !== undefined) {
    const resolveBy = `whether ${address} is an address of the inbound endpoint in ${first.name}`;
    return open(`${address} may belong to the inbound endpoint of ${first.name}`, resolveBy, maybe);
  }
  const answerer: Answerer = { by: "servers", via, servers: [address], resource };
  return { verdict: "no", answerer, rule, resource, detail: `${address} is outside AWS` };
}
