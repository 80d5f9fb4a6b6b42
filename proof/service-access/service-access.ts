/**
 * Checks whether a starting task reaches an AWS service, through the private DNS of an interface endpoint or over the
 * internet.
 */

import { vpcDnsOf } from "../aws/dns/vpc-dns";
import { reachability } from "../aws/network/security-group-reachability";
import { type Subnet } from "../aws/network/subnet";
import { type VpcEndpoint } from "../aws/network/vpc-endpoint";
import { endpointZoneName } from "../dns/endpoint-zone";
import { endpointFix, interfaceFix, publicAddressFix } from "../fixes/endpoint-fix";
import { hubRouteFix, natGatewayFix, natPlaceFix, publicNatFix } from "../fixes/nat-fix";
import { type IdleZone, idleZone } from "../fixes/private-zone-fix";
import { openTo, type Peer } from "../fixes/security-group-fix";
import { transitFix } from "../fixes/transit-gateway-fix";
import { literal } from "../graph/model";
import { fails, type Fix, type HopAnswer, unknown, withFixes, worst } from "../hop-answer";
import { type RuleId } from "../rules";
import { type Position } from "../workloads/task-position";
import { elsewhere } from "./central-endpoint";
import { reachEndpoint } from "./endpoint-reachability";
import { filteredName } from "./filtered-name";
import { forwardedName } from "./forwarded-name";
import { isIpv6Only } from "./ip-family";
import { AclCrossing } from "./network-acl-crossing";
import { nameLeadsTo } from "./service-name";

const https = 443;

/** Undefined if the task reaches the service. */
export function reachService(at: Position, service: string, host?: string): HopAnswer | undefined {
  return at.once(`${service} ${host}`, () => reach(at, service, host));
}

/** @param host the host of a registry, whose name begins with an account id */
function reach(at: Position, service: string, host: string | undefined): HopAnswer | undefined {
  const own = at.region === undefined ? undefined : endpointZoneName(service, at.region);
  const registry = own && (host ?? `000000000000.${own}`);
  const isRegistry = service === "ecr.dkr";
  return worst([lead(at, service, isRegistry ? registry : own), filteredName(at, isRegistry ? undefined : own)]);
}

function lead(at: Position, service: string, name: string | undefined): HopAnswer | undefined {
  const ipv6 = overIpv6(at, service);
  if (ipv6) return ipv6;
  const endpoints = at.endpointsFor(service);
  const used = at.privateEndpointsFor(service);
  if (used.length > 0) {
    return worst([...used.map((endpoint) => reachEndpoint(at, endpoint)), nameLeadsTo(at, used[0]!, service, name)]);
  }
  const open = endpoints.find(({ type, privateDns }) => type === undefined || privateDns === "unknown");
  if (open) {
    const address = open.resource.address;
    const resolveBy = `private_dns_enabled and vpc_endpoint_type of ${address}`;
    return unknown("EP-05", address, `not known whether its private DNS serves the name of ${service}`, resolveBy);
  }
  const central = name === undefined ? undefined : elsewhere(at, service, name, () => reachOutside(at, service));
  if (central) return central.answer;
  const out = reachOutside(at, service);
  if (!out) return name === undefined ? undefined : forwardedName(at, name.replace(/^0+\./, ""));
  const maybe = at.possibleEndpoint(service);
  if (maybe !== undefined) {
    const resolveBy = `${maybe} as another input, or a data source that looks it up`;
    return unknown("EP-01", at.subnet.name, `no known endpoint for ${service}, and ${out.detail}`, resolveBy);
  }
  const [idle] = endpoints;
  if (idle) return withoutPrivateDns(at, idle, service, out);
  const zone = name === undefined || out.verdict !== "fails" ? undefined : zoneFor(at, service, name);
  const told = zone ? { ...out, detail: `${out.detail}; ${zone.detail}` } : out;
  return withFixes(told, [...(zone?.fixes ?? []), ...endpointFix(at, service)]);
}

function zoneFor({ facts, vpc }: Position, service: string, name: string): IdleZone | undefined {
  const own = vpcDnsOf(facts, vpc);
  return own && idleZone(facts, own, service, name);
}

