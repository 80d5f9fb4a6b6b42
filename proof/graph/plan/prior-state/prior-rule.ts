/** A security group's list of rules without a rule that was a separate resource. */
import { isRecord, type JsonObject, property } from "../../json/json-syntax";

/** Attributes of a listed rule, with the names of the same attributes in separate rules, single or list. */
const peers = [
  ["cidr_blocks", "cidr_blocks", "cidr_ipv4"],
  ["ipv6_cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv6"],
  ["prefix_list_ids", "prefix_list_ids", "prefix_list_id"],
  ["security_groups", "source_security_group_id", "referenced_security_group_id"],
] as const;

export function withoutRule(listed: unknown, prior: JsonObject): unknown {
  if (!Array.isArray(listed)) return listed;
  return (listed as unknown[]).flatMap((rule) => {
    if (!isRecord(rule) || !samePorts(rule, prior)) return [rule];
    const left: Record<string, unknown> = { ...rule };
    for (const [name, ...names] of peers) {
      const gone = names.flatMap((one) => asArray(prior[one])).map(withoutAccount);
      left[name] = asArray(rule[name]).filter((peer) => !gone.includes(withoutAccount(peer)));
    }
    const own = prior["security_group_id"];
    const sources = [prior["source_security_group_id"], prior["referenced_security_group_id"]];
    const itself = sources.map(withoutAccount).includes(own);
    if (prior["self"] === true || itself) left["self"] = false;
    const empty = peers.every(([name]) => asArray(left[name]).length === 0) && left["self"] !== true;
    return empty ? [] : [left];
  });
}

function samePorts(rule: JsonObject, prior: JsonObject): boolean {
  const protocol = protocolOf(rule["protocol"]);
  if (protocol !== protocolOf(property(prior, "ip_protocol") ?? prior["protocol"])) return false;
  return protocol === "-1" || ["from_port", "to_port"].every((name) => rule[name] === prior[name]);
}

const numbers = new Map([
  ["all", "-1"],
  ["1", "icmp"],
  ["6", "tcp"],
  ["17", "udp"],
  ["58", "icmpv6"],
]);

function protocolOf(protocol: unknown): string {
  const text = String(protocol).toLowerCase();
  return numbers.get(text) ?? text;
}

/** `123456789012/sg-0123` → `sg-0123`. */
function withoutAccount(peer: unknown): unknown {
  return typeof peer === "string" ? peer.replace(/^\d{12}\/(?=sg-)/, "") : peer;
}

function asArray(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json as unknown[];
  return json === null || json === undefined || json === "" ? [] : [json];
}
