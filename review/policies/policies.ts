/** Who may newly do what: policies before and after, compared by their meaning. */
import { type Graph } from "../../proof/graph/graph";
import { graphOfPlans } from "../../proof/graph/read";
import { factsOf } from "../../proof/resource-types";
import { type Opening, type PolicyKind } from "../../proof/resource-types/resource-type";
import { type Change, isOpen, type Plan } from "../input/plan";
import { causesIn } from "../stops/cascade";
import { type Stop } from "../stops/stop";
import { broadManagedPolicy, dangersOf, deniedBefore } from "./policy-dangers";
import { covers, type Grant, grantKey, grantsOf, knownGrants } from "./policy-grants";

/** Without a policy, every client that reaches a mount target of a file system may mount and write (EFS-09). */
const withoutPolicy: Readonly<Record<string, string>> = {
  aws_efs_file_system_policy: JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: "*", Action: "elasticfilesystem:Client*", Resource: "*" }],
  }),
};

/** @param planned every plan, with data sources that are read only during apply */
export function* widenedPolicies(plan: Plan, planned: Graph): Iterable<Stop> {
  const graph = graphOfPlans({});
  const unchanged = new Map(
    plan.resources.flatMap((one) =>
      one.type === "aws_iam_policy" && !one.action ? [[one.after["arn"], one] as const] : [],
    ),
  );
  const causes = causesIn(plan);
  const inline = inlinePolicies(plan);
  for (const change of plan.changes) {
    const { address, type, action, deposed } = change;
    const { opens = [], destruction } = factsOf(type);
    if (deposed !== undefined || action === undefined || action === "forget") continue;
    // What is destroyed along with its owner opens nothing.
    if (action === "delete" && (destruction !== undefined || causes.has(address))) continue;
    for (const opening of opens) {
      const found = openedBy(graph, { plan, unchanged, planned, inline }, change, opening);
      if (found.length === 0) continue;
      yield {
        kind: "access",
        stack: plan.name,
        resource: address,
        what: found.join("; "),
        todo: todoOf(opening),
      };
    }
  }
}

interface Input {
  readonly plan: Plan;
  /** Policies that stay as they are, by ARN. */
  readonly unchanged: ReadonlyMap<unknown, Change>;
  readonly planned: Graph;
  /** The policies of a role, user or group, which apply together. */
  readonly inline: ReadonlyMap<string, readonly Change[]>;
}

/** Policies of which an owner can have several: the attribute with its name. */
const owners: Readonly<Record<string, string>> = {
  aws_iam_role_policy: "role",
  aws_iam_user_policy: "user",
  aws_iam_group_policy: "group",
};

function ownerOf({ type, before, after }: Change): string | undefined {
  const attribute = owners[type];
  const owner = attribute === undefined ? undefined : (after[attribute] ?? before[attribute]);
  return typeof owner === "string" ? `${type} ${owner}` : undefined;
}

function inlinePolicies({ resources }: Plan): ReadonlyMap<string, readonly Change[]> {
  const found = new Map<string, Change[]>();
  for (const one of resources) {
    const owner = ownerOf(one);
    if (owner === undefined) continue;
    const known = found.get(owner);
    if (known) known.push(one);
    else found.set(owner, [one]);
  }
  return found;
}

function openedBy(graph: Graph, input: Input, change: Change, opening: Opening): string[] {
  if (opening.form === "managed-policies") return attached(graph, input, change, opening.attribute);
  if (opening.form !== "policy") return [];
  const { attribute, of } = opening;
  if (isOpen(change.unknown[attribute])) return openedByUnknown(graph, input, change, attribute, of);
  const [before, after] = [documentsOf(change.before[attribute]), documentsOf(change.after[attribute])];
  const existed = change.action !== "create";
  const wasText = existed ? before : documentsOf(withoutPolicy[change.type]);
  const [was, is] = [wasText, after].map((texts) => {
    const all = texts.map((text) => grantsOf(graph, text));
    return all.some((grants) => grants === undefined) ? undefined : all.flatMap((grants) => grants ?? []);
  });
  if (!is)
    return existed && JSON.stringify(before) !== JSON.stringify(after)
      ? ["changes its policy in a way that can't be compared"]
      : [];
  const found = differences(graph, was ?? [], is, of, input.plan.accounts, existed, othersOf(graph, input, change));
  return found.length > 0 && change.isSensitive(attribute)
    ? ["allows more than before (its policy is sensitive)"]
    : found;
}

