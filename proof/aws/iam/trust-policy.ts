/** Whether a trust policy allows a service to assume a role. */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { isNull, literal, type Resource, unknownValue } from "../../graph/model";
import { all, any, atMost, type Judgement, NO, not, open, YES } from "../../graph/ternary";
import { accountOf, regionOf } from "../account/account";
import { conditionHolds } from "./policy-condition";
import { type Condition, type PolicyDocument, policyDocument, type Statement } from "./policy-document";
import { matches } from "./policy-match";
import { accountText, type PolicyText, policyText } from "./policy-text";

/** `arn:aws:SERVICE:REGION:ACCOUNT:PREFIX…`, with service, Region and account if they are known. */
export interface Source {
  readonly service?: string;
  readonly region?: string;
  readonly account?: string;
  /** `fargateprofile/platform/web/`. */
  readonly prefix: string;
}

/** The source that ECS sends when it assumes a task's role: `arn:aws:ecs:us-west-2:111122223333:*` (ECS task-iam-roles.html). */
export function ecsSource({ graph }: Facts, task: Resource): Source {
  return { service: "ecs", region: regionOf(graph, task), account: accountOf(graph, task), prefix: "" };
}

/**
 * Conditions on the source of a request are compared with the known source. Other conditions count as met in an allow
 * and make a deny unknown, because only the actual request decides them.
 *
 * @param service `ecs-tasks.amazonaws.com`
 * @param source the resource that the service acts for, compared with `aws:SourceArn`
 */
export function trusts(facts: Facts, role: Resource, service: string, source?: Source): Judgement {
  const { graph } = facts;
  const policy = role.get("assume_role_policy");
  // Terraform requires a trust policy, and a data source shows it only after it is read.
  if (isNull(policy)) {
    return role.mode === "managed" ? YES : open(unknownValue(role.address, "is read only when Terraform runs"));
  }
  const account = source?.account ?? accountOf(graph, role);
  // A service acts for resources of the role's account.
  const from = source ?? { account, prefix: "" };
  const document = policyDocument(graph, policy);
  const known = facts.once(answers);
  let ofDocument = known.get(document);
  if (!ofDocument) known.set(document, (ofDocument = new Map<string, Judgement>()));
  const own = account === undefined ? accountText(graph, role) : [account];
  const whose = own.map((piece) => (typeof piece === "object" ? String(piece.name) : String(piece)));
  const question = JSON.stringify([service, whose, from.service, from.region, from.account, from.prefix]);
  let answer = ofDocument.get(question);
  if (!answer) ofDocument.set(question, (answer = judge(graph, document, service, { account, own }, from)));
  return answer;
}

/** The answer of a document for a service, cached because many roles share a document. */
const answers = (_facts: Facts) => new WeakMap<PolicyDocument, Map<string, Judgement>>();

/** The account that a service acts for. */
interface Account {
  /** Undefined if it is not known. */
  readonly account: string | undefined;
  /** As policies compare it, known or not. */
  readonly own: PolicyText;
}

function judge(
  graph: Graph,
  { statements, unknownRest }: PolicyDocument,
  service: string,
  of: Account,
  from: Source,
): Judgement {
  const allow: Judgement[] = unknownRest ? [open(unknownRest)] : [];
  const deny: Judgement[] = [];
  for (const statement of statements) {
    const { effect, conditions } = statement;
    const means = speaksOf(graph, statement, service);
    const holds = all(conditions.map((condition) => fromSource(graph, condition, from, of) ?? YES));
    if (effect === "Deny") deny.push(all([means, ...conditions.map((one) => denies(graph, one, of.account))]));
    else if (effect === "Allow") allow.push(all([means, holds]));
    else allow.push(atMost(means, effect));
  }
  return all([any(allow), not(any(deny))]);
}

/** Whether a condition on the source of the request holds; undefined for one on something else. */
function fromSource(
  graph: Graph,
  condition: Condition,
  source: Source,
  { account, own }: Account,
): Judgement | undefined {
  const key = graph.text(condition.key)?.toLowerCase();
  if (key === "aws:sourcearn") {
    if (isOfOther(graph, condition, source)) return NO;
    return all([ofAccount(graph, condition, source), ofEcs(graph, condition, source)]);
  }
  if (key !== "aws:sourceaccount") return undefined;
  return account === undefined
    ? ofOwn(graph, condition, own)
    : conditionHolds(graph, condition, () => literal(account));
}

