/** Whether a starting task reaches an AWS service: over an interface endpoint's private DNS, else the way out. */

import { lets, type Party, partyOf, strayGroup } from "../aws/reach";
import { type SecurityGroup } from "../aws/security-group";
import { type Subnet, subnetOf } from "../aws/subnet";
import { type VpcEndpoint } from "../aws/vpc-endpoint";
import { endpointZoneName } from "../dns/endpoint-zone";
import { literal, type Unknown } from "../graph/model";
import { AclCrossing } from "./acl-crossing";
import { endpointFix, interfaceFix, natRouteFix, publicAddressFix } from "./endpoint-fix";
import { filteredName } from "./filtered-name";
import { fails, type Fix, type HopAnswer, unknown, withFixes, worst } from "./hop";
import { isIpv6Only } from "./ip-family";
import { natGatewayFix, publicNatFix } from "./nat-fix";
import { openRule, openTo, type Peer } from "./open-rule";
import { type Position } from "./position";
import { nameLeadsTo } from "./service-name";

const https = 443;

/** Undefined where the task reaches the service. */
export function reachService(at: Position, service: string): HopAnswer | undefined {
  return at.once(service, () => reach(at, service));
}

function reach(at: Position, service: string): HopAnswer | undefined {
  // The registry's own name has the account before it, which only the image tells.
  const name = service === "ecr.dkr" || at.region === undefined ? undefined : endpointZoneName(service, at.region);
  return worst([lead(at, service), filteredName(at, name)]);
}

function lead(at: Position, service: string): HopAnswer | undefined {
  const ipv6 = overIpv6(at, service);
  if (ipv6) return ipv6;
  const endpoints = at.endpointsFor(service);
  const used = at.privateEndpointsFor(service);
  if (used.length > 0) {
    return worst([...used.map((endpoint) => reachEndpoint(at, endpoint)), nameLeadsTo(at, used[0]!, service)]);
  }
  const open = endpoints.find(({ type, privateDns }) => type === undefined || privateDns === "unknown");
  if (open) {
    const address = open.resource.address;
    const settle = `private_dns_enabled and vpc_endpoint_type of ${address}`;
    return unknown("EP-05", address, `not known whether its private DNS serves the name of ${service}`, settle);
  }
  const out = reachOutside(at, service);
  if (!out) return undefined;
  const maybe = at.possibleEndpoint(service);
  if (maybe !== undefined) {
    const settle = `${maybe}, judged along or looked up by a data source`;
    return unknown("EP-01", at.subnet.name, `no endpoint for ${service} that is known of, and ${out.detail}`, settle);
  }
  const [idle] = endpoints;
  if (idle) return withoutPrivateDns(at, idle, service, out);
  return withFixes(out, endpointFix(at, service));
}

/** Routes, rules and endpoints are judged for IPv4, which not every task has. */
function overIpv6({ facts, subnet }: Position, what: string): HopAnswer | undefined {
  const only = isIpv6Only(facts, subnet);
  if (only === "no") return undefined;
  const detail = `${subnet.name} ${only === "yes" ? "has" : "may have"} IPv6 addresses alone: whether they lead to ${what} is not judged`;
  return unknown("EP-01", subnet.name, detail, `ipv6_native = false on ${subnet.name}`);
}

/** Undefined where the task reaches public addresses. */
export function reachOutside(at: Position, what: string, rule = "EP-01"): HopAnswer | undefined {
  const ipv6 = overIpv6(at, what);
  if (ipv6) return ipv6;
  const { answer, resource, detail, settle } = at.wayOut;
  if (answer === "no")
    return fails(rule, resource, `${what} is out of reach: ${detail}`, [
      ...publicAddressFix(at),
      ...natRouteFix(at),
      ...publicNatFix(at),
      ...(rule === "EP-09" ? natGatewayFix(at) : []),
    ]);
  if (answer === "unknown") return unknown(rule, resource, `${what} may be out of reach: ${detail}`, settle!);
  return egress(at, { everywhere: true }, `${what}, which has public addresses`, at.wayOut.nats);
}

/** Undefined where the task's groups and the ACLs on its way let 443 out. @param nat where the NAT gateway stands */
export function egress(
  at: Position,
  to: { everywhere: true } | { service: string },
  what: string,
  nats?: readonly Subnet[],
): HopAnswer | undefined {
  const { answer, resource, open, settle } = lets(at.facts, at.task, "egress", to, https);
  if (answer === "no") {
    return fails("EP-08", resource, `no rule lets tcp/${https} out to ${what}`, egressFix(at, to));
  }
  const acls = whichever((nats ?? [undefined]).map((nat) => aclsOf(at).out(at.subnet, nat)));
  if (answer === "yes" || acls?.verdict === "fails") return acls;
  return unknown("EP-08", resource, `not known whether tcp/${https} is let out to ${what}: ${open}`, settle!);
}

