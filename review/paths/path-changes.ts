/** Every mount path before and after the plans are applied. */
import { isRecord, type JsonObject, property } from "../../proof/graph/json/json-syntax";
import { graphOfPlans, type SynthesizedStack } from "../../proof/graph/read";
import { pathsWithoutFixes } from "../../proof/prove";
import { type PathResult, type PathVerdict, type Report } from "../../proof/verdict";
import { type Plan } from "../input/plan";
import { hasState } from "../input/stacks";

/**
 * `lost`: nothing starts the workload any more. `unplanned`: the stack has no plan, so that its configuration is judged
 * and its path today is not known.
 */
export type PathChangeKind = "breaks" | "clouds" | "new" | "lost" | "heals" | "same" | "unplanned";

export interface PathChange {
  readonly kind: PathChangeKind;
  /** The verdict today; undefined if the path is new. */
  readonly before?: PathVerdict;
  /** The verdict after apply; undefined if the path is lost. */
  readonly after?: PathVerdict;
  /** The path after apply, or else today. */
  readonly path: PathResult;
}

/**
 * @param plans parsed plans by name
 * @param synthesized every stack that was synthesized with them
 * @param unplanned names of the stacks that are judged from their configuration
 */
export function pathChanges(
  plans: Readonly<Record<string, JsonObject>>,
  changes: readonly Plan[],
  after: Report,
  synthesized: readonly SynthesizedStack[] = [],
  unplanned: ReadonlySet<string> = new Set(),
): PathChange[] {
  const before = pathsOfToday(plans, synthesized);
  const moved = new Map(
    changes.flatMap(({ name, changes: own }) =>
      own.flatMap(({ movedFrom, address }) => (movedFrom === undefined ? [] : [[`${name}\0${movedFrom}`, address]])),
    ),
  );
  const today = new Map(before.map((path) => [keyOf(renamed(path, moved)), path]));
  const found = after.paths.map((path): PathChange => {
    const was = today.get(keyOf(path));
    today.delete(keyOf(path));
    if (unplanned.has(path.stack)) return ofUnplanned(path, was);
    return {
      kind: kindOf(was?.verdict, path.verdict),
      ...(was ? { before: was.verdict } : {}),
      after: path.verdict,
      path,
    };
  });
  const lost = [...today.values()].filter(({ stack }) => !unplanned.has(stack));
  return [...found, ...lost.map((path) => ({ kind: "lost" as const, before: path.verdict, path }))];
}

/** Its configuration with the others as they are today shows at most that it mounts. */
function ofUnplanned(path: PathResult, today: PathResult | undefined): PathChange {
  if (today?.verdict !== "mounts") return { kind: "unplanned", after: path.verdict, path };
  return { kind: kindOf("mounts", path.verdict), before: "mounts", after: path.verdict, path };
}

function pathsOfToday(
  plans: Readonly<Record<string, JsonObject>>,
  synthesized: readonly SynthesizedStack[],
): readonly PathResult[] {
  const states = Object.entries(plans).map(([name, plan]) => {
    const { format_version } = plan;
    return [name, { format_version, values: property(plan["prior_state"], "values") }];
  });
  const known = Object.fromEntries(states.filter(([, state]) => isRecord(property(state, "values"))));
  // A stack whose plan has no state does not exist yet, and neither do those that read its outputs.
  const existing = synthesized.filter(({ planned }) => planned === undefined || hasState(plans[planned]!));
  return pathsWithoutFixes(graphOfPlans(known, [], {}, existing));
}

function keyOf({ stack, workload, container, mountPath, subnet }: PathResult): string {
  return JSON.stringify([stack, workload, container, mountPath, subnet]);
}

function renamed(path: PathResult, moved: ReadonlyMap<string, string>): PathResult {
  const now = (address: string) => moved.get(`${path.stack}\0${address}`) ?? address;
  return { ...path, workload: now(path.workload), subnet: now(path.subnet) };
}

function kindOf(before: PathVerdict | undefined, after: PathVerdict): PathChangeKind {
  if (before === undefined) return "new";
  if (before === after) return "same";
  if (after === "mounts") return "heals";
  return after === "fails" ? "breaks" : "clouds";
}
