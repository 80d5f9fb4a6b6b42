/**
 * An inbound resolver endpoint that can't answer a network that is allowed to query it (DNS-24): its security group
 * allows the network, but the route table of its subnet has no route to it. VPC user guide, route tables: packets
 * without a matching route are dropped. A whole private range (RFC 1918) only means that it is trusted, so a route to a
 * part of it is enough.
 */
import { attributeOf, notDeleted } from "../../aws/attributes/block";
import { overlap, privateRanges, type Range, rangeOf } from "../../aws/network/cidr";
import { type Route, type RouteTable, routeTableOf } from "../../aws/network/route-table";
import { securityGroupOf } from "../../aws/network/security-group";
import { type Subnet, subnetOf } from "../../aws/network/subnet";
import { type Facts } from "../../facts";
import { type Resource } from "../../graph/model";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const unansweredAsker: FindingCheck = {
  name: "unanswered-asker",
  rules: ["DNS-24"],
  *find(facts: Facts): Iterable<Finding> {
    const { graph } = facts;
    for (const endpoint of notDeleted(graph.all("aws_route53_resolver_endpoint"))) {
      if (!graph.text(endpoint.get("direction"))?.toUpperCase().startsWith("INBOUND")) continue;
      const askers = askersOf(facts, endpoint);
      for (const item of endpoint.blocks("ip_address").items) {
        const subnet = subnetOf(facts, attributeOf(item, "subnet_id"));
        const table = routeTableOf(facts, subnet);
        if ("kind" in table || table.others) continue;
        const asker = askers.find((one) => !mayLead(facts, table, subnet, one));
        if (!asker) continue;
        yield {
          rule: "DNS-24",
          severity: "warning",
          resource: endpoint.address,
          detail: `${asker.text} is allowed to query it, but ${table.name} of ${subnet.name} has no route to that range: answers are dropped, and queries time out`,
          fix: `add a route to ${asker.text} to ${table.name}`,
        };
        break;
      }
    }
  },
};

interface Asker {
  readonly text: string;
  readonly range: Range;
}

/** The IPv4 ranges from which its security groups allow queries. */
function askersOf(facts: Facts, endpoint: Resource): Asker[] {
  const { graph } = facts;
  const rules = graph
    .items(endpoint.get("security_group_ids"))
    .items.flatMap((group) => securityGroupOf(facts, group).rules("ingress").rules)
    .filter(
      ({ mayBe, from, to }) =>
        !mayBe && (from === undefined || from <= 53) && (to === undefined || to === -1 || to >= 53),
    );
  const texts = new Set(rules.flatMap(({ cidrs }) => cidrs.flatMap((cidr) => graph.text(cidr) ?? [])));
  return [...texts].flatMap((text) => {
    const range = rangeOf(text);
    return range?.version === 4 && isPrivate(range) ? [{ text, range }] : [];
  });
}

/**
 * Whether all answers may arrive. A range that overlaps the VPC may mean clients in it, and a whole private range may
 * mean any part of it.
 */
function mayLead(facts: Facts, { routes }: RouteTable, { vpc }: Subnet, { range }: Asker): boolean {
  const { graph } = facts;
  const local = rangeOf((vpc.kind === "resource" && graph.text(graph.get(vpc.resource, "cidr_block"))) || "");
  if (!local || overlap(range, local) !== "none") return true;
  let covered = 0n;
  for (const route of routes) {
    if (route.prefixList) return true;
    const text = graph.text(route.destination);
    if (text === undefined && graph.follow(route.destination).kind !== "literal") return true;
    const led = text === undefined ? undefined : rangeOf(text);
    if (led?.version !== 4 || leadsToInternet(facts, route)) continue;
    if (overlap(led, range) === "all") return true;
    if (overlap(range, led) === "all") covered += sizeOf(led);
  }
  return privateRanges.some((one) => overlap(range, one) === "all") ? covered > 0n : covered >= sizeOf(range);
}

/** Targets that do not route to private addresses, or that change the source address of answers. */
function leadsToInternet({ graph }: Facts, { target, targetKind }: Route): boolean {
  if (targetKind === "nat_gateway_id") return true;
  const found = targetKind === "gateway_id" ? graph.resolve(target, "aws_internet_gateway") : undefined;
  if (found?.kind === "resource") return found.resource.type === "aws_internet_gateway";
  return found?.kind === "literal" && String(found.value).startsWith("igw-");
}

function isPrivate(range: Range): boolean {
  return privateRanges.some((one) => overlap(one, range) === "all");
}

function sizeOf({ first, last }: Range): bigint {
  return last - first + 1n;
}
