/**
 * Checks whether a query reaches the inbound endpoint that a FORWARD rule names from the outbound endpoint (DNS-11,
 * DNS-24).
 */
import { attributeOf } from "../aws/attributes/block";
import { type Vpc } from "../aws/dns/vpc-dns";
import { type Party, partyOf, reachability } from "../aws/network/security-group-reachability";
import { subnetOf } from "../aws/network/subnet";
import { routeTo } from "../aws/network/subnet-route";
import { type DnsAnswer } from "../dns/answer";
import { isUnknownFact, type RuleAssociation } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { routeFix } from "../fixes/route-fix";
import { openRule, openToSubnet } from "../fixes/security-group-fix";
import { type Resource } from "../graph/model";
import { fails, type HopAnswer, unknown, worst } from "../hop-answer";

const endpointType = "aws_route53_resolver_endpoint";
const dns = 53;

/**
 * Undefined if it does.
 * @param owner the VPC of the inbound endpoint
 */
export function queryCrossing(facts: Facts, { winner }: DnsAnswer, owner: Vpc): HopAnswer | undefined {
  if (winner?.kind !== "rule") return undefined;
  const { graph } = facts;
  const [rule] = graph.all("aws_route53_resolver_rule", "both").filter((one) => one.address === winner.rule.rule);
  const outbound = rule && graph.target(graph.get(rule, "resolver_endpoint_id"), endpointType, rule);
  const inbound = graph
    .all(endpointType)
    .filter((one) => graph.text(one.get("direction"))?.toUpperCase() === "INBOUND")
    .flatMap((one) => partiesOf(facts, one, winner.rule.targets))
    .filter(({ subnet }) => graph.sameResolved(subnet.vpc, graph.resolve(owner.value)) === "yes");
  if (!outbound || inbound.length === 0) {
    const resolveBy = `add the plan or state that contains the resolver endpoints of ${winner.rule.rule} and ${owner.name}`;
    return unknown(
      "DNS-11",
      winner.resource,
      `not known whether queries reach the inbound endpoint of ${owner.name}`,
      resolveBy,
    );
  }
  const out = partiesOf(facts, outbound);
  return worst(inbound.flatMap((to) => out.map((from) => crosses(facts, from, to))));
}

/** @param targets of the FORWARD rule: other addresses of the endpoint get no queries @default all addresses get queries */
function partiesOf(facts: Facts, endpoint: Resource, targets?: RuleAssociation["targets"]): Party[] {
  const { graph } = facts;
  const groups = graph.items(endpoint.get("security_group_ids"));
  const asked = endpoint.blocks("ip_address").items.filter((item) => {
    const ip = graph.text(attributeOf(item, "ip"));
    return (
      !targets || isUnknownFact(targets) || targets.some(isUnknownFact) || ip === undefined || targets.includes(ip)
    );
  });
  return asked.map((item) => {
    const subnet = subnetOf(facts, attributeOf(item, "subnet_id"));
    return partyOf(facts, endpoint.address, groups, subnet, subnet.vpc);
  });
}

function crosses(facts: Facts, from: Party, to: Party): HopAnswer | undefined {
  const there = routeTo(facts, from.subnet, to.subnet);
  const back = routeTo(facts, to.subnet, from.subnet);
  for (const way of [there, back]) {
    const { answer, resource, detail, resolveBy } = way;
    if (answer === "no") {
      const fixes = routeFix(facts, way, from.subnet.vpc);
      return fails("DNS-24", resource, `${to.name} is not reachable from ${from.name}: ${detail}`, fixes);
    }
    if (answer === "unknown") {
      return unknown("DNS-24", resource, `not known whether ${from.name} reaches ${to.name}: ${detail}`, resolveBy!);
    }
  }
  const [mine, theirs] = there.over === "transit-gateway" ? [anonymous(from), anonymous(to)] : [from, to];
  return worst([side(facts, from, "egress", theirs), side(facts, to, "ingress", mine)]);
}

function anonymous(party: Party): Party {
  return { ...party, groups: [], otherGroups: undefined };
}

/** Queries use UDP; long answers use TCP, which AWS also requires. */
function side(facts: Facts, party: Party, direction: "ingress" | "egress", other: Party): HopAnswer | undefined {
  const way = (protocol: string) =>
    direction === "egress"
      ? `outbound ${protocol}/${dns} to ${other.name}`
      : `inbound ${protocol}/${dns} from ${other.name}`;
  const udp = reachability(facts, party, direction, other, dns, "udp");
  const tcp = reachability(facts, party, direction, other, dns);
  if (udp.answer === "no") {
    const protocols = tcp.answer === "yes" ? (["udp"] as const) : (["udp", "tcp"] as const);
    const open = other.groups.length > 0 ? openRule : openToSubnet;
    const fixes = open(facts, party, direction, other, dns, protocols);
    return fails("DNS-11", udp.resource, `no rule allows ${way("udp")}`, fixes);
  }
  const { answer, resource, open, resolveBy } = udp.answer === "unknown" ? udp : tcp;
  if (answer === "yes") return undefined;
  const detail =
    answer === "no"
      ? `no rule allows ${way("tcp")}, which DNS needs for long answers`
      : `not known whether ${way("udp and tcp")} are allowed: ${open}`;
  return unknown("DNS-11", resource, detail, resolveBy ?? `a rule that allows ${way("tcp")}`);
}