/** Of the NAT gateways that it may lead through, which is not known. */
function whichever(answers: readonly (HopAnswer | undefined)[]): HopAnswer | undefined {
  const [first, ...others] = answers;
  if (others.every((answer) => answer?.verdict === first?.verdict)) return first;
  const bad = worst(answers)!;
  return bad.verdict === "unknown" ? bad : unknown(bad.rule, bad.resource, bad.detail, "which NAT gateway leads out");
}

function aclsOf({ facts }: Position): AclCrossing {
  return new AclCrossing(facts, "EP-08", https);
}

function withoutPrivateDns(at: Position, endpoint: VpcEndpoint, service: string, out: HopAnswer): HopAnswer {
  const { resource, type } = endpoint;
  const detail =
    type === "Gateway"
      ? `is of type Gateway, which ${service} doesn't have`
      : `has no private DNS, so the name of ${service} leads to public addresses`;
  if (out.verdict !== "fails") return unknown("EP-05", resource.address, `${detail}, and ${out.detail}`, settleOf(out));
  return fails("EP-05", resource.address, `${detail}, and ${at.wayOut.detail}`, interfaceFix(endpoint));
}

function settleOf(answer: HopAnswer): string {
  return answer.verdict === "unknown" ? answer.settle : answer.resource;
}

function reachEndpoint(at: Position, { resource, subnets, securityGroups }: VpcEndpoint): HopAnswer | undefined {
  const { facts } = at;
  const name = resource.address;
  if (resource.mode === "data" && subnets.items.length === 0) {
    return unknown(
      "EP-08",
      name,
      "its subnets and security groups are not known",
      `the plan or state that holds ${name}`,
    );
  }
  const places = subnets.items.map((subnet) => subnetOf(facts, subnet));
  if (places.length === 0 && !subnets.rest) {
    return fails("EP-07", name, "stands in no subnet, so nothing answers for it");
  }
  const parties = (places.length > 0 ? places : [at.subnet]).map((place) =>
    partyOf(facts, name, securityGroups, place, at.vpc),
  );
  const stray = parties[0] && strayGroup(facts, parties[0], at.vpc);
  if (stray) return fails("EP-08", stray.name, `is a security group of another VPC than that of ${name}`);
  const answer = ofAll(parties.map((party) => [party, reachParty(at, party)]));
  return answer ?? (subnets.rest && behindAcls(at, name, subnets.rest));
}

/** An endpoint in subnets that are not known may be behind whichever network ACL there is. */
function behindAcls({ facts }: Position, endpoint: string, { expression }: Unknown): HopAnswer | undefined {
  const [acl] = ["aws_network_acl", "aws_default_network_acl"].flatMap((type) => facts.graph.all(type, "both"));
  if (!acl) return undefined;
  const detail = `not known whether ${endpoint} is behind ${acl.address}: which subnets it stands in is not known`;
  return unknown("EP-08", endpoint, detail, `the subnets of ${endpoint}: ${expression}`);
}

function reachParty(at: Position, party: Party): HopAnswer | undefined {
  const { task, subnet } = at;
  return worst([
    side(at, task, "egress", party),
    side(at, party, "ingress", task),
    aclsOf(at).between(subnet, party.subnet),
  ]);
}

/** An endpoint's name leads to all of its network interfaces: where only some answer, it depends on the draw. */
function ofAll(answers: readonly (readonly [Party, HopAnswer | undefined])[]): HopAnswer | undefined {
  const bad = worst(answers.map(([, answer]) => answer));
  const [open] = answers.find(([, answer]) => answer === undefined) ?? [];
  if (!open || bad?.verdict !== "fails") return bad;
  const detail = `${bad.detail}, though ${open.name} is within reach in ${open.subnet.name}, where its name may lead as well`;
  return unknown(bad.rule, bad.resource, detail, `the same for every subnet of ${open.name}, in ${bad.resource}`);
}

function side(at: Position, party: Party, direction: "ingress" | "egress", other: Party): HopAnswer | undefined {
  const { answer, resource, open, settle } = lets(at.facts, party, direction, other, https);
  const way = direction === "egress" ? `out to ${other.name}` : `in from ${other.name}`;
  if (answer === "yes") return undefined;
  if (answer === "unknown") {
    return unknown("EP-08", resource, `not known whether tcp/${https} is let ${way}: ${open}`, settle!);
  }
  const groups = party.groups.map((group: SecurityGroup) => group.name).join(", ");
  const fixes = openRule(at.facts, party, direction, other, https);
  return fails("EP-08", resource, `no rule of ${groups} lets tcp/${https} ${way}`, fixes);
}

/** The gateway's own prefix list where there is one, else everywhere. */
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
