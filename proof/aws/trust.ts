/** Whether a service may take on a role: what its trust policy says. */
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, type Resource, unknown } from "../graph/model";
import { all, any, atMost, type Judgement, NO, not, open, YES } from "./judgement";
import { policyDocument, type Statement } from "./policy-document";
import { matches } from "./policy-match";
import { policyText } from "./policy-text";

/**
 * Conditions are taken to hold where they allow, and not to where they deny: they name what only the request will tell.
 * @param service `ecs-tasks.amazonaws.com`
 */
export function trusts({ graph }: Facts, role: Resource, service: string): Judgement {
  const policy = role.get("assume_role_policy");
  // Terraform refuses a role without one, and a data source tells it only once it is read.
  if (isNull(policy)) {
    return role.mode === "managed" ? YES : open(unknown(role.address, "is read only when Terraform runs"));
  }
  const { statements, rest } = policyDocument(graph, policy);
  const allow: Judgement[] = rest ? [open(rest)] : [];
  const deny: Judgement[] = [];
  for (const statement of statements) {
    const { effect, conditions } = statement;
    const means = speaksOf(graph, statement, service);
    if (effect === "Deny" && conditions.length === 0) deny.push(means);
    else if (effect === "Allow") allow.push(means);
    else if (effect !== "Deny") allow.push(atMost(means, effect));
  }
  return all([any(allow), not(any(deny))]);
}

function speaksOf(graph: Graph, { actions, principals, rest }: Statement, service: string): Judgement {
  if (!actions || !principals) return rest ? open(rest) : NO;
  const action = actions.items.map((item) => matches(graph, policyText(graph, item, true), ["sts:AssumeRole"], true));
  if (actions.rest) action.push(open(actions.rest));
  const principal = principals.items
    .filter(({ type }) => type === "Service" || type === "*")
    .map(({ value }) => matches(graph, policyText(graph, value, true), [service], true));
  if (principals.rest) principal.push(open(principals.rest));
  return all([
    actions.negated ? not(any(action)) : any(action),
    principals.negated ? not(any(principal)) : any(principal),
  ]);
}
