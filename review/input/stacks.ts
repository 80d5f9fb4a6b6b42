/** Every stack of a synthesized folder, and whether this review has a plan of it. */
import { type OutputReads } from "../../proof/graph/configuration/output-reads";
import { type StackSource } from "../../proof/graph/configuration/stack-source";
import { entriesOf, type JsonObject, property } from "../../proof/graph/json/json-syntax";
import { resourcesIn } from "../../proof/graph/plan/partial";
import { type Plan } from "./plan";

/** A stack of `cdktf.out`. */
export interface StackInput {
  readonly name: string;
  readonly source: StackSource;
  /** The name of its plan among the plans to review. */
  readonly plan?: string;
  /** Whether its plan was made from another configuration than the folder has. */
  readonly differs?: boolean;
  /** Why it has no plan, as the caller says. */
  readonly failed?: string;
}

/**
 * `waits`: it can't be planned before a stack that it reads outputs of is applied for the first time. `failed`: its plan
 * ended with an error.
 */
export type StackStatus = "planned" | "unchanged" | "waits" | "failed" | "not-given";

export interface StackReview {
  readonly name: string;
  readonly status: StackStatus;
  /** Of `waits` and `failed`. */
  readonly why?: string;
  /** The ids of the accounts that its provider is restricted to, or that its plan names. */
  readonly accounts: readonly string[];
  /** Further notes for the reader. */
  readonly notes: readonly string[];
}

/**
 * @param reads what the stacks read of each other
 * @param plans parsed plans by name
 */
export function stackReviews(
  inputs: readonly StackInput[],
  reads: readonly OutputReads[],
  plans: Readonly<Record<string, JsonObject>>,
  changes: readonly Plan[],
): readonly StackReview[] {
  return inputs.map((input) => {
    const { name, source, differs = false } = input;
    const plan = changes.find((one) => one.name === input.plan);
    const accounts = new Set([...allowedAccounts(source), ...(plan?.accounts ?? [])]);
    const own = reads.filter(({ reader }) => reader === name);
    return {
      name,
      ...statusOf(input, plan, plans, own, inputs),
      accounts: [...accounts].sort(),
      notes: [
        ...(differs ? ["planned from another configuration than the synthesized one: synthesize and plan again"] : []),
        ...(plan && plan.errored !== true ? staleReads(own, inputs, changes) : []),
      ],
    };
  });
}

/** Plans that are judged by their values; a plan that ended with an error lacks too many of them. */
export function isJudgedByPlan({ plan }: StackInput, changes: readonly Plan[]): boolean {
  return changes.some((one) => one.name === plan && one.errored !== true);
}

/** The stacks that read an output. */
export function readersOf(reads: readonly OutputReads[]): (stack: string, output: string) => readonly string[] {
  return (stack, output) => [
    ...new Set(
      reads
        .filter(({ producer, outputs }) => producer === stack && (outputs.size === 0 || outputs.has(output)))
        .map(({ reader }) => reader),
    ),
  ];
}

function statusOf(
  { failed, plan: given }: StackInput,
  plan: Plan | undefined,
  plans: Readonly<Record<string, JsonObject>>,
  reads: readonly OutputReads[],
  inputs: readonly StackInput[],
): Pick<StackReview, "status" | "why"> {
  if (plan && plan.errored !== true)
    return { status: plan.changes.length + plan.outputs.length > 0 ? "planned" : "unchanged" };
  if (!plan && failed === undefined) return { status: "not-given" };
  const missing = missingStates(given === undefined ? undefined : plans[given], reads, inputs, plans);
  if (missing.length > 0) return { status: "waits", why: `${missing.join(", ")} must be applied first` };
  return { status: "failed", why: failed ?? "its plan ended with an error" };
}

/** Stacks that have no state yet according to their own plan, and whose state this stack's plan did not get. */
function missingStates(
  plan: JsonObject | undefined,
  reads: readonly OutputReads[],
  inputs: readonly StackInput[],
  plans: Readonly<Record<string, JsonObject>>,
): readonly string[] {
  const read = new Set(
    resourcesIn(property(property(plan?.["prior_state"], "values"), "root_module")).map((one) =>
      property(one, "address"),
    ),
  );
  const missing = reads.filter(({ producer, address }) => {
    const upstream = inputs.find(({ name }) => name === producer)?.plan;
    return upstream !== undefined && !read.has(address) && !hasState(plans[upstream]!);
  });
  return [...new Set(missing.map(({ producer }) => producer))];
}

/** Whether anything was applied. The prior state of a plan also has outputs that are constants. */
export function hasState(plan: JsonObject): boolean {
  const root = property(property(plan["prior_state"], "values"), "root_module");
  return resourcesIn(root).some((resource) => property(resource, "mode") === "managed");
}

/** A plan is made with the outputs of today, even if another plan changes them. */
function staleReads(
  reads: readonly OutputReads[],
  inputs: readonly StackInput[],
  changes: readonly Plan[],
): readonly string[] {
  return reads.flatMap(({ producer, outputs }) => {
    const upstream = inputs.find(({ name }) => name === producer)?.plan;
    const changed = (changes.find(({ name }) => name === upstream)?.outputs ?? [])
      .map(({ name }) => name)
      .filter((name) => outputs.has(name));
    if (changed.length === 0) return [];
    return [
      `planned with the outputs that ${producer} has today (${changed.join(", ")} ${changed.length === 1 ? "changes" : "change"}): plan it again after ${producer} is applied`,
    ];
  });
}

function allowedAccounts({ files }: StackSource): readonly string[] {
  const providers = files.flatMap((file) => entriesOf(file["provider"]).flatMap(([, block]) => [block].flat()));
  return providers
    .flatMap((provider) => property(provider, "allowed_account_ids") ?? [])
    .filter((account): account is string => typeof account === "string" && /^\d{12}$/.test(account));
}
