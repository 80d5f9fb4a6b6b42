/** Whether a service may take on a role: what its trust policy says. */
import { type Facts } from "../facts";
import { type Graph } from "../graph/graph";
import { isNull, type Resource, unknown } from "../graph/model";
import { accountOf } from "./account";
import { all, any, atMost, type Judgement, NO, not, open, YES } from "./judgement";
import { type Condition, type PolicyDocument, policyDocument, type Statement } from "./policy-document";
import { matches } from "./policy-match";
import { policyText } from "./policy-text";

/** `arn:aws:eks:REGION:ACCOUNT:PREFIX…`; Region and account where they are known. */
export interface Source {
  readonly region?: string;
  readonly account?: string;
  /** `fargateprofile/platform/web/`. */
  readonly prefix: string;
}

/**
 * Conditions are taken to hold where they allow, and not to where they deny: they name what only the request will tell.
 * @param service `ecs-tasks.amazonaws.com`
 * @param source what the service acts for, held against `aws:SourceArn`
 */
export function trusts(facts: Facts, role: Resource, service: string, source?: Source): Judgement {
  const { graph } = facts;
  const policy = role.get("assume_role_policy");
  // Terraform refuses a role without one, and a data source tells it only once it is read.
  if (isNull(policy)) {
    return role.mode === "managed" ? YES : open(unknown(role.address, "is read only when Terraform runs"));
  }
  const account = source?.account ?? accountOf(graph, role);
  // A service acts for resources of the account that the role is in.
  const from = source ?? { account, prefix: "" };
  const document = policyDocument(graph, policy);
  const known = facts.once(answers);
  let ofDocument = known.get(document);
  if (!ofDocument) known.set(document, (ofDocument = new Map<string, Judgement>()));
  const question = JSON.stringify([service, account, from.region, from.account, from.prefix]);
  let answer = ofDocument.get(question);
  if (!answer) ofDocument.set(question, (answer = judge(graph, document, service, account, from)));
  return answer;
}

/** What a document says of a service: many roles share one. */
const answers = (_facts: Facts) => new WeakMap<PolicyDocument, Map<string, Judgement>>();

function judge(
  graph: Graph,
  { statements, rest }: PolicyDocument,
  service: string,
  account: string | undefined,
  from: Source,
): Judgement {
  const allow: Judgement[] = rest ? [open(rest)] : [];
  const deny: Judgement[] = [];
  for (const statement of statements) {
    const { effect, conditions } = statement;
    const means = speaksOf(graph, statement, service);
    if (effect === "Deny" && conditions.length === 0) deny.push(means);
    else if (effect === "Allow")
      allow.push(isOfOther(graph, conditions, from) || isOfOtherAccount(graph, conditions, account) ? NO : means);
    else if (effect !== "Deny") allow.push(atMost(means, effect));
  }
  return all([any(allow), not(any(deny))]);
}

/** Whether a condition names sources, and only others than this one. */
function isOfOther(graph: Graph, conditions: readonly Condition[], source: Source): boolean {
  return conditions.some(({ operator, key, values, rest }) => {
    const name = graph.text(operator)?.toLowerCase() ?? "";
    if (graph.text(key)?.toLowerCase() !== "aws:sourcearn" || !/^(?:arn|string)(?:like|equals)/.test(name))
      return false;
    const isLiteral = name.startsWith("stringequals");
    return !rest && values.length > 0 && values.every((value) => isOtherArn(graph.text(value), source, isLiteral));
  });
}

/** Whether a condition on `aws:SourceAccount` names accounts, and only others than this one. */
function isOfOtherAccount(graph: Graph, conditions: readonly Condition[], account: string | undefined): boolean {
  if (account === undefined) return false;
  return conditions.some(({ operator, key, values, rest }) => {
    const name = graph.text(operator)?.toLowerCase() ?? "";
    if (graph.text(key)?.toLowerCase() !== "aws:sourceaccount" || !/^string(?:like|equals)(?:ignorecase)?$/.test(name))
      return false;
    const patterns = values.map((value) => graph.text(value));
    return !rest && patterns.length > 0 && patterns.every((one) => one !== undefined && !wildcard(one).test(account));
  });
}

/** @param isLiteral whether `*` is compared as text, which no ARN has (IAM user guide, String condition operators) */
function isOtherArn(arn: string | undefined, { region, account, prefix }: Source, isLiteral: boolean): boolean {
  if (isLiteral && arn !== undefined && /[*?]/.test(arn)) return true;
  const [, , , inRegion, ofAccount, ...resource] = arn?.split(":") ?? [];
  if (inRegion === undefined || ofAccount === undefined || resource.length === 0) return false;
  const differs = (pattern: string, text: string | undefined) => text !== undefined && !wildcard(pattern).test(text);
  if (differs(inRegion, region) || differs(ofAccount, account)) return true;
  // What follows the prefix is an id that AWS gives out.
  const steps = resource
    .join(":")
    .split("/")
    .slice(0, prefix.split("/").length - 1)
    .join("/");
  return !/[*]/.test(steps.split("/")[0] ?? "") && differs(steps, prefix.replace(/\/$/, ""));
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
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
