/** What may bring a file system's name back to AWS, smallest first: a SYSTEM rule, or the end of what takes it away. */
import { type ReadZone } from "../aws/private-zones";
import { type ReadAssociation } from "../aws/resolver-rules";
import { type Vpc } from "../aws/vpc-dns";
import { type DnsAnswer } from "../dns/answer";
import { covers, type Labels, labelsOf, nameOf } from "../dns/name";
import { isUnknown } from "../dns/vpc-dns";
import { type Facts } from "../facts";
import { type Change } from "../graph/graph";
import { literal, type Resource, type ResourceKey, resourceKey, type Value } from "../graph/model";
import { type Fix } from "./hop";
import { labelOf, referenceTo } from "./snippet";

export function resolverFixes(facts: Facts, vpc: Vpc, answer: DnsAnswer): Fix[] {
  const name = labelsOf(answer.name);
  const { winner } = answer;
  if (winner === undefined) return [];
  const wanted = systemDomains(name).filter((domain) => domain.length > winner.labels);
  const system = wanted.flatMap((domain) => [
    ...existingRules(facts, vpc, domain).map((rule) => associate(facts, vpc, rule)),
    ...newRule(facts, vpc, domain),
  ]);
  const away = [...hiding(vpc, name)];
  const one = away.filter(({ source }) => source.address === winner.resource);
  return [...system, ...one.map((each) => takeAway([each])), ...(away.length > 1 ? [takeAway(away)] : [])];
}

/** `amazonaws.com`, as AWS recommends (DNS-03), then `efs.<region>.amazonaws.com`. */
function systemDomains(name: Labels): Labels[] {
  const efs = name.slice(0, name.lastIndexOf("efs") + 1);
  return [efs.slice(0, -2), efs];
}

function existingRules({ graph }: Facts, vpc: Vpc, domain: Labels): Resource[] {
  return graph.all("aws_route53_resolver_rule").filter((rule) => {
    const [written, type] = [graph.text(rule.get("domain_name")), graph.text(rule.get("rule_type"))];
    if (type !== "SYSTEM" || written === undefined || nameOf(labelsOf(written)) !== nameOf(domain)) return false;
    return rule.document === vpc.resource?.document && rule.module === vpc.resource.module;
  });
}

function associate({ graph }: Facts, vpc: Vpc, rule: Resource): Fix {
  const name = freeName(
    (address) => graph.resource(address, rule.document.name) !== undefined,
    rule.name,
    associationType,
  );
  return {
    description: `associate ${rule.address} with ${vpc.name}`,
    terraform: associationHcl(name, referenceTo(rule, "id"), vpc),
    changes: [association(rule, name, rule.key, vpc)],
    ...inOrganization(vpc, String(graph.text(rule.get("domain_name")))),
  };
}

const ruleType = "aws_route53_resolver_rule";
const associationType = "aws_route53_resolver_rule_association";

/** A rule of the VPC's own, which needs neither endpoint nor share (DNS-06, DNS-19). */
function newRule({ graph }: Facts, vpc: Vpc, labels: Labels): Fix[] {
  const beside = vpc.resource ?? vpc.rules[0]?.source;
  if (!beside) return [];
  const domain = nameOf(labels);
  const taken = (address: string) => graph.resource(address, beside.document.name) !== undefined;
  const name = freeName(taken, labelOf(domain), ruleType, associationType);
  const prefix = beside.module === "" ? "" : `${beside.module}.`;
  const key = resourceKey(beside.document.name, `${prefix}${ruleType}.${name}`);
  const rule: Change = {
    kind: "add",
    beside,
    type: ruleType,
    name,
    attributes: new Map([
      ["domain_name", literal(domain)],
      ["rule_type", literal("SYSTEM")],
    ]),
  };
  const hcl = `resource "${ruleType}" "${name}" {\n  domain_name = "${domain}"\n  rule_type   = "SYSTEM"\n}`;
  return [
    {
      description: `associate a SYSTEM rule for ${domain} with ${vpc.name}`,
      terraform: `${hcl}\n\n${associationHcl(name, `${ruleType}.${name}.id`, vpc)}`,
      changes: [rule, association(beside, name, key, vpc)],
      ...inOrganization(vpc, domain),
    },
  ];
}

function association(beside: Resource, name: string, rule: ResourceKey, vpc: Vpc): Change {
  const attributes = new Map<string, Value>([
    ["resolver_rule_id", { kind: "reference", to: rule, attribute: "id" }],
    ["vpc_id", vpc.value],
  ]);
  return { kind: "add", beside, type: associationType, name, attributes };
}

function associationHcl(name: string, rule: string, { resource, name: id }: Vpc): string {
  const vpc = resource ? referenceTo(resource, "id") : JSON.stringify(id);
  return `resource "${associationType}" "${name}" {\n  resolver_rule_id = ${rule}\n  vpc_id           = ${vpc}\n}`;
}

function freeName(taken: (address: string) => boolean, wanted: string, ...types: string[]): string {
  let name = wanted;
  for (let at = 2; types.some((type) => taken(`${type}.${name}`)); at++) name = `${wanted}_${at}`;
  return name;
}

/** What this project's own stacks say in their file. */
function inOrganization({ resource }: Vpc, domain: string): { organization?: string } {
  if (resource?.construct === undefined) return {};
  return { organization: `sharedNetwork.dns.resolveInAws: [${domain}]` };
}

type Hiding = ReadAssociation | ReadZone;

/** The forwarding rules and the zones that cover the name. */
function* hiding(vpc: Vpc, name: Labels): Iterable<Hiding> {
  const matching = ({ domain, mayBe }: Hiding) => !mayBe && !isUnknown(domain) && covers(labelsOf(domain), name);
  for (const rule of vpc.rules) if (rule.type === "FORWARD" && matching(rule)) yield rule;
  for (const zone of vpc.zones) if (matching(zone)) yield zone;
}

function takeAway(sources: readonly Hiding[]): Fix {
  const addresses = [...new Set(sources.map(({ source }) => source.address))];
  return {
    description: `remove ${addresses.join(" and ")}`,
    changes: sources.map(({ source }): Change => ({ kind: "remove", resource: source })),
  };
}
