/** Dangerous network changes in VPCs without judged mount paths. In the others, the proof shows what a change breaks. */
import { covered, rangeOf } from "../../proof/aws/network/cidr";
import { type Direction, ownRules, type SecurityGroupRule } from "../../proof/aws/network/security-group-rule";
import { type Facts } from "../../proof/facts";
import { type Resource } from "../../proof/graph/model";
import { graphOfPlans } from "../../proof/graph/read";
import { stateOf } from "../dangers/opened";
import { type Change, isOpen, type Plan } from "../input/plan";
import { covers, grantsOf } from "../policies/policy-grants";
import { causesIn } from "../stops/cascade";
import { type Stop } from "../stops/stop";
import { hiddenNames } from "./hidden-names";
import { narrowedAcls } from "./narrowed-acls";

const groupTypes = new Set([
  ...["aws_security_group", "aws_default_security_group", "aws_security_group_rule"],
  ...["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"],
]);

/** DNS, HTTPS of AWS services, NFS of mount targets. */
const ports = [53, 443, 2049];

/** @param isJudged whether mount paths of a VPC are judged; undefined is a VPC that the plan does not show */
export function* unjudgedRemovals(plan: Plan, isJudged: (vpc: unknown) => boolean): Iterable<Stop> {
  yield* removedRules(plan, isJudged);
  yield* narrowedEndpoints(plan, isJudged);
  yield* narrowedAcls(plan, isJudged);
  yield* hiddenNames(plan, isJudged);
}

/** The VPC of each existing resource, by the resource's id. */
function vpcsById(resources: readonly Change[]): ReadonlyMap<unknown, unknown> {
  return new Map(resources.map(({ before }) => [before["id"], before["vpc_id"]]));
}

/** What security groups allowed before, in whichever form a rule is written, and no rule of the plan allows after. */
function* removedRules(plan: Plan, isJudged: (vpc: unknown) => boolean): Iterable<Stop> {
  const causes = causesIn(plan);
  const vpcs = vpcsById(plan.resources);
  // Mount paths do not use resolver endpoints, but queries for on-premises names do.
  const forwarding = new Set(
    plan.resources
      .filter(({ type }) => type === "aws_route53_resolver_endpoint")
      .flatMap(({ before }) => (before["security_group_ids"] as readonly unknown[] | undefined) ?? []),
  );
  const isCovered = ({ group }: Allowance) => !forwarding.has(group) && isJudged(vpcs.get(group));
  const after = byGroup(allowances(plan, "after"));
  const forgotten = new Set(plan.changes.flatMap(({ address, action }) => (action === "forget" ? [address] : [])));
  for (const [address, before] of byResource(allowances(plan, "before"))) {
    // A rule that is destroyed with its group follows from that.
    if (causes.has(address) || forgotten.has(address)) continue;
    const lost = before.filter((one) => matters(one) && !isCovered(one) && !allowedBy(after, one));
    if (lost.length === 0) continue;
    yield {
      kind: "outage",
      stack: plan.name,
      resource: address,
      what: `no longer allows ${[...new Set(lost.map(trafficOf))].join(", ")}`,
      todo: "check that no task, mount target, endpoint or resolver endpoint needs it; review the workloads' plans, too",
    };
  }
}

/** Traffic of one protocol between a security group and one peer. */
interface Allowance {
  /** The address of the rule, or of the group that lists it. */
  readonly resource: string;
  readonly group: string;
  readonly direction: Direction;
  /** `-1` means all protocols. */
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
  /** A CIDR range, the id of a group or prefix list, or `self`. */
  readonly peer: string;
}

/** A group or peer that is known only after apply: it may be the one from before. */
const anything = "known after apply";

const directions = ["ingress", "egress"] as const;

function allowances(plan: Plan, when: "before" | "after"): readonly Allowance[] {
  const missing = when === "before" ? "create" : "delete";
  const resources = plan.resources.filter(({ type, action }) => action !== missing && groupTypes.has(type));
  const facts = stateOf(resources, when);
  return resources.flatMap(({ address, unknown }) => {
    const resource = facts.graph.resource(address);
    if (!resource) return [];
    const open = when === "after" && isOpen(unknown);
    return directions.flatMap((direction) =>
      ownRules(facts, resource, direction).flatMap((rule) => allowancesOf(facts, resource, direction, rule, open)),
    );
  });
}

