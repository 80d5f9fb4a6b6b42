/**
 * Checks whether a task reaches an interface endpoint in its own VPC, or in another one over peering or a transit
 * gateway.
 */
import { assumptions, namesOfResolved } from "../assumptions";
import { blockOf } from "../aws/network/cidr";
import { type Connectivity } from "../aws/network/connectivity";
import { type SecurityGroup, securityGroupOf } from "../aws/network/security-group";
import { type Party, partyOf, reachability, strayGroup } from "../aws/network/security-group-reachability";
import { identityOf, subnetOf } from "../aws/network/subnet";
import { rangesOf } from "../aws/network/subnet-addresses";
import { routeTo } from "../aws/network/subnet-route";
import { type VpcEndpoint } from "../aws/network/vpc-endpoint";
import { type Facts } from "../facts";
import { routeFix } from "../fixes/route-fix";
import { openRule, openTo } from "../fixes/security-group-fix";
import { type Resolution } from "../graph/graph";
import { literal, type Unknown } from "../graph/model";
import { fails, type Fix, type HopAnswer, unknown, worst } from "../hop-answer";
import { typesOfFamily } from "../resource-types";
import { type Position } from "../workloads/task-position";
import { dualStackAnswer, ipv6OnlyAnswer } from "./ip-family";
import { AclCrossing } from "./network-acl-crossing";

const https = 443;

/** @param vpc the VPC of the endpoint */
export function reachEndpoint(at: Position, endpoint: VpcEndpoint, vpc: Resolution = at.vpc): HopAnswer | undefined {
  const ipv6Only = ipv6OnlyAnswer(at.facts, at.subnet, endpoint.resource);
  if (ipv6Only) return ipv6Only;
  const family = dualStackAnswer(at.facts, at.subnet, endpoint.resource);
  const standing = standingOf(at.facts, endpoint, vpc);
  if (standing !== undefined && at.reached.has(standing)) return family;
  const answer = reachAfresh(at, endpoint, vpc);
  if (standing !== undefined && answer === undefined) at.reached.add(standing);
  return worst([answer, family]);
}

const standings = (_facts: Facts) => new WeakMap<VpcEndpoint, string | undefined>();

/**
 * Key of the endpoint's subnets and security groups: endpoints with the same key are equally reachable. Undefined if
 * they are not all known.
 */
function standingOf(facts: Facts, endpoint: VpcEndpoint, vpc: Resolution): string | undefined {
  if (vpc.kind === "unknown") return undefined;
  const made = facts.once(standings);
  if (!made.has(endpoint)) made.set(endpoint, placesOf(facts, endpoint));
  const places = made.get(endpoint);
  return places && `${identityOf(vpc)} ${places}`;
}

function placesOf(facts: Facts, { subnets, securityGroups }: VpcEndpoint): string | undefined {
  if (subnets.items.length === 0 || subnets.unknownRest || securityGroups.unknownRest) return undefined;
  const resolutions = [
    ...subnets.items.map((subnet) => subnetOf(facts, subnet).resolution),
    ...securityGroups.items.map((group) => securityGroupOf(facts, group).resolution),
  ];
  if (resolutions.some(({ kind }) => kind === "unknown")) return undefined;
  return resolutions.map(identityOf).join(" ");
}

function reachAfresh(
  at: Position,
  { resource, subnets, securityGroups }: VpcEndpoint,
  vpc: Resolution,
): HopAnswer | undefined {
  const { facts } = at;
  const name = resource.address;
  if (resource.mode === "data" && subnets.items.length === 0) {
    if (facts.once(assumptions).use("existing-endpoints-open", () => namesOfResolved(facts, vpc))) return undefined;
    return unknown(
      "EP-08",
      name,
      "its subnets and security groups are not known",
      `add the plan or state that contains ${name}`,
    );
  }
  const places = subnets.items.map((subnet) => subnetOf(facts, subnet));
  if (places.length === 0 && !subnets.unknownRest) {
    return fails("EP-07", name, "has no subnet, so it has no network interface that answers");
  }
  const parties = (places.length > 0 ? places : [at.subnet]).map((place) =>
    partyOf(facts, name, securityGroups, place, vpc),
  );
  const stray = parties[0] && strayGroup(facts, parties[0], vpc);
  if (stray) return fails("EP-08", stray.name, `is in another VPC than ${name}`);
  const answer = ofAll(parties.map((party) => [party, reachParty(at, party)]));
  return answer ?? (subnets.unknownRest && behindAcls(at, name, subnets.unknownRest));
}

