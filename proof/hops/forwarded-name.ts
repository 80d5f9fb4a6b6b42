/**
 * Checks whether a name on the internet resolves if a FORWARD rule sends it to servers outside AWS, which may answer only
 * names of their own network: registries, S3, and services without an endpoint. `nameLeadsTo` judges names that an
 * endpoint serves.
 */
import { assumptions, namesOfResolved } from "../assumptions";
import { answerIn } from "../aws/resolvers";
import { vpcDnsOf } from "../aws/vpc-dns";
import { type HopAnswer, unknown } from "./hop";
import { type Position } from "./position";

/** Undefined if AWS answers, or if an assumption says that those servers do. */
export function forwardedName(at: Position, host: string): HopAnswer | undefined {
  const { facts } = at;
  const vpc = vpcDnsOf(facts, at.vpc);
  if (!vpc) return undefined;
  const { answerer, resource } = answerIn(facts, vpc.seenRulesAlone, host);
  if (answerer.by !== "servers") return undefined;
  const said = facts.once(assumptions).use("on-premises-answers-internet-names", () => namesOfResolved(facts, at.vpc));
  if (said) return undefined;
  const servers = answerer.servers.join(", ");
  const detail = `${host} is forwarded to ${servers}: not known whether they answer names on the internet`;
  const settle = `a SYSTEM rule for ${host} with ${vpc.name}, or the statement on-premises-answers-internet-names of ${vpc.name} under assume:`;
  return unknown("DNS-01", resource, detail, settle);
}
