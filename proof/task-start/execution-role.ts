/**
 * What a starting task does with its execution role: pull from ECR, write to CloudWatch Logs (ECS-09, EKS-04). On
 * container instances without one, the agent uses the instance role.
 */
import { assumptions, namesOfResolved } from "../assumptions";
import { instanceCallers } from "../aws/ecs/instance-role";
import { type Access, callerOf, judgeAccess } from "../aws/iam/authorization";
import { type Request, type RoleOrNobody } from "../aws/iam/policy";
import { ecsSource, type Source, trusts } from "../aws/iam/trust-policy";
import { type Facts } from "../facts";
import { lessDenied } from "../fixes/deny-fix";
import { allow, ecsTasks, newRole, trustFix } from "../fixes/execution-role-fix";
import { boundaryFixes } from "../fixes/permissions-boundary-fix";
import { type Resource, type Unknown, unknownValue, type Value } from "../graph/model";
import { atMost } from "../graph/ternary";
import { fails, type Fix, type HopAnswer, unknown, worst } from "../hop-answer";
import { type RuleId } from "../rules";
import { type MountPath } from "../workloads/mount-path";
import { fargateSource } from "./fargate-source";
import { requestContext } from "./request-context";

export interface Need {
  readonly actions: readonly string[];
  /** One of them is enough, because policies can name a resource in several ways. The first is the most common one. */
  readonly resources: readonly Value[];
  /** Description for messages: `pull nginx:1.27`. */
  readonly what: string;
  /** The Region of the service that is asked. @default not known */
  readonly region?: string;
  /** The rule to report. @default the rule of the role */
  readonly rule?: RuleId;
  /** A value that may or may not match one of `resources`: an allow that covers only this value is not certain. */
  readonly doubtful?: Value;
  /** Evaluates access if other policies than those of the role matter. @default `judgeAccess` */
  judge?(request: Request): Access;
  /** Fixes for cases that the role's policies can't solve. */
  fixes?(role: Resource, actions: readonly string[]): readonly Fix[];
}

type RoleCaller = Exclude<RoleOrNobody, { kind: "anonymous" }>;

/**
 * Undefined if everything is certainly allowed.
 * @param whose the owner of the needs: its answer is cached for all subnets
 */
export function executionRoleLacks(
  path: MountPath,
  facts: Facts,
  whose: object,
  needs: () => readonly Need[],
): HopAnswer | undefined {
  const answers = facts.once(answersOf);
  if (!answers.has(whose)) answers.set(whose, judge(path, facts, needs()));
  return answers.get(whose);
}

const answersOf = (_facts: Facts) => new WeakMap<object, HopAnswer | undefined>();

function judge(path: MountPath, facts: Facts, needs: readonly Need[]): HopAnswer | undefined {
  const answer = judgeRole(path, facts, needs);
  const said = facts.once(assumptions);
  const names = () => roleNames(path, facts);
  if (answer?.verdict === "fails") said.contradict("execution-role-complete", names, answer.detail);
  return answer?.verdict === "unknown" && said.use("execution-role-complete", names) ? undefined : answer;
}

function roleNames({ workload, volume }: MountPath, facts: Facts): readonly string[] {
  return namesOfResolved(facts, facts.graph.resolve(workload.executionRole, "aws_iam_role", volume.resource));
}

function judgeRole(path: MountPath, facts: Facts, needs: readonly Need[]): HopAnswer | undefined {
  const { workload, volume } = path;
  if (needs.length === 0 || workload.compute === "external") return undefined;
  const caller = callerOf(facts.graph, workload.executionRole, volume.resource);
  const [service, rule] = workload.kind === "eks" ? [fargatePods, "EKS-04" as const] : [ecsTasks, "ECS-09" as const];
  const source = workload.kind === "eks" ? fargateSource(facts, workload) : ecsSource(facts, volume.resource);
  const contextOf = (action: string, { region }: Need) => requestContext(path, facts, action, region);
  const asked = { facts, needs, task: volume.resource, rule, source, contextOf };
  if (caller.kind !== "anonymous") return judgeCaller({ ...asked, service }, caller);
  // A pod without a Fargate profile is reported by the fargate-profile hop.
  if (workload.kind === "eks") return undefined;
  if (workload.compute === "fargate") return withoutRole(asked);
  if (workload.compute !== "instances") return notSeen(asked, workload.compute, "the role that starts it");
  const callers = instanceCallers(facts, workload);
  return worst(
    callers.map((one) =>
      one.kind === "anonymous"
        ? withoutRole(asked)
        : judgeCaller({ ...asked, service: "ec2.amazonaws.com", source: undefined }, one),
    ),
  );
}

interface Asked {
  /** The source ARN that Fargate uses, because the trust policy of the role may require it. */
  readonly source?: Source;
  readonly facts: Facts;
  readonly needs: readonly Need[];
  readonly task: Resource;
  readonly rule: RuleId;
  /** The condition keys of a request. */
  contextOf(action: string, need: Need): ReadonlyMap<string, Value>;
}

function withoutRole({ facts, needs, task, rule }: Asked): HopAnswer {
  return fails(rule, task.address, `has no execution role, which it needs to ${needs[0]!.what}`, newRole(facts, task));
}

