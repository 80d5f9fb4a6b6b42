/** Whether the name of an AWS service leads to its endpoint: endpoints work by Amazon's DNS only (EP-09). */
import { answerIn } from "../aws/resolvers";
import { vpcDnsOf } from "../aws/vpc-dns";
import { type VpcEndpoint } from "../aws/vpc-endpoint";
import { endpointZoneName } from "../dns/endpoint-zone";
import { fails, type HopAnswer, unknown } from "./hop";
import { type Position } from "./position";
import { resolverFixes } from "./resolver-fix";

/**
 * Undefined where the resolver rules of the task's VPC leave the name to the endpoint. DHCP options, DNS attributes and
 * rules that nobody sees have hops of their own.
 */
export function nameLeadsTo(at: Position, endpoint: VpcEndpoint, service: string): HopAnswer | undefined {
  const vpc = vpcDnsOf(at.facts, at.vpc);
  const name = at.region === undefined ? undefined : endpointZoneName(service, at.region);
  if (!vpc || name === undefined) return undefined;
  const answer = answerIn(at.facts, vpc.seenRulesAlone, name);
  const { verdict, resource, detail, settle } = answer;
  if (verdict === "yes") return undefined;
  const missed = `${detail}, so that nothing leads to ${endpoint.resource.address}`;
  if (verdict === "no") return fails("EP-09", resource, missed, resolverFixes(at.facts, vpc, answer));
  return unknown("EP-09", resource, `not known who answers: ${detail}`, settle ?? `a SYSTEM rule for ${name}`);
}
