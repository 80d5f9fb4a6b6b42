/** Reads the plans to review; it refuses states and configurations, which change nothing. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

import { openFolder } from "../../proof/graph/configuration/files/folder";
import { type StackSource } from "../../proof/graph/configuration/stack-source";
import { noVariables } from "../../proof/graph/configuration/variables/variables";
import { InputError, type InputProblem } from "../../proof/graph/input-error";
import { isRecord, type JsonObject } from "../../proof/graph/json/json-syntax";
import { openPlanFile, type PlanFile, synthesized, withSources } from "../../proof/graph/plan/files/plan-file";
import { isPlan } from "../../proof/graph/plan/read";
import { matchStacks } from "./match-stacks";
import { type StackInput } from "./stacks";

const remedy = "give plans saved by terraform plan -out, or their JSON (terraform show -json PLAN)";

export interface PlansToReview {
  /** Parsed `terraform show -json`, by stack, or by path where the stack is not known. */
  readonly plans: Readonly<Record<string, JsonObject>>;
  /** The configurations of the plans, if they are given. */
  readonly sources: Readonly<Record<string, StackSource>>;
  /** Every stack of the synthesized folder; empty if there is none. */
  readonly stacks: readonly StackInput[];
  /** Why the stacks of the default folder are not accounted for, although it exists. */
  readonly unread: readonly InputProblem[];
}

export interface StackOptions {
  /** The folder of all stacks; the default is ignored if it has no stack of any of these plans. */
  readonly folder?: string;
  /** `STACK`, or `STACK=WHY`: stacks that could not be planned. */
  readonly unplanned?: readonly string[];
}

/**
 * @param sources the folders that plans were made from: `DIR`, or `PLAN=DIR`
 * @throws InputError naming every input that is not a plan
 */
export async function readPlans(
  paths: readonly string[],
  sources: readonly string[] = [],
  options: StackOptions = {},
): Promise<PlansToReview> {
  const problems: InputProblem[] = [];
  const files: PlanFile[] = [];
  for (const path of new Set(paths)) {
    try {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
        throw new InputError([{ path, what: "is a folder, not a plan", todo: remedy }]);
      const file = await openPlanFile(path);
      if (isRecord(file.json) && isPlan(file.json)) files.push(file);
      else problems.push({ path, what: "is JSON, but not a plan", todo: remedy });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  const { stacks, unread } = await stacksOf(files, options);
  const named = (await withSources(files, sources)).map((file) => {
    const stack = stacks.find(({ plan }) => plan === file.path);
    const source = file.source ?? (stack?.differs === true ? undefined : stack?.source);
    return { name: stack?.name ?? file.path, json: file.json, source };
  });
  return {
    plans: Object.fromEntries(named.map(({ name, json }) => [name, json as JsonObject])),
    sources: Object.fromEntries(named.flatMap(({ name, source }) => (source ? [[name, source]] : []))),
    unread,
    stacks: stacks.map(({ plan, ...stack }) => (plan === undefined ? stack : { ...stack, plan: stack.name })),
  };
}

async function stacksOf(
  files: readonly PlanFile[],
  { folder, unplanned = [] }: StackOptions,
): Promise<Pick<PlansToReview, "stacks" | "unread">> {
  const none = { stacks: [], unread: [] };
  const root = folder ?? synthesized;
  if (folder === undefined && !existsSync(join(root, "manifest.json"))) {
    if (unplanned.length === 0) return none;
    throw new InputError([{ path: root, what: "has no stacks, and --unplanned names one", todo: "run synth first" }]);
  }
  let stacks: readonly StackInput[];
  try {
    stacks = matchStacks(files, await openFolder(root, noVariables));
  } catch (error) {
    if (folder === undefined && unplanned.length === 0 && error instanceof InputError)
      return { ...none, unread: error.problems };
    throw error;
  }
  if (folder === undefined && unplanned.length === 0 && stacks.every(({ plan }) => plan === undefined)) return none;
  return { stacks: withUnplanned(stacks, unplanned, root), unread: [] };
}

function withUnplanned(
  stacks: readonly StackInput[],
  unplanned: readonly string[],
  root: string,
): readonly StackInput[] {
  const reasons = new Map(
    unplanned.map((text) => {
      const at = text.indexOf("=");
      return at < 0 ? [text, "no reason given"] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
  const problems = [...reasons.keys()]
    .filter((name) => !stacks.some((stack) => stack.name === name))
    .map((name) => ({
      path: `--unplanned ${name}`,
      what: `names no stack of ${root}`,
      todo: `name one of ${stacks.map((stack) => stack.name).join(", ")}`,
    }));
  if (problems.length > 0) throw new InputError(problems);
  return stacks.map((stack) => {
    const failed = reasons.get(stack.name);
    return failed === undefined ? stack : { ...stack, failed };
  });
}