/** @param open whether the plan does not know a part of the resource yet, such as the id of a group that it creates */
function allowancesOf(
  { graph }: Facts,
  resource: Resource,
  direction: Direction,
  rule: SecurityGroupRule,
  open: boolean,
): readonly Allowance[] {
  const { protocol = "-1", from, to, cidrs, prefixLists, groups, self } = rule;
  const isAll = protocol === "-1" || protocol === "all";
  const group = graph.text(resource.get("security_group_id")) ?? graph.text(resource.get("id")) ?? anything;
  const named = [...cidrs, ...prefixLists, ...groups].map((peer) => graph.text(peer) ?? anything);
  const peers = named.length === 0 && !self && open ? [anything] : named;
  const shared = {
    resource: resource.address,
    group,
    direction,
    protocol: isAll ? "-1" : protocol,
    first: isAll ? 0 : (from ?? 0),
    last: isAll ? 65_535 : (to ?? 65_535),
  };
  return [...peers, ...(self ? ["self"] : [])].map((peer): Allowance => ({ ...shared, peer }));
}

/** AWS allows 1,000 rules for a network interface; more are crafted. */
const mostRules = 1000;

/** Of groups that are known only after apply, too. */
function allowedBy(after: ReadonlyMap<string, readonly Allowance[]>, one: Allowance): boolean {
  const rules = [one.group, anything].flatMap((group) => after.get(group)?.slice(0, mostRules) ?? []);
  if (rules.some((other) => allows(other, one))) return true;
  const range = rangeOf(one.peer);
  if (!range) return false;
  // Several rules together may allow what one did.
  const alike = rules.filter((other) => allows({ ...other, peer: one.peer }, one));
  return covered(
    range,
    alike.flatMap(({ peer }) => rangeOf(peer) ?? []),
  );
}

function byGroup(all: readonly Allowance[]): ReadonlyMap<string, readonly Allowance[]> {
  const found = new Map<string, Allowance[]>();
  for (const one of all) {
    const known = found.get(one.group);
    if (known) known.push(one);
    else found.set(one.group, [one]);
  }
  return found;
}

function byResource(all: readonly Allowance[]): ReadonlyMap<string, readonly Allowance[]> {
  const found = new Map<string, Allowance[]>();
  for (const one of all) found.set(one.resource, [...(found.get(one.resource) ?? []), one]);
  return found;
}

/** Whether it allows traffic that mount paths need. */
function matters({ protocol, first, last }: Allowance): boolean {
  return protocol === "-1" || ports.some((port) => first <= port && port <= last);
}

/** Whether the first allows all that the second does. */
function allows(general: Allowance, special: Allowance): boolean {
  return (
    (general.group === special.group || general.group === anything) &&
    general.direction === special.direction &&
    (general.protocol === "-1" || general.protocol === special.protocol) &&
    general.first <= special.first &&
    special.last <= general.last &&
    (general.peer === special.peer || general.peer === anything || isWithin(special.peer, general.peer))
  );
}

function isWithin(inner: string, outer: string): boolean {
  const [small, large] = [rangeOf(inner), rangeOf(outer)];
  return small !== undefined && large !== undefined && covered(small, [large]);
}

function trafficOf({ direction, protocol, first, last, peer }: Allowance): string {
  const way = direction === "ingress" ? "inbound" : "outbound";
  const what =
    protocol === "-1" ? "traffic of all protocols" : `${protocol}/${first === last ? first : `${first}-${last}`}`;
  return `${way} ${what} ${direction === "ingress" ? "from" : "to"} ${peer}`;
}

/** An endpoint without a policy allows everything. */
const everything = JSON.stringify({ Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] });

function* narrowedEndpoints({ name, changes, resources }: Plan, isJudged: (vpc: unknown) => boolean): Iterable<Stop> {
  const graph = graphOfPlans({});
  const vpcs = vpcsById(resources);
  for (const { address, type, action, before, after, unknown, isSensitive } of changes) {
    // A new policy narrows what its endpoint, which exists already, allowed without one.
    const isPolicy = type === "aws_vpc_endpoint_policy" && !isOpen(unknown["vpc_endpoint_id"]) && action === "create";
    const isUpdated = (type === "aws_vpc_endpoint" || type === "aws_vpc_endpoint_policy") && action === "update";
    if ((!isPolicy && !isUpdated) || isOpen(unknown["policy"])) continue;
    if (isJudged(before["vpc_id"] ?? vpcs.get(after["vpc_endpoint_id"]))) continue;
    const [was, is] = [before, after].map((of) => grantsOf(graph, of["policy"] || everything));
    if (!was || !is) continue;
    const missing = was.filter((one) => one.effect === "Allow" && !is.some((other) => covers(graph, other, one)));
    const denied = is.filter((one) => one.effect === "Deny" && !was.some((other) => covers(graph, other, one)));
    if (missing.length + denied.length === 0) continue;
    const actions = [...new Set([...missing, ...denied].map((one) => one.action))].slice(0, 4).join(", ");
    yield {
      kind: "outage",
      rule: "EP-04",
      stack: name,
      resource: address,
      what: isSensitive("policy") ? "allows less than before" : `allows less than before: ${actions}`,
      todo: "check that the policy still allows what tasks need of the service; review the workloads' plans, too",
    };
  }
}
