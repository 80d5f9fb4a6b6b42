/**
 * A DNS server to which a FORWARD rule sends names, and which its outbound endpoint can't reach: the endpoint's security
 * groups allow no query (DNS-11), or the route table of one of its subnets has no route there (DNS-24). Reported only if
 * all rules and routes are in the input.
 */
import { attributeOf, notDeleted } from "../../aws/attributes/block";
import { overlap, type Range, rangeOf } from "../../aws/network/cidr";
import { entriesOf } from "../../aws/network/prefix-list";
import { type RouteTable, routeTableOf } from "../../aws/network/route-table";
import { type SecurityGroup, securityGroupOf } from "../../aws/network/security-group";
import { type Transport } from "../../aws/network/security-group-reachability";
import { type SecurityGroupRule } from "../../aws/network/security-group-rule";
import { type Subnet, subnetOf } from "../../aws/network/subnet";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const unreachedServer: FindingCheck = {
  name: "unreached-server",
  rules: ["DNS-11", "DNS-24"],
  *find(facts: Facts): Iterable<Finding> {
    const reported = new Set<string>();
    for (const rule of notDeleted(facts.graph.all("aws_route53_resolver_rule"))) {
      const endpoint = endpointOf(facts, rule);
      if (!endpoint) continue;
      const servers = [...serversOf(facts, rule)].filter(({ ip, port }) => {
        const question = `${endpoint.key} ${ip} ${port}`;
        return !reported.has(question) && reported.add(question);
      });
      yield* closed(facts, rule, endpoint, servers);
      yield* unrouted(facts, rule, endpoint, servers);
    }
  },
};

/** RFC 4193; Amazon assigns no block of it. */
const uniqueLocal = rangeOf("fc00::/7")!;

interface Server {
  readonly ip: string;
  readonly range: Range;
  readonly port: number;
}

function endpointOf({ graph }: Facts, rule: Resource): Resource | undefined {
  if (graph.text(rule.get("rule_type"))?.toUpperCase() !== "FORWARD") return undefined;
  return graph.target(rule.get("resolver_endpoint_id"), "aws_route53_resolver_endpoint", rule);
}

/** The targets with known addresses. */
function* serversOf({ graph }: Facts, rule: Resource): Iterable<Server> {
  for (const target of rule.blocks("target_ip").items) {
    const ip = graph.text(attributeOf(target, "ip")) || graph.text(attributeOf(target, "ipv6"));
    const range = ip === undefined ? undefined : rangeOf(ip);
    const port = Number(graph.text(attributeOf(target, "port")) ?? 53);
    if (ip !== undefined && range !== undefined && port > 0) yield { ip, range, port };
  }
}

/** One finding for the servers to which the same protocols are not allowed. */
function* closed(facts: Facts, rule: Resource, endpoint: Resource, servers: readonly Server[]): Iterable<Finding> {
  const { items, unknownRest } = facts.graph.items(endpoint.get("security_group_ids"));
  const groups = items.map((group) => securityGroupOf(facts, group));
  const [first] = groups;
  if (unknownRest || !first) return;
  const missingTo = ({ range, port }: Server) =>
    (["udp", "tcp"] as const)
      .filter((one) => !groups.some((group) => mayAllow(facts, group, one, port, range)))
      .map((one) => `${one}/${port}`)
      .join(" and ");
  for (const [missing, to] of grouped(servers, missingTo)) {
    yield {
      rule: "DNS-11",
      severity: "warning",
      resource: first.name,
      detail: `no egress rule allows ${missing} to ${to}, to which ${rule.address} forwards names through ${endpoint.address}: queries time out`,
      fix: `allow outbound ${missing} to ${to} in ${first.name}`,
    };
  }
}

/** The addresses of the servers with the same text, which is empty for those that have no problem. */
function grouped(servers: readonly Server[], textOf: (server: Server) => string): [string, string][] {
  const groups = new Map<string, string[]>();
  for (const server of servers) {
    const text = textOf(server);
    groups.set(text, [...(groups.get(text) ?? []), server.ip]);
  }
  groups.delete("");
  return [...groups].map(([text, ips]) => [text, listed(ips)]);
}

