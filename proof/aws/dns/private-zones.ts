/** The private hosted zones of a VPC, with their known records. */
import { type PrivateZone, unknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Graph, type Referrers } from "../../graph/graph";
import { isNull, type Resource, type Value } from "../../graph/model";
import { plainText, unknownFactOf } from "./plain-values";
import { couldBe, whetherFor } from "./resolver-rules";
import { profileResources } from "./route53-profile";

/** With the resource that associates it with the VPC, for fixes: the zone itself, or an association. */
export interface ReadZone extends PrivateZone {
  readonly source: Resource;
  /** The zone itself; undefined if it is not in the input. */
  readonly zone?: Resource;
}

const zoneType = "aws_route53_zone";
/** Cloud Map creates a private zone for the namespace in its VPC. */
const namespaceType = "aws_service_discovery_private_dns_namespace";

export function privateZones(facts: Facts, vpc: Value): readonly ReadZone[] {
  const { graph } = facts;
  const inline = graph.referrers(zoneType, "vpc.vpc_id", vpc);
  const attached = graph.referrers("aws_route53_zone_association", "vpc_id", vpc);
  const namespaces = graph.referrers(namespaceType, "vpc", vpc);
  return [
    ...namespaces.certain.map((one) => ({ ...facts.per(namespaceFacts, one), resource: one.address, source: one })),
    ...namespaces.possible.map((one): ReadZone => {
      const mayBe = unknownFactOf(graph, one.get("vpc"), `the VPC of ${one.address}`);
      return { ...facts.per(namespaceFacts, one), resource: one.address, source: one, mayBe };
    }),
    ...inline.certain.map((zone) => ({ ...facts.per(zoneFacts, zone), resource: zone.address, source: zone, zone })),
    ...inline.possible.map((zone): ReadZone => {
      const mayBe = unknownFactOf(graph, zone.get("vpc"), `the VPCs of ${zone.address}`);
      return { ...facts.per(zoneFacts, zone), resource: zone.address, source: zone, zone, mayBe };
    }),
    ...[...attached.certain, ...attached.possible].flatMap((association): ReadZone[] => {
      const mayBe = attached.certain.includes(association) ? undefined : whetherFor(facts, association);
      const zone = zoneOf(facts, association.get("zone_id"), association);
      if (zone.zone && isPublicZone(facts, zone.zone)) return [];
      return [{ ...zone, resource: association.address, source: association, mayBe }];
    }),
    ...profileResources(facts, vpc).flatMap(({ association, arn, mayBe }): ReadZone[] => {
      if (!couldBe(facts, arn, "hostedzone", zoneType)) return [];
      const zone = zoneOf(facts, arn, association);
      if (zone.zone && isPublicZone(facts, zone.zone)) return [];
      return [{ ...zone, resource: association.address, source: association, mayBe }];
    }),
  ];
}

/**
 * Whether Terraform creates the zone without a VPC, which makes it public. Route 53 associates no VPC with it:
 * "Attempting to associate public zone" (PublicZoneVPCAssociation, github.com/crossplane-contrib/provider-upjet-aws/pull/456).
 */
export function isPublicZone({ graph }: Facts, zone: Resource): boolean {
  if (zone.mode !== "managed" || zone.unsure) return false;
  // A plan hides dynamic blocks whose number is known only after apply: these are not a list.
  const blocks = graph.follow(zone.get("vpc"));
  return isNull(blocks) || (blocks.kind === "list" && blocks.items.length === 0 && !blocks.unknownRest);
}

function zoneOf(facts: Facts, value: Value, near: Resource): Pick<ReadZone, "domain" | "records" | "zone"> {
  const zone = facts.graph.target(value, zoneType, near) ?? zoneById(facts, value);
  if (zone) return { ...facts.per(zoneFacts, zone), zone };
  return { domain: unknownFact(`the name of the zone of ${near.address}, which is ${facts.graph.describe(value)}`) };
}

/** Zone ids are globally unique, so a data source or another state can refer to the same zone. */
function zoneById(facts: Facts, value: Value): Resource | undefined {
  const text = facts.graph.text(value);
  return text === undefined ? undefined : facts.once(zonesById).get(text.replace(/^arn:[^/]*\//, ""));
}

function zonesById({ graph }: Facts): ReadonlyMap<string, Resource> {
  const zones = new Map<string, Resource>();
  for (const zone of [...graph.all(zoneType, "data"), ...graph.all(zoneType)]) {
    const id = graph.knownId(zone);
    if (id !== undefined) zones.set(id, zone);
  }
  return zones;
}

/** The records of a zone, by reference or by its id. */
export function recordsIn(facts: Facts, zone: Resource): Referrers {
  const { graph } = facts;
  const { certain, possible } = graph.referrers("aws_route53_record", "zone_id", zone);
  const id = graph.knownId(zone);
  const byId = id === undefined ? [] : (facts.once(recordsByZoneId).get(id) ?? []);
  const sure = new Set([...certain, ...byId]);
  return { certain: [...sure], possible: possible.filter((one) => !sure.has(one)) };
}

function recordsByZoneId({ graph }: Facts): ReadonlyMap<string, readonly Resource[]> {
  const records = new Map<string, Resource[]>();
  for (const record of graph.all("aws_route53_record")) {
    const id = graph.text(record.get("zone_id"));
    if (id !== undefined && !record.unsure) records.set(id, [...(records.get(id) ?? []), record]);
  }
  return records;
}

/** The names of a Cloud Map namespace are its services. */
function namespaceFacts({ graph }: Facts, namespace: Resource): Pick<PrivateZone, "domain" | "records"> {
  const domain = plainText(graph, graph.get(namespace, "name"), `the name of ${namespace.address}`);
  const { certain, possible } = graph.referrers("aws_service_discovery_service", "dns_config.namespace_id", namespace);
  return recordsOf(graph, domain, namespace, certain, possible);
}

/** The records are complete only if Terraform creates the zone here. */
function zoneFacts(facts: Facts, zone: Resource): Pick<PrivateZone, "domain" | "records"> {
  const { graph } = facts;
  const domain = plainText(graph, graph.get(zone, "name"), `the name of ${zone.address}`);
  const { certain, possible } = recordsIn(facts, zone);
  return recordsOf(graph, domain, zone, certain, possible);
}

function recordsOf(
  graph: Graph,
  domain: PrivateZone["domain"],
  zone: Resource,
  certain: readonly Resource[],
  possible: readonly Resource[],
): Pick<PrivateZone, "domain" | "records"> {
  const names = certain.map((record) => graph.text(record.get("name")));
  const known = names.filter((name) => name !== undefined);
  const suffix = typeof domain === "string" ? domain.replace(/\.$/, "").toLowerCase() : "";
  return {
    domain,
    records: {
      names: known.map((name) => fullName(name, suffix)),
      complete: zone.mode === "managed" && possible.length === 0 && known.length === names.length,
    },
  };
}

/** A record's name may omit the zone's name, as in the provider. */
function fullName(name: string, zone: string): string {
  const own = name.replace(/\.$/, "").toLowerCase();
  if (own === "") return zone;
  return own === zone || own.endsWith(`.${zone}`) ? own : `${own}.${zone}`;
}