/** A statement may move from one policy of a role to another one. */
function othersOf(graph: Graph, { inline }: Input, change: Change) {
  const alike = (inline.get(ownerOf(change) ?? "") ?? []).filter((one) => one !== change);
  // A role has few; more are crafted.
  const read = (when: "before" | "after", missing: string) =>
    alike
      .slice(0, 100)
      .filter(({ action }) => action !== missing)
      .flatMap((one) => grantsOf(graph, one[when]["policy"]) ?? []);
  return { was: read("before", "create"), is: read("after", "delete") };
}

/** A policy that is known only after apply: its data source or expression shows statements all the same. */
function openedByUnknown(
  graph: Graph,
  { plan, planned }: Input,
  { address, action, before, isSensitive }: Change,
  attribute: string,
  kind: PolicyKind,
): string[] {
  const value = planned.resource(address)?.get(attribute);
  const was = documentsOf(before[attribute]).map((text) => grantsOf(graph, text) ?? []);
  if (!value || isSensitive(attribute)) return [];
  const is = knownGrants(planned, value);
  return differences(graph, was.flat(), is.grants, kind, plan.accounts, action !== "create", {
    was: [],
    // The unknown part may contain every earlier Deny.
    ...(is.isWhole ? { is: [] } : {}),
  });
}

/** One text, or the policies of `inline_policy` blocks. */
function documentsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return value === undefined || value === null ? [] : [value];
  return (value as unknown[]).map((block) =>
    typeof block === "object" && block !== null ? (block as { policy?: unknown }).policy : block,
  );
}

/**
 * @param existed whether the policy, or the absence of one, was in force before
 * @param others grants of other policies that apply together with it; without those after apply, no denial is missed
 */
export function differences(
  graph: Graph,
  before: readonly Grant[],
  after: readonly Grant[],
  kind: PolicyKind,
  accounts: ReadonlySet<string>,
  existed: boolean,
  others: { readonly was: readonly Grant[]; readonly is?: readonly Grant[] } = { was: [], is: [] },
): string[] {
  // Most grants stay as they are, and need no comparison with all others.
  const [was, is] = [before, after].map((grants) => new Set(grants.map(grantKey)));
  const isNew = (grant: Grant, others: readonly Grant[]) => !others.some((other) => covers(graph, other, grant));
  const allowed = after.filter(
    (one) => one.effect === "Allow" && !was!.has(grantKey(one)) && isNew(one, [...before, ...others.was]),
  );
  const kept = others.is && [...after, ...others.is];
  const denied = kept
    ? before.filter((one) => one.effect === "Deny" && !is!.has(grantKey(one)) && isNew(one, kept))
    : [];
  return [...new Set([...dangersOf(graph, allowed, before, kind, accounts, existed), ...deniedBefore(denied)])];
}

function attached(graph: Graph, { plan, unchanged }: Input, { before, after }: Change, attribute: string): string[] {
  const arns = (value: unknown) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).filter((arn) => typeof arn === "string");
  const was = new Set(arns(before[attribute]));
  return arns(after[attribute])
    .filter((arn) => !was.has(arn))
    .flatMap((arn) => {
      const broad = broadManagedPolicy(arn);
      if (broad !== undefined) return [broad];
      // A policy of the same plan that is created or changed has a stop of its own.
      const policy = unchanged.get(arn);
      const grants = policy && grantsOf(graph, policy.after["policy"]);
      return grants ? differences(graph, [], grants, "identity", plan.accounts, false) : [];
    });
}

function todoOf(opening: Opening): string {
  if (opening.form === "managed-policies") return "attach a policy with only the actions and resources that are needed";
  if (opening.form === "policy" && opening.of === "identity")
    return "allow only the actions and resources that are needed, and keep denials and conditions";
  return "name the principals that need access, and keep denials and conditions";
}