function judgeCaller(asked: Asked & { service: string }, caller: RoleCaller | Unknown) {
  if (caller.kind === "unknown") return notSeen(asked, caller, caller.expression, asked.service);
  const { facts, needs, service, rule } = asked;
  const { role } = caller;
  const trust = trusts(facts, role, service, asked.source);
  if (trust.answer === "no" && asked.source && trusts(facts, role, service).answer !== "no") {
    const detail = `allows ${service} to assume it, but not for ${sourceName(asked.source)} (aws:SourceArn)`;
    return fails(rule, role.address, detail);
  }
  if (trust.answer === "no") {
    return fails(rule, role.address, `does not allow ${service} to assume it`, [trustFix(role, service)]);
  }
  const answers = needs.map((need) => lacks(asked, caller, need));
  if (trust.answer === "unknown") {
    const detail = `not known whether it allows ${service} to assume it: ${whyOf(trust.open, role)}`;
    answers.push(unknown(rule, role.address, detail, settleOf(asked, whereKnown(role, trust.open), service)));
  }
  return worst(answers);
}

function sourceName({ service = "eks", region = "*", account = "*", prefix }: Source): string {
  return `${service}:${region}:${account}:${prefix}*`;
}

function lacks(asked: Asked, caller: RoleCaller, need: Need): HopAnswer | undefined {
  const { role } = caller;
  const rule = need.rule ?? asked.rule;
  const open: HopAnswer[] = [];
  for (const action of need.actions) {
    const access = accessTo(asked, caller, action, need);
    if (access.answer === "yes") continue;
    if (access.answer === "no") {
      const by =
        access.deniedBy && access.deniedBy.key !== role.key
          ? `${access.deniedBy.address} denies it `
          : "is not allowed ";
      const mayNot = `${by}${action}, so the task can't ${need.what}`;
      return fails(rule, role.address, mayNot, fixesOf(asked, caller, need, action, access));
    }
    const detail = `not known whether it is allowed ${action}, which the task needs to ${need.what}: ${whyOf(access.open, role)}`;
    open.push(unknown(rule, role.address, detail, settleOf(asked, whereKnown(role, access.open))));
  }
  return open[0];
}

/** The smallest change first; the same fix adds what the other needs lack. */
function fixesOf(
  of: Asked,
  caller: RoleCaller,
  need: Need,
  action: string,
  { deniedBy, heldBackBy, elsewhere }: Access,
): Fix[] {
  const { facts, needs } = of;
  const { role } = caller;
  const missing = needs.map((one) => {
    const lacking = (asked: string) => {
      const access = accessTo(of, caller, asked, one);
      return access.answer !== "yes" && !access.elsewhere && !access.deniedBy;
    };
    return { ...one, actions: one.actions.filter(lacking) };
  });
  return [
    ...(heldBackBy ? boundaryFixes(facts, heldBackBy, need.resources[0]!, need.actions) : []),
    ...(deniedBy ? lessDenied(facts.graph, deniedBy, action).filter(isNarrower) : []),
    ...(elsewhere ? (need.fixes?.(role, need.actions) ?? []) : []),
    ...allow(facts, role, missing),
  ];
}

/** Whether the fix keeps the rest of the policy. */
function isNarrower({ changes }: Fix): boolean {
  return changes.every(({ kind }) => kind === "set");
}

/** The most permissive answer for all names of a resource. */
function accessTo({ facts, contextOf }: Asked, caller: RoleCaller, action: string, need: Need): Access {
  let found: Access | undefined;
  const context = contextOf(action, need);
  const ask = (resource: Value): Access => {
    const request: Request = { action, resource, caller, context };
    return need.judge?.(request) ?? judgeAccess(facts, request);
  };
  for (const resource of need.resources) {
    const access = ask(resource);
    if (access.answer === "yes") return access;
    if (!found || access.answer === "unknown") found = access;
  }
  if (found!.answer !== "no" || need.doubtful === undefined) return found!;
  const doubtful = ask(need.doubtful);
  if (doubtful.answer === "no") return found!;
  return atMost(doubtful, unknownValue(facts.graph.describe(need.doubtful), "may match only a part of the ARN"));
}

function whyOf(open: Unknown | undefined, role: Resource): string {
  return open ? `${open.expression} ${open.why}` : `not all policies of ${role.address} are known`;
}

/** An unknown role may or may not have the permissions. */
function notSeen(asked: Asked, open: Unknown, what: string, service?: string): HopAnswer {
  const [need] = asked.needs;
  const name = unquoted(what);
  const detail =
    `not known whether ${name} is allowed ${need!.actions[0]}, which the task needs to ${need!.what}: ` +
    `${unquoted(open.expression)} ${open.why}`;
  const where = `add the plan or state that contains ${name} as another input`;
  return unknown(asked.rule, asked.task.address, detail, settleOf(asked, where, service));
}

/**
 * What to look up.
 * @param service set if it is also unknown whether the service can assume the role
 */
function settleOf({ facts: { graph }, needs }: Asked, where: string, service?: string): string {
  const rights = needs.map(({ actions, resources: [thing] }) => {
    return `${actions.join(", ")} on ${graph.text(thing!) ?? unquoted(graph.describe(thing!))}`;
  });
  const trust = service === undefined ? "" : `, and its trust policy has to allow ${service} to assume it`;
  return `${where}; or look up its policies: they have to allow ${rights.join("; ")}${trust}`;
}

/** The input that would show the policies of a role. */
function whereKnown({ address, mode }: Resource, open: Unknown | undefined): string {
  if (mode === "data" || !open) return `add the plan or state that contains ${address} as another input`;
  return `${unquoted(open.expression)} as a literal, or the deployed state (terraform show -json)`;
}

/** `describe` puts quotes around text. */
function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, "$1");
}

const fargatePods = "eks-fargate-pods.amazonaws.com";
