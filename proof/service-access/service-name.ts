/** Checks whether the name of an AWS service resolves to its endpoint, which requires the VPC's resolver (EP-09). */
import { answerIn } from "../aws/dns/resolvers";
import { type Vpc, vpcDnsOf } from "../aws/dns/vpc-dns";
import { type VpcEndpoint } from "../aws/network/vpc-endpoint";
import { endpointZoneName } from "../dns/endpoint-zone";
import { type Facts } from "../facts";
import { resolverFixes } from "../fixes/resolver-fix";
import { fails, type HopAnswer, unknown } from "../hop-answer";
import { type Position } from "../workloads/task-position";

/**
 * Undefined if the resolver rules of the task's VPC do not affect the name. Other hops check DHCP options, DNS
 * attributes and unknown rules.
 *
 * @param host the name below the endpoint's zone that the task asks for: a rule may forward it alone (DNS-01)
 */
export function nameLeadsTo(
  at: Position,
  endpoint: VpcEndpoint,
  service: string,
  host?: string,
): HopAnswer | undefined {
  const vpc = vpcDnsOf(at.facts, at.vpc);
  const name = host ?? (at.region === undefined ? undefined : endpointZoneName(service, at.region));
  if (!vpc || name === undefined) return undefined;
  const known = at.facts.once(answers);
  const question = `${vpc.id} ${name} ${endpoint.resource.key}`;
  if (!known.has(question)) known.set(question, ask(at.facts, vpc, name, endpoint));
  return known.get(question);
}

/** Shared by all tasks of a VPC. */
const answers = (_facts: Facts) => new Map<string, HopAnswer | undefined>();

function ask(facts: Facts, vpc: Vpc, name: string, endpoint: VpcEndpoint): HopAnswer | undefined {
  const answer = answerIn(facts, vpc.seenRulesAlone, name);
  const { verdict, resource, detail, resolveBy } = answer;
  if (verdict === "yes") return undefined;
  const missed = `${detail}, so its name does not resolve to ${endpoint.resource.address}`;
  if (verdict === "no") return fails("EP-09", resource, missed, resolverFixes(facts, vpc, answer));
  return unknown(
    "EP-09",
    resource,
    `not known which server answers: ${detail}`,
    resolveBy ?? `a SYSTEM rule for ${name}`,
  );
}
