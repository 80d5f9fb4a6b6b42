/** Inbound resolver endpoints, through which queries can return to a VPC (DNS-14). */
import { isUnknownFact, type Maybe, unknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Resolution } from "../../graph/graph";
import { NULL, type Resource, type Value } from "../../graph/model";
import { attributeOf, notDeleted } from "../attributes/block";
import { identityOf, subnetOf } from "../network/subnet";
import { plainText } from "./plain-values";

const endpointType = "aws_route53_resolver_endpoint";

/**
 * Addresses of inbound endpoints by the identity of their VPC (`identityOf`). An address that AWS assigns is
 * represented by its endpoint, in the form of `endpointOf`.
 */
export type InboundIps = ReadonlyMap<string, readonly Maybe<string>[]>;

export function inboundIps(facts: Facts): InboundIps {
  const { graph } = facts;
  const found = new Map<string, Maybe<string>[]>();
  for (const endpoint of notDeleted(graph.all(endpointType))) {
    if (directionOf(facts, endpoint) === "outbound") continue;
    const what = `ip_address of ${endpoint.address}`;
    const { items } = endpoint.blocks("ip_address");
    const ips = items.map((item): Maybe<string> => {
      const ip = plainText(graph, attributeOf(item, "ip"), what);
      return isUnknownFact(ip) ? unknownFact(`${what}, which AWS assigns`) : ip;
    });
    if (ips.length === 0) ips.push(unknownFact(what));
    const key = identityOf(vpcOf(facts, endpoint));
    const named = ips.some(isUnknownFact) ? [nameOf(facts, endpoint)] : [];
    found.set(key, [...(found.get(key) ?? []), ...named, ...ips]);
  }
  return found;
}

/**
 * The inbound endpoint whose assigned address a value references, in the form of `inboundIps`. Undefined if the value
 * is not such an address, or if the endpoint's VPC is not known.
 */
export function endpointOf(facts: Facts, address: Value): string | undefined {
  const { graph } = facts;
  const at = graph.follow(address);
  const references = at.kind === "reference" ? [at] : at.kind === "unknown" && at.closed ? at.candidates : [];
  const names = references.map(({ to, attribute }) => {
    const endpoint = /^(?:ip_address\b|$)/.test(attribute) ? graph.at(to) : undefined;
    if (endpoint?.type !== endpointType || directionOf(facts, endpoint) !== "inbound") return undefined;
    return vpcOf(facts, endpoint).kind === "unknown" ? undefined : nameOf(facts, endpoint);
  });
  const [name] = names;
  return names.every((one) => one === name) ? name : undefined;
}

function directionOf({ graph }: Facts, endpoint: Resource): "inbound" | "outbound" | undefined {
  const direction = graph.text(endpoint.get("direction"))?.toUpperCase();
  if (direction === undefined) return undefined;
  return direction.startsWith("INBOUND") ? "inbound" : "outbound";
}

/** All of an endpoint's subnets are in one VPC (DNS-09). */
function vpcOf(facts: Facts, endpoint: Resource): Resolution {
  const [first] = endpoint.blocks("ip_address").items;
  return subnetOf(facts, first ? attributeOf(first, "subnet_id") : NULL).vpc;
}

function nameOf({ graph }: Facts, { address, document }: Resource): string {
  return graph.resource(address) ? address : `${address} of ${document.name}`;
}
