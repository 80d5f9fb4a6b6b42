/**
 * Checks whether a name on the internet resolves if a FORWARD rule sends it to servers outside AWS, which may answer only
 * names of their own network: registries, S3, and services without an endpoint. `nameLeadsTo` checks names that an
 * endpoint serves.
 */
import { assumptions, namesOfResolved } from "../assumptions";
import { answerIn } from "../aws/dns/resolvers";
import { vpcDnsOf } from "../aws/dns/vpc-dns";
import { type HopAnswer, unknown } from "../hop-answer";
import { type Position } from "../workloads/task-position";

/** Undefined if AWS answers, or if an assumption says that those servers do. */
export function forwardedName(at: Position, host: string): HopAnswer | undefined {
  const { facts } = at;
  const vpc = vpcDnsOf(facts, at.vpc);
  if (!vpc) return undefined;
  const { outcomes } = answerIn(facts, vpc.seenRulesAlone, host);
  // One outcome is enough: a rule may be associated whose association a plan does not show.
  const forwarded = outcomes.find(({ answerer }) => answerer.by === "servers");
  if (forwarded?.answerer.by !== "servers") return undefined;
  const said = facts.once(assumptions).use("on-premises-answers-internet-names", () => namesOfResolved(facts, at.vpc));
  if (said) return undefined;
  const servers = forwarded.answerer.servers.join(", ");
  const may = outcomes.length === 1 ? "is" : "may be";
  const detail = `${host} ${may} forwarded to ${servers}: not known whether they answer names on the internet`;
  const resolveBy = `a SYSTEM rule for ${host} with ${vpc.name}, or the statement on-premises-answers-internet-names of ${vpc.name} under assume:`;
  return unknown("DNS-01", forwarded.resource, detail, resolveBy);
}
