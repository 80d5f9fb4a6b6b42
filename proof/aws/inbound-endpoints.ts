/** Inbound resolver endpoints: where a query may come back into a VPC (DNS-14). */
import { isUnknown, type Maybe, unknown } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { NULL } from "../graph/model";
import { alive, attributeOf } from "./block";
import { openText } from "./open";
import { identityOf, subnetOf } from "./subnet";

/** Addresses of inbound endpoints by the identity of their VPC (`identityOf`). */
export type InboundIps = ReadonlyMap<string, readonly Maybe<string>[]>;

export function inboundIps(facts: Facts): InboundIps {
  const { graph } = facts;
  const found = new Map<string, Maybe<string>[]>();
  for (const endpoint of alive(graph.all("aws_route53_resolver_endpoint"))) {
    const direction = graph.text(endpoint.get("direction"));
    if (direction !== undefined && !direction.startsWith("INBOUND")) continue;
    const { items } = endpoint.blocks("ip_address");
    const [first] = items;
    // All of an endpoint's subnets are in one VPC (DNS-09).
    const { vpc } = subnetOf(facts, first ? attributeOf(first, "subnet_id") : NULL);
    const what = `ip_address of ${endpoint.address}`;
    const ips = items.map((item) => {
      const ip = openText(graph, attributeOf(item, "ip"), what);
      return isUnknown(ip) ? unknown(`${what}, which AWS chooses`) : ip;
    });
    const key = identityOf(vpc);
    found.set(key, [...(found.get(key) ?? []), ...(ips.length > 0 ? ips : [unknown(what)])]);
  }
  return found;
}
