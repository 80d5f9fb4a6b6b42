/**
 * An egress rule of tasks for a private range to which their subnets have no route, or whose VPC has no route back
 * (ECS-31). Reported only if every route of the table and every range of the VPC is known. VPC user guide, route tables:
 * packets without a matching route are dropped.
 */
import { attributeOf, itemsOf, notDeleted, referrersOf } from "../../aws/attributes/block";
import { startedTasksOf, tasksOf } from "../../aws/ecs/service-party";
import { blockOf, overlap, privateRanges, type Range, rangeOf } from "../../aws/network/cidr";
import { entriesOf } from "../../aws/network/prefix-list";
import { type Route, type RouteTable, routeTablesOf } from "../../aws/network/route-table";
import { type Party } from "../../aws/network/security-group-reachability";
import { type SecurityGroupRule } from "../../aws/network/security-group-rule";
import { type Subnet, subnetFacts, subnetOf } from "../../aws/network/subnet";
import { vpcRanges } from "../../aws/network/subnet-addresses";
import { routeTo } from "../../aws/network/subnet-route";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const unroutedConnection: FindingCheck = {
  name: "unrouted-connection",
  rules: ["ECS-31"],
  *find(facts: Facts): Iterable<Finding> {
    const reported = new Set<string>();
    for (const caller of callersOf(facts)) {
      for (const { rule, range } of stated(facts, caller.party)) {
        for (const finding of problems(facts, caller, rule, range)) {
          const key = `${finding.resource} ${finding.fix}`;
          if (!reported.has(key)) yield finding;
          reported.add(key);
        }
      }
    }
  },
};

interface Caller {
  readonly party: Party;
  readonly subnets: readonly Subnet[];
}

function callersOf(facts: Facts): readonly Caller[] {
  const { graph } = facts;
  const at = (party: Party | undefined, networks: readonly Value[]): readonly Caller[] => {
    const subnets = networks.flatMap((network) => itemsOf(graph, attributeOf(network, "subnets")).items);
    return party ? [{ party, subnets: subnets.map((subnet) => subnetOf(facts, subnet)) }] : [];
  };
  return [
    ...notDeleted(graph.all("aws_ecs_service")).flatMap((service) =>
      at(tasksOf(facts, service), service.blocks("network_configuration").items),
    ),
    ...notDeleted(graph.all("aws_cloudwatch_event_target")).flatMap((target) =>
      at(
        startedTasksOf(facts, target),
        target
          .blocks("ecs_target")
          .items.flatMap((block) => graph.items(attributeOf(block, "network_configuration")).items),
      ),
    ),
  ];
}

/** Private ranges that egress rules name, for certain ports: a rule for all ports or all protocols states no connection. */
function* stated(facts: Facts, { groups }: Party): Iterable<{ rule: SecurityGroupRule; range: Range }> {
  for (const rule of groups.flatMap((group) => group.rules("egress").rules)) {
    const { protocol, from, to, mayBe, assumed } = rule;
    const isOne = protocol !== undefined && ["tcp", "udp", "6", "17"].includes(protocol.toLowerCase());
    if (!isOne || from === undefined || to === undefined || to - from >= allPorts || mayBe || assumed) continue;
    const ranges = rangesIn(facts, [...rule.cidrs]);
    const lists = rule.prefixLists.map((list) => rangesIn(facts, entriesOf(facts, list) ?? []));
    for (const range of [...ranges, ...lists.flat()]) {
      if (privateRanges.some((one) => overlap(one, range) === "all")) yield { rule, range };
    }
  }
}

const allPorts = 65_000;

function rangesIn({ graph }: Facts, cidrs: readonly Value[]): Range[] {
  return cidrs.flatMap((cidr) => rangeOf(graph.text(cidr) ?? "") ?? []);
}

