/**
 * Names that a VPC forwards to itself, through its own inbound endpoint or those of others, so no server answers
 * (DNS-14).
 */
import { associatedVpcs } from "../../aws/dns/associated-vpcs";
import { inboundIps } from "../../aws/dns/inbound-endpoints";
import { answerIn } from "../../aws/dns/resolvers";
import { labelsOf, nameOf } from "../../dns/name";
import { isUnknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Finding } from "../../verdict";
import { type FindingCheck } from "../finding";

export const resolverLoop: FindingCheck = {
  name: "resolver-loop",
  rules: ["DNS-14"],
  *find(facts: Facts): Iterable<Finding> {
    // Most organizations have no inbound endpoint with known addresses.
    const known = [...facts.once(inboundIps).values()].flat().some((ip) => !isUnknownFact(ip));
    if (!known) return;
    const told = new Set<string>();
    for (const vpc of associatedVpcs(facts)) {
      for (const { domain, type, mayBe, resource } of vpc.rules) {
        if (mayBe || isUnknownFact(domain) || type !== "FORWARD") continue;
        const { winner, outcomes } = answerIn(facts, vpc.rulesAlone, nameBelow(domain));
        const loop = outcomes.find(({ answerer }) => answerer.by === "loop");
        if (loop?.answerer.by !== "loop" || winner?.resource !== resource) continue;
        const round = [...new Set([vpc.name, ...loop.answerer.vpcs])].sort().join(" ");
        const key = `${nameOf(labelsOf(domain))} ${round}`;
        if (told.has(key)) continue;
        told.add(key);
        yield {
          rule: "DNS-14",
          severity: "error",
          resource,
          detail: loop.detail,
          fix: `remove ${resource}, or forward to servers that do not forward back to ${vpc.name}`,
        };
      }
    }
  },
};

/** A name for which this rule decides, unless a narrower rule exists. */
function nameBelow(domain: string): string {
  const labels = labelsOf(domain);
  return labels.length === 0 ? "any-name.example" : `any-name.${nameOf(labels)}`;
}