/** `a`, `a and b`, or `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.join(", ").replace(/, (?=[^,]*$)/, " and ");
}

function mayAllow(facts: Facts, group: SecurityGroup, transport: Transport, port: number, range: Range): boolean {
  const { rules, others } = group.rules("egress");
  if (others) return true;
  return rules.some((one) => isFor(one, transport, port) && mayName(facts, one, range));
}

function isFor({ protocol, from, to }: SecurityGroupRule, transport: Transport, port: number): boolean {
  const number = transport === "tcp" ? "6" : "17";
  if (protocol === undefined || ["-1", "all"].includes(protocol.toLowerCase())) return true;
  if (![transport, number].includes(protocol.toLowerCase())) return false;
  return (from === undefined || from <= port) && (to === undefined || to === -1 || port <= to);
}

/** A group as the peer may have the server as a member. */
function mayName(facts: Facts, rule: SecurityGroupRule, range: Range): boolean {
  if (rule.self || rule.groups.length > 0 || rule.otherPeers || rule.mayBe) return true;
  const lists = rule.prefixLists.map((list) => entriesOf(facts, list));
  if (lists.includes(undefined)) return true;
  return [...rule.cidrs, ...lists.flatMap((list) => list ?? [])].some((cidr) => mayHold(facts, cidr, range));
}

function mayHold({ graph }: Facts, block: Value, range: Range): boolean {
  const text = graph.text(block);
  const outer = text === undefined ? undefined : rangeOf(text);
  return outer === undefined || overlap(outer, range) !== "none";
}

/** One finding for the servers to which the same route table has no route. */
function* unrouted(facts: Facts, rule: Resource, endpoint: Resource, servers: readonly Server[]): Iterable<Finding> {
  const ways = endpoint.blocks("ip_address").items.flatMap((item) => {
    const subnet = subnetOf(facts, attributeOf(item, "subnet_id"));
    const table = routeTableOf(facts, subnet);
    return "kind" in table ? [] : [{ subnet, table, name: `${table.name}, the route table of ${subnet.name},` }];
  });
  const firstWithout = ({ range }: Server) =>
    ways.find(({ table, subnet }) => !mayLead(facts, table, subnet, range))?.name ?? "";
  for (const [name, to] of grouped(servers, firstWithout)) {
    const { table } = ways.find((way) => way.name === name)!;
    yield {
      rule: "DNS-24",
      severity: "warning",
      resource: table.name,
      detail: `${name} has no route to ${to}, to which ${rule.address} forwards names through ${endpoint.address}: queries time out`,
      fix: `add ${to.includes(" ") ? "routes" : "a route"} to ${to} to ${table.name}`,
    };
  }
}

/** Whether a route leads to the address, or may; addresses of the VPC itself need none. */
function mayLead(facts: Facts, { routes, others }: RouteTable, { vpc }: Subnet, range: Range): boolean {
  if (others || vpc.kind !== "resource") return true;
  // Other IPv6 addresses may be of the VPC's own block, which Amazon assigns.
  if (range.version === 6 && overlap(uniqueLocal, range) === "none") return true;
  const { graph } = facts;
  const local = [
    graph.get(vpc.resource, "cidr_block"),
    ...notDeleted(graph.all("aws_vpc_ipv4_cidr_block_association")).map((one) => one.get("cidr_block")),
  ];
  if (range.version === 4 && local.some((block) => mayHold(facts, block, range))) return true;
  return routes.some(({ destination: ipv4, destinationIpv6, prefixList }) => {
    if (prefixList) return entriesOf(facts, prefixList)?.some((entry) => mayHold(facts, entry, range)) ?? true;
    const destination = range.version === 4 ? ipv4 : destinationIpv6;
    if (destination.kind === "literal" && destination.value === null) return false;
    return mayHold(facts, destination, range);
  });
}