function* problems(facts: Facts, { party, subnets }: Caller, rule: SecurityGroupRule, range: Range): Iterable<Finding> {
  const to = blockOf(range);
  const states = `${rule.resource} allows ${rule.protocol}/${rule.from} from ${party.name} to ${to}`;
  const found = { rule: "ECS-31", severity: "warning" } as const;
  for (const subnet of subnets) {
    const own = ownRanges(facts, subnet);
    const tables = routeTablesOf(facts, subnet);
    if (!own || "kind" in tables || own.some((one) => overlap(one, range) !== "none")) continue;
    for (const table of tables) {
      const routes = routesTo(facts, table, range);
      if (routes?.length === 0) {
        const detail = `${states}, and ${table.name}, the route table of ${subnet.name}, has no route there: connections time out`;
        yield { ...found, resource: table.name, detail, fix: `add a route to ${to} to ${table.name}` };
      } else if (routes) {
        const lost = answersLost(facts, subnet, routes, range);
        if (!lost) continue;
        const back = own.map(blockOf).join(" and ");
        const detail = `${states}, and ${lost} has no route back to ${back}: connections time out`;
        yield { ...found, resource: lost, detail, fix: `add a route to ${back} to ${lost}` };
      }
    }
  }
}

function ownRanges(facts: Facts, { vpc }: Subnet): readonly Range[] | undefined {
  return vpc.kind === "resource" ? facts.per(vpcRanges, vpc.resource) : undefined;
}

/** The routes to any address of the range; undefined if they are not all known. */
function routesTo(facts: Facts, table: RouteTable, range: Range): readonly Route[] | undefined {
  if (table.others) return undefined;
  const leading: Route[] = [];
  for (const route of table.routes) {
    const entries = route.prefixList && entriesOf(facts, route.prefixList);
    const destinations = route.prefixList ? entries : isSet(route.destination) ? [route.destination] : [];
    const ranges = destinations?.map((one) => rangeOf(facts.graph.text(one) ?? ""));
    if (!ranges || ranges.includes(undefined)) return undefined;
    if (ranges.some((one) => one && overlap(one, range) !== "none")) leading.push(route);
  }
  return leading;
}

/** A route to an IPv6 range has no IPv4 destination. */
function isSet(value: Value): boolean {
  return !(value.kind === "literal" && (value.value === null || value.value === ""));
}

/**
 * A route table without a way back, of the VPC that has the range and is attached to the same transit gateway. Undefined
 * unless no subnet of that VPC has a way back.
 */
function answersLost(facts: Facts, from: Subnet, routes: readonly Route[], range: Range): string | undefined {
  const { graph } = facts;
  const gateways = routes.filter(({ targetKind }) => targetKind === "transit_gateway_id").map(({ target }) => target);
  const vpcs = notDeleted(graph.all("aws_vpc")).filter((vpc) => holdsExactly(facts, vpc, range));
  const [vpc] = vpcs;
  if (gateways.length !== routes.length || vpcs.length !== 1 || !vpc) return undefined;
  const attachments = referrersOf(facts, "aws_ec2_transit_gateway_vpc_attachment", "vpc_id", vpc).certain;
  const isJoined = attachments.some((one) =>
    gateways.some((gateway) => graph.same(one.get("transit_gateway_id"), gateway) === "yes"),
  );
  if (!isJoined) return undefined;
  const { certain, possible } = referrersOf(facts, "aws_subnet", "vpc_id", vpc);
  const backs = certain.map((subnet) => routeTo(facts, facts.per(subnetFacts, subnet), from));
  const [first] = backs;
  const isLost = possible.length === 0 && backs.every(({ answer, missing }) => answer === "no" && missing);
  return isLost ? first?.resource : undefined;
}

function holdsExactly(facts: Facts, vpc: Resource, range: Range): boolean {
  const ranges = facts.per(vpcRanges, vpc) ?? [];
  return ranges.some(
    ({ version, first, last }) => version === range.version && first === range.first && last === range.last,
  );
}
