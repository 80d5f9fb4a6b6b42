/** Access that a plan opens, or protection that it removes. */
import { attributeOf } from "../proof/aws/attributes/block";
import { policyDocument } from "../proof/aws/iam/policy-document";
import { ownRules, type SecurityGroupRule } from "../proof/aws/network/security-group-rule";
import { Facts } from "../proof/facts";
import { type Resource, type Value } from "../proof/graph/model";
import { graphOfPlans } from "../proof/graph/read";
import { factsOf } from "../proof/resource-types";
import { type Opening } from "../proof/resource-types/resource-type";
import { type Change, type Plan } from "./plan";
import { type Stop } from "./stop";

const everyone = ["0.0.0.0/0", "::/0"];

export function* openedResources(plan: Plan): Iterable<Stop> {
  const changes = plan.changes.filter(
    ({ type, action }) => action && action !== "delete" && action !== "forget" && factsOf(type).opens,
  );
  const [before, after] = [stateOf(changes, "before"), stateOf(changes, "after")];
  for (const { address, type, action } of changes) {
    for (const opening of factsOf(type).opens!) {
      // A new resource has never been protected.
      if (action === "create" && opening.form === "deletion-protection") continue;
      const open = look(opening, after, address);
      // Only what this change opens is reported, not what was open before.
      if (open === undefined || (action !== "create" && look(opening, before, address) === open)) continue;
      yield { stack: plan.name, resource: address, what: open, todo: todoOf(opening) };
    }
  }
}

/** The changed resources as a state, so that the proof's readers can read them. */
function stateOf(changes: readonly Change[], when: "before" | "after"): Facts {
  const resources = changes.map(({ address, type, [when]: values }) => ({
    address,
    mode: "managed",
    type,
    name: address,
    values,
  }));
  return new Facts(graphOfPlans({ [when]: { format_version: "1.0", values: { root_module: { resources } } } }));
}

/** The access that an opening gives in a resource; undefined if none. */
function look(opening: Opening, facts: Facts, address: string): string | undefined {
  const { graph } = facts;
  const resource = graph.resource(address);
  if (!resource) return undefined;
  const text = (attribute: string) => graph.text(resource.get(attribute));
  switch (opening.form) {
    case "inbound-rules":
      return ownRules(facts, resource, "ingress")
        .map((rule) => openRule(facts, rule))
        .find((open) => open !== undefined);
    case "value": {
      const value = text(opening.attribute);
      const isOpen = opening.is === undefined ? value !== String(opening.not) : value === String(opening.is);
      return isOpen ? opening.what : undefined;
    }
    case "deletion-protection":
      return text(opening.attribute) === "false" ? "is no longer protected against deletion" : undefined;
    case "public-endpoint":
      return isPublic(facts, resource) ? "has a public endpoint that is open to every address" : undefined;
    case "policy":
      return allowsEverything(facts, resource.get(opening.attribute)) ? "allows every action on everything" : undefined;
  }
}

function todoOf(opening: Opening): string {
  switch (opening.form) {
    case "inbound-rules":
      return "allow only the security groups or ranges of the clients, or confirm that public access is intended";
    case "value":
      return opening.todo;
    case "deletion-protection":
      return "keep its deletion protection";
    case "public-endpoint":
      return "set endpoint_public_access = false, or restrict public_access_cidrs";
    case "policy":
      return "allow only the actions and resources that are needed";
  }
}

function openRule({ graph }: Facts, { protocol, from, to, cidrs }: SecurityGroupRule): string | undefined {
  const range = cidrs.map((cidr) => graph.text(cidr)).find((cidr) => cidr !== undefined && everyone.includes(cidr));
  if (range === undefined) return undefined;
  if (protocol === "-1" || protocol === "all") return `allows all inbound traffic from ${range}`;
  const ports = from === to ? String(from) : `${String(from)}-${String(to)}`;
  return `allows inbound ${String(protocol)}/${ports} from ${range}`;
}

function isPublic({ graph }: Facts, cluster: Resource): boolean {
  const [network] = cluster.blocks("vpc_config").items;
  if (!network || graph.text(attributeOf(network, "endpoint_public_access")) !== "true") return false;
  const ranges = graph.items(attributeOf(network, "public_access_cidrs")).items.map((range) => graph.text(range));
  return ranges.length === 0 || ranges.some((range) => range !== undefined && everyone.includes(range));
}

function allowsEverything({ graph }: Facts, policy: Value): boolean {
  return policyDocument(graph, policy).statements.some(({ effect, actions, resources, conditions, unknownRest }) => {
    if (effect !== "Allow" || conditions.length > 0 || unknownRest) return false;
    return [actions, resources].every(
      (patterns) => patterns && !patterns.negated && patterns.items.some((item) => graph.text(item) === "*"),
    );
  });
}
