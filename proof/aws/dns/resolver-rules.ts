/** The resolver rules of a VPC: associated with it, or with a Route 53 profile of it. */
import { type Maybe, type RuleAssociation, type RuleType, type UnknownFact, unknownFact } from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { type Resource, type Value } from "../../graph/model";
import { attributeOf } from "../attributes/block";
import { endpointOf } from "./inbound-endpoints";
import { plainText, unknownFactOf } from "./plain-values";
import { profileResources } from "./route53-profile";

const ruleType = "aws_route53_resolver_rule";

/** With the resource that associates it, for fixes. */
export interface ReadAssociation extends RuleAssociation {
  readonly source: Resource;
}

/** A resolver rule of Terraform, managed or a data source. */
export type Rule = Pick<RuleAssociation, "rule" | "domain" | "type" | "targets">;

export function ruleAssociations(facts: Facts, vpc: Value): readonly ReadAssociation[] {
  const { graph } = facts;
  const { certain, possible } = graph.referrers("aws_route53_resolver_rule_association", "vpc_id", vpc);
  const direct = [...certain, ...possible].map((association): ReadAssociation => {
    const mayBe = certain.includes(association) ? undefined : whetherFor(facts, association);
    const rule = ruleOf(facts, association.get("resolver_rule_id"), association);
    return { ...rule, resource: association.address, source: association, mayBe };
  });
  const ofProfiles = profileResources(facts, vpc).flatMap(({ association, arn, mayBe }): ReadAssociation[] => {
    if (!couldBe(facts, arn, "resolver-rule", ruleType)) return [];
    return [{ ...ruleOf(facts, arn, association), resource: association.address, source: association, mayBe }];
  });
  return [...direct, ...ofProfiles];
}

/** Whether an association with an unknown VPC or existence applies to this VPC. */
export function whetherFor({ graph }: Facts, association: Resource): UnknownFact {
  if (association.unsure)
    return unknownFact(`how many ${association.address} there are: ${association.unsure.expression}`);
  return unknownFactOf(graph, association.get("vpc_id"), `the VPC of ${association.address}`);
}

/** Whether an ARN belongs to that type of resource, or may belong to it. */
export function couldBe({ graph }: Facts, arn: Value, kind: string, type: string): boolean {
  const found = graph.resolve(arn);
  if (found.kind === "resource") return found.resource.type === type;
  return found.kind !== "literal" || String(found.value).includes(`:${kind}/`);
}

/** A rule by its id or ARN; completely unknown if it is not in the input. */
export function ruleOf(facts: Facts, value: Value, near: Resource): Rule {
  const rule = facts.graph.target(value, ruleType, near);
  if (rule) return facts.per(ruleFacts, rule);
  const { graph } = facts;
  const named = graph.text(value);
  const at = graph.follow(value);
  const open = unknownFact(
    near.type === "aws_route53profiles_association" && at.kind === "unknown"
      ? at.expression
      : named === undefined
        ? `the rule of ${near.address}, which is ${graph.describe(at)}`
        : `domain and type of ${named}: add the plan or state that contains it, or data.${ruleType}`,
  );
  return { rule: named ?? open.unknown, domain: open, type: open, targets: open };
}

export function ruleFacts(facts: Facts, rule: Resource): Rule {
  const { graph } = facts;
  const of = (attribute: string) => plainText(graph, graph.get(rule, attribute), `${attribute} of ${rule.address}`);
  return {
    rule: rule.address,
    domain: of("domain_name"),
    type: typeOf(of("rule_type")),
    targets: rule.mode === "data" ? unknownFact(`the targets of ${rule.address}`) : targetsOf(facts, rule),
  };
}

function typeOf(text: Maybe<string>): Maybe<RuleType> {
  if (typeof text !== "string") return text;
  const known = (["FORWARD", "SYSTEM", "RECURSIVE", "DELEGATE"] as const).find((type) => type === text.toUpperCase());
  return known ?? unknownFact(`the meaning of type ${text}`);
}

function targetsOf(facts: Facts, rule: Resource): RuleAssociation["targets"] {
  const { graph } = facts;
  const { items, unknownRest } = rule.blocks("target_ip");
  const what = `the targets of ${rule.address}`;
  if (unknownRest) return unknownFactOf(graph, unknownRest, what);
  return items.map((target) => {
    const known = graph.text(attributeOf(target, "ipv6")) ?? graph.text(attributeOf(target, "ip"));
    const ip = attributeOf(target, "ip");
    return known ?? endpointOf(facts, ip) ?? plainText(graph, ip, what);
  });
}
