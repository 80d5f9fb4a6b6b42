/** The private zones that interface endpoints with private DNS add to a VPC. */
import { endpointZoneName } from "../../dns/endpoint-zone";
import { type EndpointZone, isUnknownFact, type Maybe, unknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { endpointFacts, endpointsOf, type VpcEndpoint } from "../network/vpc-endpoint";
import { whetherFor } from "./resolver-rules";
import { profileResources } from "./route53-profile";

/** A zone with its endpoint, which a Route 53 Profile may bring from another VPC. */
export interface ReadEndpointZone extends EndpointZone {
  readonly endpoint: Resource;
  /** The resource that adds the endpoint to a profile of the VPC. */
  readonly profile?: Resource;
}

export function endpointZones(facts: Facts, vpc: Value, region: Maybe<string>): readonly ReadEndpointZone[] {
  const { certain, possible } = endpointsOf(facts, facts.graph.resolve(vpc));
  const own = [...certain, ...possible].flatMap((endpoint): ReadEndpointZone[] => {
    const zone = zoneOf(endpoint, region);
    if (!zone) return [];
    return [certain.includes(endpoint) ? zone : { ...zone, mayBe: whetherFor(facts, endpoint.resource) }];
  });
  return [...own, ...ofProfiles(facts, vpc, region)];
}

/**
 * "Associate interface VPC endpoints to a Route 53 Profile" (Route 53 profile-associate-vpc-endpoints.html). Whether a
 * profile serves the names of an endpoint without private DNS: UNCONFIRMED.
 */
function ofProfiles(facts: Facts, vpc: Value, region: Maybe<string>): readonly ReadEndpointZone[] {
  return profileResources(facts, vpc).flatMap(({ association, arn, mayBe }): ReadEndpointZone[] => {
    const resource = facts.graph.target(arn, "aws_vpc_endpoint", association);
    if (!resource) return [];
    const endpoint = facts.per(endpointFacts, resource);
    const zone = zoneOf({ ...endpoint, privateDns: "yes" }, region);
    if (!zone) return [];
    const without =
      endpoint.privateDns === "yes" ? undefined : unknownFact(`private_dns_enabled of ${resource.address}`);
    return [{ ...zone, profile: association, mayBe: mayBe ?? without ?? zone.mayBe }];
  });
}

/** EP-05: the default type of an endpoint is Gateway, and private DNS is off by default. */
function zoneOf({ resource: endpoint, type, privateDns, service, region: own }: VpcEndpoint, vpcRegion: Maybe<string>) {
  const region = own ?? vpcRegion;
  const resource = endpoint.address;
  const of = { resource, endpoint };
  if (privateDns === "no") return undefined;
  if (type !== undefined && type !== "Interface") return undefined;
  const open = type === undefined ? "vpc_endpoint_type" : privateDns === "unknown" ? "private_dns_enabled" : undefined;
  const mayBe = open === undefined ? undefined : unknownFact(`${open} of ${resource}`);
  if (service === undefined) return { ...of, domain: unknownFact(`service_name of ${resource}`), mayBe };
  if (isUnknownFact(region)) return { ...of, domain: region, mayBe };
  return {
    ...of,
    domain: endpointZoneName(service, region) ?? unknownFact(`the private name of ${service}`),
    mayBe,
  };
}