/** An account that is not known is the role's own if the policy takes it from the same provider. */
function ofOwn(graph: Graph, { operator, values, unknownRest }: Condition, own: PolicyText): Judgement {
  const [, how] = /^(?:for(?:any|all)values?:)?string(equals|like)/i.exec(graph.text(operator) ?? "") ?? [];
  const isPattern = how?.toLowerCase() === "like";
  const means = any(values.map((value) => matches(graph, policyText(graph, value, isPattern), own)));
  if (how && means.answer === "yes") return YES;
  return open(
    unknownRest ??
      unknownValue("aws:SourceAccount", "names an account, and the account of the role is not in the input"),
  );
}

/** An ARN with an account is not certainly of the role's account if that is not in the input. */
function ofAccount(graph: Graph, { operator, values }: Condition, { account }: Source): Judgement {
  const named = values.map((value) => graph.text(value)?.split(":")[4] ?? "*");
  const isPositive = /^(?:for(?:any|all)values?:)?(?:arn|string)(?:like|equals)/i.test(graph.text(operator) ?? "");
  if (account !== undefined || !isPositive || !named.every((one) => /^\d{12}$/.test(one))) return YES;
  const why = `names account ${named.join(", ")}, and the account of the role is not in the input`;
  return open(unknownValue("aws:SourceArn", why));
}

/**
 * "Using the aws:SourceArn condition key to specify a specific cluster is not currently supported, you should use the
 * wildcard to specify all clusters" (ECS task-iam-roles.html).
 */
function ofEcs(graph: Graph, { key, values }: Condition, { service }: Source): Judgement {
  const names = values.map((value) => graph.text(value)?.split(":").slice(5).join(":"));
  if (service !== "ecs" || names.length === 0 || names.some((name) => !name || name.startsWith("*"))) return YES;
  return open(unknownValue(graph.text(key)!, `names ${names.join(", ")}, but ECS may send another source`));
}

/** Only a known value of the request denies it for certain. */
function denies(graph: Graph, condition: Condition, account: string | undefined): Judgement {
  return conditionHolds(graph, condition, (key) => {
    if (key === "aws:principalisawsservice" || key === "aws:securetransport") return literal("true");
    if (key === "aws:sourceaccount" && account !== undefined) return literal(account);
    return unknownValue(key, "is known only when the role is assumed");
  });
}

/** Whether a condition names sources, all of them different from this one. */
function isOfOther(graph: Graph, { operator, values, unknownRest }: Condition, source: Source): boolean {
  const name = graph.text(operator)?.toLowerCase() ?? "";
  if (!/^(?:arn|string)(?:like|equals)/.test(name)) return false;
  const isLiteral = name.startsWith("stringequals");
  return !unknownRest && values.length > 0 && values.every((value) => isOtherArn(graph.text(value), source, isLiteral));
}

/** @param isLiteral whether `*` is compared as text, which no ARN has (IAM user guide, String condition operators) */
function isOtherArn(
  arn: string | undefined,
  { service, region, account, prefix }: Source,
  isLiteral: boolean,
): boolean {
  if (isLiteral && arn !== undefined && /[*?]/.test(arn)) return true;
  const [, , ofService, inRegion, ofAccount, ...resource] = arn?.split(":") ?? [];
  if (inRegion === undefined || ofAccount === undefined || resource.length === 0) return false;
  const differs = (pattern: string, text: string | undefined) => text !== undefined && !wildcard(pattern).test(text);
  if (differs(ofService!, service) || differs(inRegion, region) || differs(ofAccount, account)) return true;
  // The text after the prefix is an id that AWS assigns.
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

function speaksOf(graph: Graph, { actions, principals, unknownRest }: Statement, service: string): Judgement {
  if (!actions || !principals) return unknownRest ? open(unknownRest) : NO;
  const action = actions.items.map((item) => matches(graph, policyText(graph, item, true), ["sts:AssumeRole"], true));
  if (actions.unknownRest) action.push(open(actions.unknownRest));
  const principal = principals.items.map(({ type, value }) => {
    if (type === "Service" || type === "*") return matches(graph, policyText(graph, value, true), [service], true);
    return graph.text(value) === "*" ? open(unknownValue('Principal "*"', `may or may not include ${service}`)) : NO;
  });
  if (principals.unknownRest) principal.push(open(principals.unknownRest));
  return all([
    actions.negated ? not(any(action)) : any(action),
    principals.negated ? not(any(principal)) : any(principal),
  ]);
}
