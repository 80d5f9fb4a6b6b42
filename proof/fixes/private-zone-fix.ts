/** Adds records and associations that resolve a service's name to an interface endpoint in another VPC. */
import { notDeleted, objectOf } from "../aws/attributes/block";
import { isPublicZone, recordsIn } from "../aws/dns/private-zones";
import { type Vpc } from "../aws/dns/vpc-dns";
import { targetOfRecord } from "../aws/dns/zone-record";
import { endpointFacts } from "../aws/network/vpc-endpoint";
import { covers, labelsOf, nameOf } from "../dns/name";
import { type Facts } from "../facts";
import { literal, type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { addition } from "./addition";

/** A zone for the service that does not resolve its name to the endpoint in this VPC. */
export interface IdleZone {
  readonly detail: string;
  readonly fixes: readonly Fix[];
}

/**
 * The reason why zones with records for a service's endpoint do not serve a VPC: another name, or no association
 * (EP-12).
 */
export function idleZone(facts: Facts, vpc: Vpc, service: string, name: string): IdleZone | undefined {
  const { graph } = facts;
  for (const zone of notDeleted(graph.all("aws_route53_zone"))) {
    const domain = graph.text(graph.get(zone, "name"));
    const endpoint = domain === undefined ? undefined : endpointBehind(facts, zone, service);
    if (domain === undefined || !endpoint) continue;
    const shown = nameOf(labelsOf(domain));
    if (!covers(labelsOf(domain), labelsOf(name))) {
      const detail = `${zone.address} is for ${shown}, which does not cover ${name}`;
      return { detail, fixes: [] };
    }
    if (isPublicZone(facts, zone)) {
      const detail = `${zone.address} is public, since it has no vpc block, and Route 53 associates no VPC with a public zone`;
      const value = objectOf({ vpc_id: endpoint.get("vpc_id") });
      const description = `give ${zone.address} the VPC of ${endpoint.address}`;
      return { detail, fixes: [{ description, changes: [{ kind: "set", resource: zone, attribute: "vpc", value }] }] };
    }
    const detail = `${zone.address} resolves ${shown} to an endpoint, but is not associated with ${vpc.name}`;
    const { change } = addition(graph, zone, "aws_route53_zone_association", labelOf(`${zone.name}_spoke`), {
      zone_id: { kind: "reference", to: zone.key, attribute: "zone_id" },
      vpc_id: vpc.value,
    });
    const description = `associate ${zone.address} with ${vpc.name}`;
    const isHere = vpc.resource?.document === zone.document;
    return { detail, fixes: isHere ? [{ description, changes: [change] }] : [] };
  }
  return undefined;
}

function endpointBehind(facts: Facts, zone: Resource, service: string): Resource | undefined {
  const targets = recordsIn(facts, zone).certain.map((record) => targetOfRecord(facts, record).endpoint);
  return targets.find((endpoint) => endpoint && facts.per(endpointFacts, endpoint).service === service);
}

/** The missing record of a private zone: a wildcard for a registry, because each account has its own host name. */
export function recordFix(facts: Facts, zone: Resource, name: string, service: string): Fix[] {
  const { graph } = facts;
  const domain = graph.text(graph.get(zone, "name"));
  if (zone.mode === "data" || domain === undefined) return [];
  const isApex = nameOf(labelsOf(domain)) === name;
  const wanted = isApex ? name : `*.${nameOf(labelsOf(domain))}`;
  return notDeleted(graph.all("aws_vpc_endpoint"))
    .filter((one) => {
      const { service: own, type } = facts.per(endpointFacts, one);
      return own === service && type === "Interface";
    })
    .map((endpoint): Fix => {
      const entry = (attribute: string): Value => ({
        kind: "reference",
        to: endpoint.key,
        attribute: `dns_entry[0].${attribute}`,
      });
      const alias = objectOf({
        name: entry("dns_name"),
        zone_id: entry("hosted_zone_id"),
        evaluate_target_health: literal(false),
      });
      const { change } = addition(graph, zone, "aws_route53_record", labelOf(`${zone.name}_all`), {
        zone_id: { kind: "reference", to: zone.key, attribute: "zone_id" },
        name: literal(wanted),
        type: literal("A"),
        alias,
      });
      return { description: `add a record for ${wanted} to ${zone.address}`, changes: [change] };
    });
}
