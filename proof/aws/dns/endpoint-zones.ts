/** The private zones that interface endpoints with private DNS add to a VPC. */
import { endpointZoneName } from "../../dns/endpoint-zone";
import { type EndpointZone, isUnknownFact, type Maybe, unknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Value } from "../../graph/model";
import { endpointsOf, type VpcEndpoint } from "../network/vpc-endpoint";
import { whetherFor } from "./resolver-rules";

export function endpointZones(facts: Facts, vpc: Value, region: Maybe<string>): readonly EndpointZone[] {
  const { certain, possible } = endpointsOf(facts, facts.graph.resolve(vpc));
  return [...certain, ...possible].flatMap((endpoint): EndpointZone[] => {
    const zone = zoneOf(endpoint, region);
    if (!zone) return [];
    return [certain.includes(endpoint) ? zone : { ...zone, mayBe: whetherFor(facts, endpoint.resource) }];
  });
}

/** EP-05: the default type of an endpoint is Gateway, and private DNS is off by default. */
function zoneOf({ resource: endpoint, type, privateDns, service, region: own }: VpcEndpoint, vpcRegion: Maybe<string>) {
  const region = own ?? vpcRegion;
  const resource = endpoint.address;
  if (privateDns === "no") return undefined;
  if (type !== undefined && type !== "Interface") return undefined;
  const open = type === undefined ? "vpc_endpoint_type" : privateDns === "unknown" ? "private_dns_enabled" : undefined;
  const mayBe = open === undefined ? undefined : unknownFact(`${open} of ${resource}`);
  if (service === undefined) return { resource, domain: unknownFact(`service_name of ${resource}`), mayBe };
  if (isUnknownFact(region)) return { resource, domain: region, mayBe };
  return {
    resource,
    domain: endpointZoneName(service, region) ?? unknownFact(`the private name of ${service}`),
    mayBe,
  };
}