/** If the subnets of an endpoint are not known, any network ACL may apply to it. */
function behindAcls({ facts }: Position, endpoint: string, { expression }: Unknown): HopAnswer | undefined {
  const [acl] = typesOfFamily("aws_network_acl").flatMap((type) => facts.graph.all(type, "both"));
  if (!acl) return undefined;
  const detail = `not known whether ${endpoint} is behind ${acl.address}: its subnets are not known`;
  return unknown("EP-08", endpoint, detail, `the subnets of ${endpoint}: ${expression}`);
}

function reachParty(at: Position, party: Party): HopAnswer | undefined {
  const { facts, task, subnet } = at;
  const acls = new AclCrossing(facts, "EP-08", https);
  if (facts.graph.sameResolved(at.vpc, party.subnet.vpc) !== "no") {
    return worst([
      side(at, task, "egress", party),
      side(at, party, "ingress", task),
      acls.between(subnet, party.subnet),
    ]);
  }
  const there = routeTo(facts, subnet, party.subnet);
  const back = routeTo(facts, party.subnet, subnet);
  const [mine, theirs] = there.over === "transit-gateway" ? [withoutGroups(task), withoutGroups(party)] : [task, party];
  return worst([
    routed(at, there, party, `${party.name} is unreachable`),
    routed(at, back, party, `the answers of ${party.name} have no route back`),
    side(at, task, "egress", theirs),
    side(at, party, "ingress", mine),
    acls.between(subnet, party.subnet),
    acls.through([...(there.via ?? []), ...(back.via ?? [])], subnet, party.subnet),
  ]);
}

/**
 * "Security group referencing is not supported for PrivateLink endpoints" over a transit gateway (tgw-vpc-attachments),
 * so only IP ranges match.
 */
function withoutGroups(party: Party): Party {
  return { ...party, groups: [], otherGroups: undefined };
}

function routed(at: Position, way: Connectivity, { name }: Party, what: string): HopAnswer | undefined {
  const { answer, resource, detail, resolveBy } = way;
  if (answer === "yes") return undefined;
  if (answer === "no") return fails("EP-12", resource, `${what}: ${detail}`, routeFix(at.facts, way, at.vpc));
  return unknown("EP-12", resource, `not known whether ${name} is reachable: ${detail}`, resolveBy!);
}

/**
 * The name of an endpoint resolves to all of its network interfaces. If only some of them are reachable, the result is
 * not predictable.
 */
function ofAll(answers: readonly (readonly [Party, HopAnswer | undefined])[]): HopAnswer | undefined {
  const bad = worst(answers.map(([, answer]) => answer));
  const [open] = answers.find(([, answer]) => answer === undefined) ?? [];
  if (!open || bad?.verdict !== "fails") return bad;
  const detail = `${bad.detail}, but ${open.name} is reachable in ${open.subnet.name}, and its name may resolve to either`;
  return unknown(
    bad.rule,
    bad.resource,
    detail,
    `the same access for every subnet of ${open.name}, in ${bad.resource}`,
  );
}

function side(at: Position, party: Party, direction: "ingress" | "egress", other: Party): HopAnswer | undefined {
  const { answer, resource, open, resolveBy } = reachability(at.facts, party, direction, other, https);
  const way =
    direction === "egress" ? `outbound tcp/${https} to ${other.name}` : `inbound tcp/${https} from ${other.name}`;
  if (answer === "yes") return undefined;
  if (answer === "unknown") {
    return unknown("EP-08", resource, `not known whether ${way} is allowed: ${open}`, resolveBy!);
  }
  const groups = party.groups.map((group: SecurityGroup) => group.name).join(", ");
  const fixes =
    other.groups.length > 0
      ? openRule(at.facts, party, direction, other, https)
      : openBlock(at, party, direction, other);
  return fails("EP-08", resource, `no rule of ${groups || resource} allows ${way}`, fixes);
}

/** Rules can't reference security groups of another VPC over a transit gateway. */
function openBlock({ facts }: Position, party: Party, direction: "ingress" | "egress", other: Party): Fix[] {
  return (rangesOf(facts, other.subnet) ?? []).flatMap((range) => {
    const block = blockOf(range);
    const peer = {
      name: block,
      label: other.subnet.resource?.name ?? "peer",
      kind: "cidr",
      value: literal(block),
    } as const;
    return openTo(facts, party, direction, peer, https);
  });
}
