/** The zones that interface endpoints with private DNS bring to a VPC. */
import { endpointZoneName } from "../dns/endpoint-zone";
import { type EndpointZone, isUnknown, type Unknown, unknown } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { type Resource, type Value } from "../graph/model";
import { openFlag, openText } from "./open";
import { whetherFor } from "./resolver-rules";

export function endpointZones(facts: Facts, vpc: Value): readonly EndpointZone[] {
  const { graph } = facts;
  const { certain, possible } = graph.referrers("aws_vpc_endpoint", "vpc_id", vpc);
  return [...certain, ...possible].flatMap((endpoint): EndpointZone[] => {
    const mayBe = certain.includes(endpoint) ? undefined : whetherFor(facts, endpoint);
    const zone = zoneOf(facts, endpoint);
    return zone ? [{ ...zone, mayBe: mayBe ?? zone.mayBe }] : [];
  });
}

/** EP-05: without a type an endpoint is a gateway, and private DNS is off by default. */
function zoneOf({ graph }: Facts, endpoint: Resource): EndpointZone | undefined {
  const resource = endpoint.address;
  const text = (attribute: string) => openText(graph, endpoint.get(attribute), `${attribute} of ${resource}`);
  const type = graph.text(endpoint.get("vpc_endpoint_type")) === undefined ? typeOf(graph, endpoint) : undefined;
  if (type === undefined && graph.text(endpoint.get("vpc_endpoint_type")) !== "Interface") return undefined;
  if (type === "gateway") return undefined;
  const privateDns = openFlag(graph, endpoint.get("private_dns_enabled"), `private_dns_enabled of ${resource}`, false);
  const inboundOnly = graph.text(endpoint.get("dns_options.private_dns_only_for_inbound_resolver_endpoint"));
  if (privateDns === false || inboundOnly === "true") return undefined;
  const mayBe = type ?? (isUnknown(privateDns) ? privateDns : undefined);
  const service = text("service_name");
  if (isUnknown(service)) return { resource, domain: service, mayBe };
  const domain = endpointZoneName(service) ?? unknown(`the private DNS name of ${service}`);
  return { resource, domain, mayBe };
}

function typeOf(graph: Facts["graph"], endpoint: Resource): "gateway" | Unknown {
  const value = graph.follow(endpoint.get("vpc_endpoint_type"));
  if (value.kind === "literal" && value.value === null) return "gateway";
  return unknown(`vpc_endpoint_type of ${endpoint.address}`);
}
