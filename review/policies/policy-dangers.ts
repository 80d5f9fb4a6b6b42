/** Which of the new grants of a policy someone must look at. One more action on a resource of the own account is harmless. */
import { type Graph } from "../../proof/graph/graph";
import { type PolicyKind } from "../../proof/resource-types/resource-type";
import { accountOf, coversTarget, type Grant, type GrantCondition, overlaps } from "./policy-grants";

/** Condition keys that leave only known callers. */
const restricting = [
  ...["aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:sourceaccount"],
  ...["aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceip"],
  ...["aws:vpcsourceip", "aws:sourceowner", "aws:userid", "kms:calleraccount", "s3:dataaccesspointaccount"],
  ...["elasticfilesystem:accessedviamounttarget", "elasticfilesystem:accesspointarn", "sts:externalid", "saml:aud"],
];

/** Actions that reach secrets, data, other roles or permissions, and should name their resources. */
const delicate = [
  ...["iam:PassRole", "iam:CreateAccessKey", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:CreatePolicyVersion"],
  ...["iam:UpdateAssumeRolePolicy", "iam:PutUserPolicy", "iam:AttachUserPolicy", "sts:AssumeRole"],
  ...["secretsmanager:GetSecretValue", "secretsmanager:DeleteSecret", "kms:Decrypt", "kms:ScheduleKeyDeletion"],
  ...["kms:PutKeyPolicy", "kms:CreateGrant", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteBucket"],
  ...["s3:PutBucketPolicy", "ssm:GetParametersByPath", "ssm:SendCommand", "ec2:RunInstances", "ecs:RunTask"],
  ...["elasticfilesystem:DeleteFileSystem", "elasticfilesystem:PutFileSystemPolicy", "dynamodb:DeleteTable"],
  ...["lambda:UpdateFunctionCode", "ecr:DeleteRepository", "logs:DeleteLogGroup"],
];

/** Condition keys that say nothing about what an identity may do. */
const unlimiting = ["aws:securetransport", "aws:requestedregion", "aws:multifactorauthpresent"];

/**
 * @param allowed grants that no grant before covers
 * @param existed whether there was a policy before, whose accounts are known then
 */
export function dangersOf(
  graph: Graph,
  allowed: readonly Grant[],
  before: readonly Grant[],
  kind: PolicyKind,
  accounts: ReadonlySet<string>,
  existed: boolean,
): string[] {
  const told = new Map<string, { readonly say: (what: string) => string; readonly grants: Grant[] }>();
  for (const grant of allowed) {
    const say =
      lostCondition(graph, grant, before) ??
      (kind === "identity" ? identityDanger(graph, grant) : principalDanger(grant, kind, accounts, existed));
    if (say === undefined) continue;
    const key = say("");
    const known = told.get(key);
    if (known) known.grants.push(grant);
    else told.set(key, { say, grants: [grant] });
  }
  return [...told.values()].map(({ say, grants }) => say(actionsOf(grants)));
}

type Say = (what: string) => string;

/** The same access without a condition that it had. */
function lostCondition(graph: Graph, grant: Grant, before: readonly Grant[]): Say | undefined {
  const same = before.filter((old) => coversTarget(graph, old, grant) && coversTarget(graph, grant, old));
  if (same.length === 0) return undefined;
  const lost = same.map((old) =>
    [...old.conditions].filter(([key]) => !grant.conditions.has(key)).map(([, one]) => one),
  );
  const fewest = lost.reduce((least, one) => (one.length < least.length ? one : least));
  if (fewest.length > 0) {
    const keys = fewest.map(conditionText).join(" and ");
    return fewest.some(isTls)
      ? () => "no longer requires TLS"
      : (what) => `allows ${what} without the condition ${keys}`;
  }
  const wild = [...grant.conditions.values()].find(
    ({ operator, values }) => operator.includes("like") && values.some(isAny),
  );
  return wild ? (what) => `allows ${what} for any ${wild.key}` : undefined;
}

function isAny(value: string): boolean {
  return /^[*?]+$/.test(value);
}

function principalDanger(
  { principal, conditions, negated }: Grant,
  kind: PolicyKind,
  accounts: ReadonlySet<string>,
  existed: boolean,
): Say | undefined {
  const restricted = [...conditions.values()].some(isRestricting);
  if (principal === undefined) return undefined;
  const trust = kind === "trust";
  const may = (who: string): Say =>
    trust ? () => `lets ${who} assume the role` : (what) => `allows ${what} to ${who}`;
  if (principal === "AWS:*" || (negated && principal.startsWith("all but "))) {
    if (restricted) return undefined;
    return may(
      principal === "AWS:*" ? 'everyone (Principal "*")' : `everyone but ${principal.slice("all but ".length)}`,
    );
  }
  if (principal.startsWith("Federated:")) {
    const named = [...conditions.values()].filter(({ key }) => /:(?:sub|aud|amr)$/.test(key));
    const bySubject = named.some(({ key, values }) => !key.endsWith(":aud") && !values.some(isAnySubject));
    const isSaml = named.some(({ key }) => key === "saml:aud");
    return bySubject || isSaml ? undefined : may(`every identity of ${principal.slice("Federated:".length)}`);
  }
  const account = accountOf(principal);
  if (account === undefined) return undefined;
  const name = principal.slice("AWS:".length);
  if (accounts.has(account)) {
    const wholeAccount = trust && name.endsWith(":root") && !restricted;
    return wholeAccount ? may(`everyone in account ${account} who may call sts:AssumeRole`) : undefined;
  }
  // Without the plan's own account, a new policy says nothing of whose it is.
  if (accounts.size === 0 && !existed) return undefined;
  return may(`another account (${name})`);
}

/** `repo:*` or `*`: a subject of any repository. */
function isAnySubject(value: string): boolean {
  return /^(?:repo:|project_path:|system:serviceaccount:)?\*/.test(value);
}

function identityDanger(graph: Graph, { action, resource, conditions, negated }: Grant): Say | undefined {
  if (negated) return (what) => `allows ${what} on ${resource === "*" ? "everything" : resource}`;
  const [everything, everywhere] = [action === "*" || action === "*:*", resource === "*"];
  // A condition on the connection or the Region leaves the same identity all its rights.
  const limiting = [...conditions.values()].filter(
    ({ key, values }) => !unlimiting.includes(key) && !values.some(isAny),
  );
  if (limiting.length > 0) return undefined;
  if (everything)
    return () => (everywhere ? "allows every action on everything" : `allows every action on ${resource}`);
  if (action.toLowerCase() === "sts:assumerole" && /^arn:[\w-]+:iam::\*:/.test(resource))
    return () => `allows to assume roles of every account (${resource})`;
  if (!everywhere) return undefined;
  return delicate.some((one) => overlaps(graph, action, one))
    ? (what) => `allows ${what} on every resource`
    : undefined;
}

/** Denials that a policy no longer has. */
export function deniedBefore(denied: readonly Grant[]): string[] {
  const told = new Map<string, Grant[]>();
  for (const grant of denied) {
    const key = [...grant.conditions.values()].map(conditionText).join(" and ");
    told.set(key, [...(told.get(key) ?? []), grant]);
  }
  return [...told].map(([conditions, grants]) => {
    if ([...grants[0]!.conditions.values()].some(isTls))
      return "no longer denies requests without TLS (aws:SecureTransport)";
    return `no longer denies ${actionsOf(grants)}${conditions === "" ? "" : ` if ${conditions}`}`;
  });
}

function isTls({ key }: GrantCondition): boolean {
  return key === "aws:securetransport";
}

function isRestricting({ operator, key, values }: GrantCondition): boolean {
  if (operator.includes("not") || operator.includes("ifexists") || operator === "null") return false;
  const isOpen = values.some((value) => isAny(value) || /^(?:0\.0\.0\.0|::)\/[01]$/.test(value));
  return restricting.includes(key) && !isOpen;
}

function conditionText({ operator, key, values }: GrantCondition): string {
  return `${operator} ${key} ${values.join(", ")}`;
}

/** `s3:GetObject, s3:PutObject and 3 more`. */
function actionsOf(grants: readonly Grant[]): string {
  const actions = [...new Set(grants.map(({ action }) => action))];
  if (actions.includes("*")) return "every action";
  const rest = actions.length > 4 ? ` and ${actions.length - 4} more actions` : "";
  return `${actions.slice(0, 4).join(", ")}${rest}`;
}

/** Policies whose names end in FullAccess and that allow a task's client actions only. */
const narrow = ["AmazonElasticFileSystemClientFullAccess", "CloudWatchLogsFullAccess", "AWSXrayFullAccess"];

/** What an AWS managed policy allows that a task or user rarely needs; undefined if it is narrow or not AWS's. */
export function broadManagedPolicy(arn: string): string | undefined {
  const name = /^arn:aws[\w-]*:iam::aws:policy\/(?:[\w-]+\/)*([^/]+)$/.exec(arn)?.[1];
  if (name === undefined || narrow.includes(name)) return undefined;
  if (name === "AdministratorAccess") return "allows every action on everything (AdministratorAccess)";
  if (name === "PowerUserAccess") return "allows every action but those of IAM and Organizations (PowerUserAccess)";
  if (name === "ReadOnlyAccess" || name === "AmazonS3ReadOnlyAccess") return `allows to read all data (${name})`;
  if (name === "SecretsManagerReadWrite") return "allows to read and change every secret (SecretsManagerReadWrite)";
  const isBroad = /FullAccess|Administrator|PowerUser/.test(name) && !/ContainerRegistryPowerUser$/.test(name);
  return isBroad ? `allows every action of a service on every resource (${name})` : undefined;
}
