/** Checks whether an AWS service is allowed to use a KMS key; only the key policy decides (ECS-24). */
import { accountOf } from "../aws/account/account";
import { type Access } from "../aws/iam/authorization";
import { alwaysKnown } from "../aws/iam/policy-condition";
import { kmsKeyOf, unusable } from "../aws/kms/key";
import { judgeKeyAccess } from "../aws/kms/key-access";
import { type Facts } from "../facts";
import { keyPolicyFix } from "../fixes/kms-fix";
import { literal, type Resource, unknownValue, type Value } from "../graph/model";
import { fails, type HopAnswer, unknown } from "../hop-answer";
import { type RuleId } from "../rules";
import { enableFix } from "./secret-key";

export interface ServiceUse {
  readonly rule: RuleId;
  /** The encrypted resource. */
  readonly user: Resource;
  /** The key as `user` references it. */
  readonly key: Value;
  /** `logs.us-east-1.amazonaws.com`. */
  readonly service: string;
  /** The actions that the service needs. */
  readonly actions: readonly string[];
  /** Whether AWS documents each of them as required. @default the check fails only if all of them are denied */
  readonly eachRequired?: boolean;
  /** The actions as AWS's documentation writes them in policies. */
  readonly asWritten: readonly string[];
  /** The consequence if they are denied: `the log group is refused`. */
  readonly consequence: string;
  readonly context: ReadonlyMap<string, Value>;
  /**
   * The conditions for the statement of the fix.
   * @param account the id, or an expression for it
   */
  conditions(account: string): Readonly<Record<string, Readonly<Record<string, Value>>>>;
}

/** Undefined if the service is allowed to use the key. */
export function serviceMayUse(facts: Facts, use: ServiceUse): HopAnswer | undefined {
  const { graph } = facts;
  const { rule, user, service, actions, asWritten, consequence } = use;
  const key = kmsKeyOf(graph, use.key, user);
  if (key.kind === "aws-managed") {
    const detail = `its KMS key ${graph.describe(use.key)} is an AWS managed key, which ${service} can't use: ${consequence}`;
    return fails(rule, user.address, detail);
  }
  const why = key.resource && unusable(graph, key.resource);
  if (why) return fails(rule, key.resource.address, `${why}: ${consequence} ${user.address}`, enableFix(key.resource));
  if (key.kind === "outside") {
    const detail = `not known whether ${service} can use its KMS key: ${key.open.expression} ${key.open.why}`;
    return unknown(
      rule,
      user.address,
      detail,
      `add the plan or state that contains the key; its policy has to allow ${service}`,
    );
  }
  const { resource } = key;
  const context = new Map([...alwaysKnown, ...whoAsks(facts, user), ...use.context]);
  const answers = actions.map((action) => {
    return judgeKeyAccess(facts, resource, { action, caller: { kind: "service", name: service }, context });
  });
  if (answers.every(({ answer }) => answer === "yes")) return undefined;
  const isNo = ({ answer }: Access) => answer === "no";
  if (use.eachRequired ? answers.some(isNo) : answers.every(isNo)) {
    const denied = answers.find(({ deniedBy }) => deniedBy)?.deniedBy;
    const says = denied ? `${denied.address} denies` : "its policy does not allow";
    const account = accountOf(graph, user);
    const conditions = use.conditions(account ?? "*");
    const fixes = keyPolicyFix(facts, resource, { Service: literal(service) }, asWritten, conditions);
    return fails(rule, resource.address, `${says} ${service} to use it: ${consequence} ${user.address}`, fixes);
  }
  const missing = actions.filter((_, at) => answers[at]!.answer !== "yes").join(", ");
  const open = answers.find((one) => one.open)?.open;
  const because = open ? `${open.expression} ${open.why}` : "its policy allows only some of what is asked for";
  const detail = `not known whether its policy allows ${service} ${missing} for ${user.address}: ${because}`;
  return unknown(
    rule,
    resource.address,
    detail,
    `a statement in the policy of ${resource.address} that allows ${asWritten.join(", ")}`,
  );
}

function whoAsks({ graph }: Facts, user: Resource): [string, Value][] {
  const account = accountOf(graph, user);
  const identity = graph.all("aws_caller_identity", "data").find((one) => {
    return one.document.name === user.document.name && one.provider?.name === user.provider?.name;
  });
  const id: Value =
    account !== undefined
      ? literal(account)
      : identity
        ? { kind: "reference", to: identity.key, attribute: "account_id" }
        : unknownValue(`the account of ${user.address}`, "is not in the input");
  return [
    ["aws:principalisawsservice", literal("true")],
    ["aws:sourceaccount", id],
  ];
}
