/** The DNS Firewall rules of a VPC: from rule groups associated with it, or with a Route 53 profile of it. */
import { assumptions, namesOf } from "../../assumptions";
import {
  type FirewallAction,
  type FirewallRule,
  isUnknownFact,
  type Maybe,
  type UnknownFact,
  unknownFact,
} from "../../dns/vpc-dns";
import { type Facts } from "../../facts";
import { isNull, type Resource, type Value } from "../../graph/model";
import { attributeOf, referrersOf } from "../attributes/block";
import { plainText, unknownFactOf } from "./plain-values";
import { couldBe, whetherFor } from "./resolver-rules";
import { profileResources } from "./route53-profile";

const associationType = "aws_route53_resolver_firewall_rule_group_association";
const groupType = "aws_route53_resolver_firewall_rule_group";
const ruleType = "aws_route53_resolver_firewall_rule";
const listType = "aws_route53_resolver_firewall_domain_list";

/** With the resource that associates it, for fixes. */
export interface ReadFirewallRule extends FirewallRule {
  readonly source: Resource;
}

interface Ordered {
  readonly rule: ReadFirewallRule;
  readonly group: Maybe<number>;
  readonly priority: Maybe<number>;
}

/** A rule group and its association. */
interface Associated {
  readonly association: Resource;
  /** Its id or its ARN. */
  readonly group: Value;
  readonly priority: Maybe<number>;
  readonly mayBe?: UnknownFact;
}

/** In the order of evaluation; if the order is not known, each of them may apply. */
export function firewallRules(facts: Facts, vpc: Value): readonly ReadFirewallRule[] {
  const ordered = [...direct(facts, vpc), ...ofProfiles(facts, vpc)].flatMap((one) => rulesOf(facts, one));
  const open = ordered.flatMap(({ group, priority }) => [group, priority]).find((one) => isUnknownFact(one));
  if (open) return ordered.map(({ rule }) => ({ ...rule, mayBe: rule.mayBe ?? open }));
  return ordered
    .sort((a, b) => Number(a.group) - Number(b.group) || Number(a.priority) - Number(b.priority))
    .map(({ rule }) => rule);
}

function direct(facts: Facts, vpc: Value): Associated[] {
  const { certain, possible } = referrersOf(facts, associationType, "vpc_id", vpc);
  return [...certain, ...possible].map((association) => ({
    association,
    group: association.get("firewall_rule_group_id"),
    priority: numberOf(facts, association.get("priority"), `priority of ${association.address}`),
    mayBe: certain.includes(association) ? undefined : whetherFor(facts, association),
  }));
}

function ofProfiles(facts: Facts, vpc: Value): Associated[] {
  const { graph } = facts;
  return profileResources(facts, vpc).flatMap(({ association, arn, mayBe }): Associated[] => {
    if (!couldBe(facts, arn, "firewall-rule-group", groupType)) return [];
    const properties = graph.json(association.get("resource_properties"));
    const priority = numberOf(facts, attributeOf(properties, "priority"), `priority of ${association.address}`);
    return [{ association, group: arn, priority, mayBe }];
  });
}

function rulesOf(facts: Facts, { association, group: value, priority: group, mayBe }: Associated): Ordered[] {
  const { graph } = facts;
  const made = graph.target(value, groupType, association);
  const held = made ? referrersOf(facts, ruleType, "firewall_rule_group_id", made) : { certain: [], possible: [] };
  const rules = [...held.certain, ...held.possible].flatMap((source): Ordered[] => {
    const inGroup = held.certain.includes(source)
      ? undefined
      : unknownFactOf(graph, source.get("firewall_rule_group_id"), `the rule group of ${source.address}`);
    const rule = ruleOf(facts, source, mayBe ?? inGroup);
    const priority = numberOf(facts, source.get("priority"), `priority of ${source.address}`);
    return rule ? [{ rule, group, priority }] : [];
  });
  if (made?.mode === "managed") return rules;
  // A rule group outside the input may have rules that are not known.
  const name = made ? graph.knownId(made) : graph.text(value);
  const names = () => [...(made ? namesOf(facts, made) : []), ...(name === undefined ? [] : [idIn(name)])];
  if (facts.once(assumptions).use("firewall-allows-needed-names", names)) return rules;
  const look =
    name === undefined
      ? "add the plan or state that creates its rule group as another input"
      : `aws route53resolver list-firewall-rules --firewall-rule-group-id ${idIn(name)}`;
  const unseen = unknownFact(`the DNS Firewall rules of ${association.address}: ${look}`);
  const rule = { resource: association.address, source: association, action: unseen, domains: unseen, mayBe: unseen };
  return [...rules, { rule, group, priority: Number.MIN_SAFE_INTEGER }];
}

/** The id in an ARN, or the id itself. */
function idIn(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** Undefined if the rule does not filter queries for addresses. */
function ruleOf(facts: Facts, source: Resource, mayBe: UnknownFact | undefined): ReadFirewallRule | undefined {
  const { graph } = facts;
  const type = graph.follow(source.get("q_type"));
  const queryType = isNull(type) ? "A" : plainText(graph, type, `q_type of ${source.address}`);
  if (!isUnknownFact(queryType) && !["", "A", "TYPE1"].includes(queryType.toUpperCase())) return undefined;
  return {
    resource: source.address,
    source,
    action: actionOf(plainText(graph, source.get("action"), `action of ${source.address}`)),
    domains: domainsOf(facts, source),
    mayBe: mayBe ?? (isUnknownFact(queryType) ? queryType : undefined),
  };
}

function actionOf(text: Maybe<string>): Maybe<FirewallAction> {
  if (typeof text !== "string") return text;
  const known = (["ALLOW", "ALERT", "BLOCK"] as const).find((action) => action === text.toUpperCase());
  return known ?? unknownFact(`the meaning of action ${text}`);
}

/** The domains of a list outside the input are not known; this includes AWS's managed lists. */
function domainsOf(facts: Facts, rule: Resource): FirewallRule["domains"] {
  const { graph } = facts;
  const value = rule.get("firewall_domain_list_id");
  const list = graph.target(value, listType, rule);
  if (list?.mode !== "managed") {
    const id = list ? graph.knownId(list) : graph.text(value);
    const look = id === undefined ? "" : ` (aws route53resolver list-firewall-domains --firewall-domain-list-id ${id})`;
    return unknownFact(`the domains of the list of ${rule.address}${look}, or a rule before it that allows the name`);
  }
  const { items, unknownRest } = graph.items(graph.get(list, "domains"));
  const what = `domains of ${list.address}`;
  const known = items.map((item) => plainText(graph, item, what));
  return unknownRest ? [...known, unknownFactOf(graph, unknownRest, what)] : known;
}

function numberOf(facts: Facts, value: Value, what: string): Maybe<number> {
  const text = plainText(facts.graph, value, what);
  if (typeof text !== "string") return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : unknownFact(what);
}
