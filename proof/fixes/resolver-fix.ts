/**
 * Fixes that make AWS answer a name again, smallest first: a SYSTEM rule, or the removal of the rule or zone that
 * matches.
 */
import { notDeleted } from "../aws/attributes/block";
import { type Vpc } from "../aws/dns/vpc-dns";
import { type DnsAnswer } from "../dns/answer";
import { type Labels, labelsOf, nameOf } from "../dns/name";
import { type Facts } from "../facts";
import { literal, type Resource, type Value } from "../graph/model";
import { labelOf } from "../hcl/snippet";
import { type Fix } from "../hop-answer";
import { type Added, addition, freeName } from "./addition";

const ruleType = "aws_route53_resolver_rule";
const associationType = "aws_route53_resolver_rule_association";

export function resolverFixes(facts: Facts, vpc: Vpc, answer: DnsAnswer): Fix[] {
  const { winner } = answer;
  if (winner === undefined) return [];
  const wanted = systemDomains(labelsOf(answer.name)).filter((domain) => domain.length > winner.labels);
  const system = wanted.flatMap((domain) => [
    ...existingRules(facts, vpc, domain).map((rule) => associate(facts, vpc, rule)),
    ...newRule(facts, vpc, nameOf(domain)),
  ]);
  const source = [...vpc.rules, ...vpc.zones].find(({ resource }) => resource === winner.resource)?.source;
  return source ? [...system, remove(facts, source)] : system;
}

/**
 * `amazonaws.com`, as AWS recommends (DNS-03), then `efs.<region>.amazonaws.com` or the complete name of the service.
 */
function systemDomains(name: Labels): Labels[] {
  const efs = name.lastIndexOf("efs");
  const suffix = name.slice(0, name[0] === "cn" ? 3 : 2);
  return [suffix, efs < 0 ? name : name.slice(0, efs + 1)];
}

function existingRules({ graph }: Facts, vpc: Vpc, domain: Labels): Resource[] {
  return notDeleted(graph.all(ruleType)).filter((rule) => {
    const [written, type] = [graph.text(rule.get("domain_name")), graph.text(rule.get("rule_type"))];
    if (type !== "SYSTEM" || written === undefined || nameOf(labelsOf(written)) !== nameOf(domain)) return false;
    return rule.document === vpc.resource?.document && rule.module === vpc.resource.module;
  });
}

function associate(facts: Facts, vpc: Vpc, rule: Resource): Fix {
  const id: Value = { kind: "reference", to: rule.key, attribute: "id" };
  const { change } = association(facts, vpc, rule, rule.name, id);
  return {
    description: `associate ${rule.address} with ${vpc.name}`,
    changes: [change],
  };
}

/** A rule in the VPC's own account, which needs neither an endpoint nor a share (DNS-06, DNS-19). */
function newRule(facts: Facts, vpc: Vpc, domain: string): Fix[] {
  const beside = vpc.resource ?? vpc.rules[0]?.source;
  if (!beside) return [];
  const name = freeName(facts.graph, beside, labelOf(domain), ruleType, associationType);
  const rule = addition(facts.graph, beside, ruleType, name, {
    domain_name: literal(domain),
    rule_type: literal("SYSTEM"),
  });
  const own = association(facts, vpc, beside, name, rule.get("id"));
  return [
    {
      description: `associate a SYSTEM rule for ${domain} with ${vpc.name}`,
      changes: [rule.change, own.change],
    },
  ];
}

function association({ graph }: Facts, vpc: Vpc, beside: Resource, name: string, rule: Value): Added {
  return addition(graph, beside, associationType, name, { resolver_rule_id: rule, vpc_id: vpc.value });
}

/** Removing a zone also removes its records and associations, which reference it. */
function remove({ graph }: Facts, resource: Resource): Fix {
  const contents = ["aws_route53_record", "aws_route53_zone_association"].flatMap((type) => {
    return resource.type === "aws_route53_zone" ? notDeleted(graph.referrers(type, "zone_id", resource).certain) : [];
  });
  const all = [resource, ...contents];
  return {
    description: all.map(({ address }) => `remove ${address}`).join("; "),
    changes: all.map((one) => ({ kind: "remove", resource: one })),
  };
}
