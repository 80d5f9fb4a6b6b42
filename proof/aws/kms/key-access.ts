/**
 * Whether a role or an AWS service is allowed to use a KMS key. The policies of a role count only if the key policy
 * delegates to its account, as the default policy does, and others do with a statement for `arn:aws:iam::ACCOUNT:root`.
 * Sources: KMS developer guide, key-policy-default.html, determining-access.html, grants.html.
 */
import { type Facts } from "../../facts";
import { type Graph } from "../../graph/graph";
import { type Resource, type Value } from "../../graph/model";
import { all, any, type Judgement, NO, not, open, YES } from "../../graph/ternary";
import { accountOf } from "../account/account";
import { notDeleted } from "../attributes/block";
import { type Access, askRole, bounded } from "../iam/authorization";
import { askPolicy, type Caller, type PolicyAnswer } from "../iam/policy";
import { matches } from "../iam/policy-match";
import { accountText } from "../iam/policy-text";
import { keyArn, keyPolicies } from "./key";

export interface KeyRequest {
  /** `kms:Decrypt`. */
  readonly action: string;
  readonly caller: Caller;
  readonly context: ReadonlyMap<string, Value>;
}

export function judgeKeyAccess(facts: Facts, key: Resource, asked: KeyRequest): Access {
  const { caller } = asked;
  const { policies, open: unseen } = facts.per(keyPolicies, key);
  const request = { ...asked, resource: keyArn(key) };
  const says = policies.map(({ resource, document }) => {
    return { resource, ...askPolicy(facts.graph, document, request, "resource") };
  });
  const denying = says.find(({ deny }) => deny.answer === "yes");
  if (denying) return { ...NO, deniedBy: denying.resource, elsewhere: true };
  const isOpen = unseen ? [open(unseen)] : [];
  const of = (part: keyof PolicyAnswer) => any([...says.map((one) => one[part]), ...isOpen]);
  const [byKey, notDenied] = [of("allow"), not(of("deny"))];
  if (caller.kind !== "role") return elsewhere(all([byKey, notDenied]));
  const { role } = caller;
  const own = askRole(facts, role, request);
  if (own.deniedBy) return { ...NO, deniedBy: own.deniedBy };
  const isOurs = sameAccount(facts.graph, key, role);
  const delegated = policies.length > 0 ? of("delegates") : any([isOurs, ...isOpen]);
  const ours = any([bounded(own, byKey), all([own.allow, delegated]), granted(facts, key, role, asked.action)]);
  const theirs = all([own.allow, any([byKey, delegated])]);
  const allowed = isOurs.answer === "no" ? theirs : isOurs.answer === "yes" ? ours : all([ours, theirs]);
  const judged = all([allowed, notDenied, not(own.deny)]);
  if (judged.answer !== "no") return judged;
  return delegated.answer === "no" && byKey.answer === "no" ? { ...NO, elsewhere: true } : judged;
}

function elsewhere(judged: Judgement): Access {
  return judged.answer === "no" ? { ...NO, elsewhere: true } : judged;
}

/** Resources with the same provider configuration count as the same account unless something distinguishes them. */
function sameAccount(graph: Graph, key: Resource, role: Resource): Judgement {
  const [theirs, ours] = [accountOf(graph, key), accountOf(graph, role)];
  if (theirs !== undefined && ours !== undefined) return theirs === ours ? YES : NO;
  return key.document.name === role.document.name && key.provider?.name === role.provider?.name
    ? YES
    : matches(graph, accountText(graph, key), accountText(graph, role));
}

/** `aws_kms_grant`: grants allow what the key policy does not allow. */
function granted({ graph }: Facts, key: Resource, role: Resource, action: string): Judgement {
  const operation = action.replace("kms:", "");
  return any(
    notDeleted(graph.all("aws_kms_grant")).map((grant) => {
      const isKey = graph.target(grant.get("key_id"), key.type, grant)?.key === key.key;
      const isRole = graph.target(grant.get("grantee_principal"), role.type, grant)?.key === role.key;
      const { items, unknownRest } = graph.items(grant.get("operations"));
      const covers = items.some((item) => graph.text(item) === operation);
      if (!isKey || !isRole || grant.blocks("constraints").items.length > 0) return NO;
      return covers ? YES : unknownRest ? open(unknownRest) : NO;
    }),
  );
}
