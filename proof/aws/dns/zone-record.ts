/** Resolves a record of a private zone to an interface endpoint, by its DNS name (EP-12). */
import { labelsOf } from "../../dns/name";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { attributeOf, isUnset, notDeleted, targetOf } from "../attributes/block";
import { recordsIn } from "./private-zones";

const endpointType = "aws_vpc_endpoint";

export interface RecordTarget {
  readonly record: Resource;
  /** Undefined if the target of the record is not known. */
  readonly endpoint?: Resource;
  /** The value of the record, for messages. */
  readonly value: string;
}

/** The record of a zone that answers a name: an exact match, or else the nearest wildcard (RFC 4592). */
export function recordFor(facts: Facts, zone: Resource, name: string): RecordTarget | undefined {
  const { graph } = facts;
  const suffix = graph.text(graph.get(zone, "name")) ?? "";
  const { certain } = recordsIn(facts, zone);
  const matching = notDeleted(certain)
    .filter((record) => ["A", "CNAME"].includes(graph.text(record.get("type")) ?? "A"))
    .map((record) => ({ record, length: matchLength(graph.text(record.get("name")), suffix, name) }))
    .filter(({ length }) => length >= 0)
    .sort((a, b) => b.length - a.length);
  const [best] = matching;
  return best && targetOfRecord(facts, best.record);
}

/** The number of matching labels, highest for an exact match; negative if the record has another name. */
function matchLength(written: string | undefined, zone: string, name: string): number {
  if (written === undefined) return -1;
  const [own, end] = [labelsOf(written), labelsOf(zone)];
  const isFull = end.every((label, index) => own[index] === label);
  const full = isFull ? own : [...end, ...own];
  const asked = labelsOf(name);
  const isWildcard = full.at(-1) === "*";
  const fixed = isWildcard ? full.slice(0, -1) : full;
  if (!fixed.every((label, index) => asked[index] === label)) return -1;
  if (!isWildcard) return fixed.length === asked.length ? Infinity : -1;
  return asked.length > fixed.length ? fixed.length : -1;
}

export function targetOfRecord(facts: Facts, record: Resource): RecordTarget {
  const { graph } = facts;
  const alias = record.get("alias.name");
  const values = isUnset(graph, record, "alias") ? graph.items(record.get("records")).items : [alias];
  const endpoints = new Set(values.map((value) => endpointOf(facts, value, record)));
  const [endpoint] = endpoints;
  return {
    record,
    endpoint: endpoints.size === 1 ? endpoint : undefined,
    value: values.map((value) => graph.text(value) ?? graph.describe(value)).join(", "),
  };
}

/** By reference to `dns_entry`, or by the endpoint's id in its DNS name: `vpce-0123-abcd.ecr.us-east-1.vpce…`. */
function endpointOf(facts: Facts, value: Value, near: Resource): Resource | undefined {
  const { graph } = facts;
  const at = graph.follow(value);
  if (at.kind === "reference") {
    const owner = graph.at(at.to);
    return owner?.type === endpointType && at.attribute.startsWith("dns_entry") ? owner : undefined;
  }
  const text = graph.text(at);
  if (text === undefined) return targetOf(graph, at, endpointType, near);
  const id = /(?:^|\.)(vpce-[0-9a-f]{8,})-/.exec(text)?.[1];
  if (id !== undefined) return graph.target({ kind: "literal", value: id }, endpointType);
  return byAddress(facts, text);
}

/** A record with the addresses of an endpoint's network interfaces. */
function byAddress({ graph }: Facts, text: string): Resource | undefined {
  return graph.all(endpointType, "both").find((endpoint) => {
    const { items } = endpoint.blocks("subnet_configuration");
    return items.some((item) => graph.text(attributeOf(item, "ipv4")) === text);
  });
}
