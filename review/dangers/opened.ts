/** Access that a plan opens, or protection that it removes. */
import { attributeOf } from "../../proof/aws/attributes/block";
import { ownRules, type SecurityGroupRule } from "../../proof/aws/network/security-group-rule";
import { Facts } from "../../proof/facts";
import { type Resource } from "../../proof/graph/model";
import { graphOfPlans } from "../../proof/graph/read";
import { factsOf } from "../../proof/resource-types";
import { type Opening } from "../../proof/resource-types/resource-type";
import { type Change, type Plan } from "../input/plan";
import { type Stop } from "../stops/stop";

const everyone = ["0.0.0.0/0", "::/0"];

/** Policies are compared in policies.ts. */
export function* openedResources(plan: Plan): Iterable<Stop> {
  const changes = plan.changes.filter(
    ({ type, action }) => action && action !== "delete" && action !== "forget" && factsOf(type).opens,
  );
  const [before, after] = [stateOf(changes, "before"), stateOf(changes, "after")];
  for (const { address, type, action } of changes) {
    for (const opening of factsOf(type).opens!) {
      // A new resource has never been protected.
      if (action === "create" && opening.form === "deletion-protection") continue;
      if (action === "create" && opening.form === "value" && opening.onlyChanged) continue;
      // Only what this change opens is reported, not what was open before.
      const was = new Set(action === "create" ? [] : look(opening, before, address, plan.accounts));
      const open = look(opening, after, address, plan.accounts).filter((one) => !was.has(one));
      if (open.length === 0) continue;
      yield {
        kind: opening.form === "deletion-protection" ? "data-loss" : "access",
        stack: plan.name,
        resource: address,
        what: open.join("; "),
        todo: todoOf(opening, open),
      };
    }
  }
}

/** Resources as a state, so that the proof's readers can read them. */
export function stateOf(changes: readonly Change[], when: "before" | "after"): Facts {
  const resources = changes.map(({ address, type, [when]: values }) => ({
    address,
    mode: "managed",
    type,
    name: address,
    values,
  }));
  return new Facts(graphOfPlans({ [when]: { format_version: "1.0", values: { root_module: { resources } } } }));
}

/** The access that an opening gives in a resource. */
function look(opening: Opening, facts: Facts, address: string, accounts: ReadonlySet<string>): string[] {
  const { graph } = facts;
  const resource = graph.resource(address);
  if (!resource) return [];
  const text = (attribute: string) => graph.text(resource.get(attribute));
  switch (opening.form) {
    case "inbound-rules":
      return ownRules(facts, resource, "ingress").flatMap((rule) => openRule(facts, rule));
    case "value": {
      const value = text(opening.attribute);
      const isOpen = opening.is === undefined ? value !== String(opening.not) : value === String(opening.is);
      return isOpen ? [opening.what] : [];
    }
    case "deletion-protection":
      return text(opening.attribute) === "false" ? ["is no longer protected against deletion"] : [];
    case "public-endpoint":
      return publicEndpoint(facts, resource);
    case "principal":
      return opening.restrictedBy.some((attribute) => text(attribute) !== undefined)
        ? []
        : principalDanger(text(opening.attribute) ?? "", accounts);
    case "policy":
    case "managed-policies":
      return [];
  }
}

function todoOf(opening: Opening, open: readonly string[]): string {
  switch (opening.form) {
    case "inbound-rules":
      return open.every((one) => /tcp\/(?:80|443) from/.test(one))
        ? "confirm that this is the public address of a website or API; otherwise allow only the clients' ranges"
        : "allow only the security groups or ranges of the clients, or confirm that public access is intended";
    case "value":
      return opening.todo;
    case "deletion-protection":
      return "keep its deletion protection";
    case "public-endpoint":
      return "set endpoint_public_access = false, or restrict public_access_cidrs";
    case "principal":
      return "name the account or service that needs access, and restrict it to its resources";
    case "policy":
    case "managed-policies":
      return "allow only the actions and resources that are needed";
  }
}

/** Without the plan's own account, the account of a principal says nothing. */
function principalDanger(principal: string, accounts: ReadonlySet<string>): string[] {
  if (principal === "*") return ["gives everyone access"];
  const account = /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
  return account === undefined || accounts.size === 0 || accounts.has(account)
    ? []
    : [`gives another account access (${principal})`];
}

/** Ranges that no organization owns alone: an IPv4 /8 is the largest that was ever assigned to one. */
function wideRange(range: string): string | undefined {
  if (everyone.includes(range)) return range;
  const [address = "", length = ""] = range.split("/");
  if (length === "" || /^(?:10\.|f[cd])/i.test(address)) return undefined;
  const isWide = Number(length) <= (address.includes(":") ? 16 : 8);
  return isWide ? `${range}, a large part of all addresses` : undefined;
}

function openRule({ graph }: Facts, { protocol, from, to, cidrs }: SecurityGroupRule): string[] {
  const ranges = cidrs.flatMap((cidr) => wideRange(graph.text(cidr) ?? "") ?? []);
  if (ranges.length === 0) return [];
  const range = ranges.find((one) => everyone.includes(one)) ?? ranges.join(" and ");
  if (protocol === "-1" || protocol === "all") return [`allows all inbound traffic from ${range}`];
  const ports = from === to ? String(from) : `${String(from)}-${String(to)}`;
  return [`allows inbound ${String(protocol)}/${ports} from ${range}`];
}

function publicEndpoint({ graph }: Facts, cluster: Resource): string[] {
  const [network] = cluster.blocks("vpc_config").items;
  if (!network || graph.text(attributeOf(network, "endpoint_public_access")) !== "true") return [];
  const ranges = graph.items(attributeOf(network, "public_access_cidrs")).items.map((range) => graph.text(range) ?? "");
  if (ranges.length === 0 || ranges.some((range) => everyone.includes(range)))
    return ["has a public endpoint that is open to every address"];
  const wide = ranges.flatMap((range) => wideRange(range) ?? []);
  return wide.length === 0 ? [] : [`has a public endpoint that is open to ${wide.join(" and ")}`];
}
