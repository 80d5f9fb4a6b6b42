/**
 * The account of a provider, according to its KMS keys: KMS creates a key in the caller's account, and refuses a key
 * policy that doesn't allow the caller to change it later (KMS API reference, CreateKey, Policy). If the principals of
 * only one account may change the policy, it is the key's account.
 */
import { type Graph } from "../../graph/graph";
import { type Resource } from "../../graph/model";
import { isUnset, notDeleted } from "../attributes/block";
import { policyDocument, type Statement } from "../iam/policy-document";

const known = new WeakMap<Graph, Map<string, string | undefined>>();

/** Undefined if no key shows it, or if keys disagree. */
export function accountOfKeys(graph: Graph, resource: Resource): string | undefined {
  let accounts = known.get(graph);
  if (!accounts) known.set(graph, (accounts = read(graph)));
  return accounts.get(placeOf(resource));
}

function placeOf({ document, provider }: Resource): string {
  return `${document.name} ${provider?.name}`;
}

function read(graph: Graph): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const holder of [...graph.all("aws_kms_key"), ...graph.all("aws_kms_key_policy")]) {
    if (notDeleted([holder]).length === 0 || isUnset(graph, holder, "policy")) continue;
    if (graph.text(holder.get("bypass_policy_lockout_safety_check")) === "true") continue;
    const account = keeperOf(graph, holder);
    if (account === undefined) continue;
    const place = placeOf(holder);
    found.set(place, found.has(place) && found.get(place) !== account ? undefined : account);
  }
  return found;
}

/** The only account that may change the policy. */
function keeperOf(graph: Graph, holder: Resource): string | undefined {
  const { statements, unknownRest } = policyDocument(graph, holder.get("policy"));
  if (unknownRest) return undefined;
  const keepers = statements.filter((one) => one.effect !== "Deny" && mayChangePolicy(graph, one));
  const accounts = new Set(keepers.flatMap((one) => accountsOf(graph, one)));
  const [account] = accounts;
  return accounts.size === 1 ? account : undefined;
}

function mayChangePolicy(graph: Graph, { actions }: Statement): boolean {
  if (!actions || actions.negated || actions.unknownRest) return true;
  return actions.items.some((item) => {
    const text = graph.text(item)?.toLowerCase();
    if (text === undefined) return true;
    const [start] = text.split("*");
    return text.includes("*") ? "kms:putkeypolicy".startsWith(start!) : text === "kms:putkeypolicy";
  });
}

/** Includes undefined if a principal's account is not known. */
function accountsOf(graph: Graph, { principals }: Statement): readonly (string | undefined)[] {
  if (!principals || principals.negated || principals.unknownRest) return [undefined];
  return principals.items
    .filter(({ type }) => type !== "Service")
    .map(({ value }) => /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(graph.text(value) ?? "")?.[1]);
}
