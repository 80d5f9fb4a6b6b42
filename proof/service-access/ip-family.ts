/**
 * Compares the address families of a task with those of a mount target or an endpoint. AWS does not document what happens
 * if they differ, so the hop is unknown; mounts through DNS64 are known to fail (aws/containers-roadmap issue 2456).
 */
import { isUnset } from "../aws/attributes/block";
import { type MountTarget } from "../aws/efs/mount-target";
import { type Subnet } from "../aws/network/subnet";
import { type Facts } from "../facts";
import { type Resource } from "../graph/model";
import { type Ternary } from "../graph/ternary";
import { fails, type HopAnswer, unknown } from "../hop-answer";

const rule = "EFS-11";

/** Undefined if the task reaches the mount target over IPv4. */
export function ipFamilyAnswer(facts: Facts, subnet: Subnet, target: MountTarget): HopAnswer | undefined {
  const { resource } = subnet;
  // A subnet that is not in the input is reported by other hops.
  if (!resource) return undefined;
  const name = subnet.name;
  const native = isIpv6Only(facts, subnet);
  if (native !== "no") {
    const is = native === "yes" ? "has only IPv6 addresses" : "may have only IPv6 addresses";
    const detail = `${name} ${is}, but ${target.resource.address} has only an IPv4 address`;
    const resolveBy = `ipv6_native = false on ${name}: AWS does not document whether Fargate can mount EFS over IPv6 only`;
    return unknown(rule, name, detail, resolveBy);
  }
  const type = facts.per(addressType, target.resource);
  if (type === undefined || type === "IPV6_ONLY") {
    const detail = type ? "has only IPv6 addresses" : "its ip_address_type is not known";
    const resolveBy = `ip_address_type = "IPV4_ONLY" on ${target.resource.address}, which is the default`;
    return unknown(rule, target.resource.address, detail, resolveBy);
  }
  if (type === "DUAL_STACK" && facts.per(hasIpv6, resource) !== "no") {
    const detail = `also has IPv6 addresses, and tasks in ${name} may have them: rules for IPv6 are not judged`;
    const resolveBy = `ip_address_type = "IPV4_ONLY" on ${target.resource.address}, or no IPv6 addresses in ${name}`;
    return unknown(rule, target.resource.address, detail, resolveBy);
  }
  const dns64 = isOn(facts, resource, "enable_dns64");
  if (type === "DUAL_STACK" || dns64 === "no" || facts.per(hasIpv6, resource) === "no") return undefined;
  const has = dns64 === "yes" ? "has" : "may have";
  const detail = `${name} ${has} DNS64, which sends traffic of tasks with IPv6 addresses to a NAT gateway instead of ${target.resource.address}`;
  return unknown(rule, name, detail, `enable_dns64 = false on ${name}, or no IPv6 addresses there`);
}

/** Whether the subnet's tasks have only IPv6 addresses. */
export function isIpv6Only(facts: Facts, { resource }: Subnet): Ternary {
  return resource ? facts.per(isNative, resource) : "no";
}

/** The same for every service that a task asks for. */
function isNative(facts: Facts, subnet: Resource): Ternary {
  return isOn(facts, subnet, "ipv6_native");
}

function isOn({ graph }: Facts, resource: Resource, attribute: string): Ternary {
  const value = graph.get(resource, attribute);
  const text = graph.text(value);
  if (text !== undefined) return text === "true" ? "yes" : "no";
  return isUnset(graph, resource, attribute) && resource.mode === "managed" ? "no" : "unknown";
}

/**
 * The end of a sentence about what tasks in the subnet reach: the address family, if they may have both. The addresses
 * of mount targets and of endpoints with the default `ip_address_type` are IPv4 addresses.
 */
export function overFamily(facts: Facts, { resource }: Subnet): string {
  return resource && facts.per(hasIpv6, resource) === "yes" ? " over IPv4" : "";
}

/**
 * Undefined if the endpoint's name resolves to IPv4 addresses. With `dns_record_ip_type = "ipv6"`, AWS creates "AAAA
 * records for the private, Regional, and zonal DNS names" (AWS CDK reference, VpcEndpointDnsRecordIpType).
 */
export function ipv6OnlyAnswer(facts: Facts, subnet: Subnet, resource: Resource): HopAnswer | undefined {
  const { addresses, records } = facts.per(endpointFamily, resource);
  if (addresses !== "ipv6" && records !== "ipv6") return undefined;
  const [name, only] =
    records === "ipv6"
      ? ["dns_options.dns_record_ip_type", "its name resolves to IPv6 addresses only"]
      : ["ip_address_type", "it has IPv6 addresses only"];
  const written = `${name.replace("dns_options.", "")} is "ipv6", so ${only}`;
  if (subnet.resource && facts.per(hasIpv6, subnet.resource) === "no") {
    return fails("EP-05", resource.address, `${written}, and tasks in ${subnet.name} have IPv4 addresses only`);
  }
  const detail = `${written}: not known whether tasks in ${subnet.name} use them`;
  return unknown("EP-05", resource.address, detail, `${name} = "ipv4" on ${resource.address}`);
}

/** Unknown if an endpoint has addresses of both families, and tasks in the subnet may use IPv6; undefined otherwise. */
export function dualStackAnswer(facts: Facts, subnet: Subnet, endpoint: Resource): HopAnswer | undefined {
  const { addresses, records } = facts.per(endpointFamily, endpoint);
  if (addresses !== "dualstack" || records === "ipv4") return undefined;
  if (!subnet.resource || facts.per(hasIpv6, subnet.resource) === "no") return undefined;
  const detail = `also has IPv6 addresses, and tasks in ${subnet.name} may have them: rules for IPv6 are not judged`;
  const resolveBy = `ip_address_type = "ipv4" on ${endpoint.address}, which is the default, or no IPv6 addresses in ${subnet.name}`;
  return unknown("EP-08", endpoint.address, detail, resolveBy);
}

/** The address families of an endpoint's addresses and DNS records, as written; undefined if not known. */
function endpointFamily({ graph }: Facts, endpoint: Resource) {
  return {
    addresses: graph.text(endpoint.get("ip_address_type")),
    records: graph.text(endpoint.get("dns_options.dns_record_ip_type")),
  };
}

/** The condition that modules/network/adopted-vpc.ts sets on an existing subnet; a plan fails without it. */
const requiresIpv6 = /^\$\{\s*self\.ipv6_cidr_block\s*!=\s*""\s*\}$/;

/** Whether tasks in the subnet have IPv6 addresses, besides IPv4 or alone. */
function hasIpv6(facts: Facts, resource: Resource): Ternary {
  if (resource.conditions.some(({ expression }) => requiresIpv6.test(expression))) return "yes";
  if (!isUnset(facts.graph, resource, "ipv6_cidr_block")) return "yes";
  return isOn(facts, resource, "assign_ipv6_address_on_creation");
}

/** `IPV4_ONLY`, `IPV6_ONLY` or `DUAL_STACK`; provider versions before 6 support only the first. */
function addressType({ graph }: Facts, target: Resource): string | undefined {
  return (
    graph.text(target.get("ip_address_type")) ?? (isUnset(graph, target, "ip_address_type") ? "IPV4_ONLY" : undefined)
  );
}
