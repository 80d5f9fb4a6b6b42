import { type Answerer, merge, type Outcome, type Ternary } from "./answer";
import { fileSystemOf, type Labels, nameOf } from "./name";
import { couldLieIn, isOwnResolver, isVpcResolver } from "./resolver-address";
import { isUnknown, type Maybe, type VpcDns } from "./vpc-dns";

/** What is needed to follow a query to a server. */
export interface ServerContext {
  vpcs: ReadonlyMap<string, VpcDns>;
  /** What the client's own VPC resolver does. */
  ownResolver: () => readonly Outcome[];
  /** What another VPC's resolver does with the query; undefined where it has been asked already: a loop. */
  otherResolver: (vpc: VpcDns) => Outcome | undefined;
}

/**
 * VPC-04: which servers the DHCP options name. The VPC's own resolver, under any of its names, applies the rules; any
 * other server bypasses them.
 */
export function askServers(vpc: VpcDns, name: Labels, context: ServerContext): readonly Outcome[] {
  const resource = vpc.dhcpResource ?? vpc.id;
  if (isUnknown(vpc.dhcpServers)) {
    const bypassed: Outcome = {
      verdict: fileSystemOf(name) !== undefined && vpc.inboundIps.length === 0 ? "no" : "unknown",
      answerer: { by: "unknown" },
      rule: "VPC-04",
      resource,
      detail: `the DHCP options of ${vpc.id} may name other servers`,
      settle: vpc.dhcpServers.unknown,
    };
    return [...context.ownResolver(), bypassed];
  }
  // Options without servers leave AWS's default in place.
  if (vpc.dhcpServers.every((server) => isOwnResolver(server, vpc))) return context.ownResolver();
  const outcomes = vpc.dhcpServers.map((server) =>
    isOwnResolver(server, vpc) ? merge(context.ownResolver()) : bypassing(server, vpc, name, resource, context),
  );
  return [sequence(outcomes, vpc.dhcpServers, resource)];
}

function bypassing(server: string, vpc: VpcDns, name: Labels, resource: string, context: ServerContext): Outcome {
  if (vpc.inboundIps.includes(server)) return merge(context.ownResolver());
  const asked = askAddress(server, "dhcp", vpc, name, resource, context);
  const led = asked.verdict === "no" && vpc.inboundIps.length > 0 ? merge(context.ownResolver()) : undefined;
  if (led === undefined || led.verdict === "no") return asked;
  return {
    ...asked,
    verdict: "unknown",
    settle: `whether ${server} forwards ${nameOf(name)} to the inbound endpoint of ${vpc.id}`,
  };
}

/** Clients ask DHCP's servers in turn, the next only where one is silent: mixed servers leave it open. */
function sequence(outcomes: readonly Outcome[], servers: readonly string[], resource: string): Outcome {
  const merged = merge(outcomes);
  if (merged.verdict !== "no") return merged;
  if (outcomes.some(({ answerer }) => answerer.by !== "servers")) return { ...merged, resource };
  return {
    ...merged,
    answerer: { by: "servers", via: "dhcp", servers, resource },
    detail: `the DHCP options send every query to ${servers.join(", ")}, which bypasses the VPC's resolver and its rules`,
  };
}

/** One target or server by address: another VPC's inbound endpoint, or a server that is not AWS. */
export function askAddress(
  address: Maybe<string>,
  via: "rule" | "dhcp",
  vpc: VpcDns,
  name: Labels,
  resource: string,
  context: Omit<ServerContext, "ownResolver">,
): Outcome {
  const rule = via === "dhcp" ? "VPC-04" : "DNS-14";
  const outcome = (verdict: Ternary, answerer: Answerer, detail: string, settle?: string): Outcome => ({
    verdict,
    answerer,
    rule,
    resource,
    detail,
    settle,
  });
  if (isUnknown(address)) return outcome("unknown", { by: "unknown" }, "a target is not known", address.unknown);
  const servers: Answerer = { by: "servers", via, servers: [address], resource };
  const owners = [...context.vpcs.values()].filter(({ inboundIps }) => inboundIps.includes(address));
  if (owners.length > 0) return merge(owners.map((owner) => led(owner)));
  if (isVpcResolver(address, context.vpcs.values())) {
    // What AWS does with such a target or server is UNCONFIRMED.
    return outcome("unknown", { by: "unknown" }, `${address} is a VPC's own resolver`, `whether ${address} answers`);
  }
  const maybe = [...context.vpcs.values()].find(
    ({ inboundIps, ...other }) => inboundIps.some(isUnknown) && couldLieIn(address, { inboundIps, ...other }),
  );
  if (maybe === undefined) return outcome("no", servers, `${address} is not AWS`);
  const settle = `whether ${address} is an address of the inbound endpoint in ${maybe.id}`;
  return outcome("unknown", { by: "unknown" }, `${address} may lead to ${maybe.id}`, settle);

  function led(owner: VpcDns): Outcome {
    const loop = (): Outcome =>
      outcome(
        "no",
        { by: "loop", vpcs: [vpc.id, owner.id] },
        `${nameOf(name)} goes round in a loop: ${address} is the inbound endpoint of ${owner.id}, which asks again`,
      );
    if (owner.id === vpc.id && via === "rule") return loop();
    const answered = context.otherResolver(owner);
    if (answered === undefined) return loop();
    const detail = `${address} is the inbound endpoint of ${owner.id}: ${answered.detail}`;
    if (fileSystemOf(name) === undefined || answered.verdict !== "yes") return { ...answered, detail };
    return {
      ...answered,
      verdict: "no",
      rule: "EFS-04",
      resource,
      detail: `${detail}, but the file system's name is answered in the VPC of its mount targets only`,
    };
  }
}