/** Routes, rules and endpoints are judged only for IPv4, which some tasks do not have. */
function overIpv6({ facts, subnet }: Position, what: string): HopAnswer | undefined {
  const only = isIpv6Only(facts, subnet);
  if (only === "no") return undefined;
  const detail = `${subnet.name} ${only === "yes" ? "has" : "may have"} IPv6 addresses only: not known whether it reaches ${what} over IPv6`;
  return unknown("EP-01", subnet.name, detail, `ipv6_native = false on ${subnet.name}`);
}

/** Undefined if the task reaches public addresses. */
export function reachOutside(at: Position, what: string, rule: RuleId = "EP-01"): HopAnswer | undefined {
  const ipv6 = overIpv6(at, what);
  if (ipv6) return ipv6;
  const { answer, resource, detail, resolveBy, rule: own, gap } = at.wayOut;
  if (answer === "no")
    return fails(rule, resource, `${what} is unreachable: ${detail}`, [
      ...publicAddressFix(at),
      ...natPlaceFix(at),
      ...publicNatFix(at),
      ...hubRouteFix(at),
      ...(gap ? transitFix(at.facts, gap) : []),
      ...(rule === "EP-09" ? natGatewayFix(at) : []),
    ]);
  if (answer === "unknown") return unknown(own ?? rule, resource, `${what} may be unreachable: ${detail}`, resolveBy!);
  return egress(at, { everywhere: true }, `${what}, which has public addresses`, at.wayOut.nats);
}

/**
 * Undefined if the task's security groups and the ACLs on the route allow outbound tcp/443.
 * @param nats the subnets of the NAT gateway
 */
export function egress(
  at: Position,
  to: { everywhere: true } | { service: string },
  what: string,
  nats?: readonly Subnet[],
): HopAnswer | undefined {
  const { answer, resource, open, resolveBy } = reachability(at.facts, at.task, "egress", to, https);
  if (answer === "no") {
    return fails("EP-08", resource, `no rule allows outbound tcp/${https} to ${what}`, egressFix(at, to));
  }
  const acls = whichever((nats ?? [undefined]).map((nat) => aclsOf(at).out(at.subnet, nat)));
  if (answer === "yes" || acls?.verdict === "fails") return acls;
  return unknown(
    "EP-08",
    resource,
    `not known whether outbound tcp/${https} to ${what} is allowed: ${open}`,
    resolveBy!,
  );
}

/** Combines the answers for several possible NAT gateways. */
function whichever(answers: readonly (HopAnswer | undefined)[]): HopAnswer | undefined {
  const [first, ...others] = answers;
  if (others.every((answer) => answer?.verdict === first?.verdict)) return first;
  const bad = worst(answers)!;
  return bad.verdict === "unknown"
    ? bad
    : unknown(bad.rule, bad.resource, bad.detail, "which NAT gateway the traffic uses");
}

function aclsOf({ facts }: Position): AclCrossing {
  return new AclCrossing(facts, "EP-08", https);
}

function withoutPrivateDns(at: Position, endpoint: VpcEndpoint, service: string, out: HopAnswer): HopAnswer {
  const { resource, type } = endpoint;
  const detail =
    type === "Gateway"
      ? `is of type Gateway, which does not exist for ${service}`
      : `has no private DNS, so the name of ${service} resolves to public addresses`;
  if (out.verdict !== "fails") return unknown("EP-05", resource.address, `${detail}, and ${out.detail}`, settleOf(out));
  return fails("EP-05", resource.address, `${detail}, and ${at.wayOut.detail}`, interfaceFix(endpoint));
}

function settleOf(answer: HopAnswer): string {
  return answer.verdict === "unknown" ? answer.resolveBy : answer.resource;
}

/** The prefix list of the gateway endpoint if there is one, or else all addresses. */
function egressFix(at: Position, to: { everywhere: true } | { service: string }): Fix[] {
  const gateway = "service" in to ? at.endpointsFor("s3").find(({ type }) => type === "Gateway") : undefined;
  const peer: Peer = gateway
    ? {
        name: `the prefix list of ${gateway.resource.address}`,
        label: gateway.resource.name,
        kind: "prefix-list",
        value: { kind: "reference", to: gateway.resource.key, attribute: "prefix_list_id" },
      }
    : { name: "0.0.0.0/0", label: "anywhere", kind: "cidr", value: literal("0.0.0.0/0") };
  return openTo(at.facts, at.task, "egress", peer, https);
}
