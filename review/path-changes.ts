/** Every mount path before and after the plans are applied. */
import { isRecord, type JsonObject, property } from "../proof/graph/json/json-syntax";
import { graphOfPlans } from "../proof/graph/read";
import { prove } from "../proof/prove";
import { type PathResult, type PathVerdict, type Report } from "../proof/verdict";
import { type Plan } from "./plan";

/** `lost`: nothing starts the workload any more. */
export type PathChangeKind = "breaks" | "clouds" | "new" | "lost" | "heals" | "same";

export interface PathChange {
  readonly kind: PathChangeKind;
  /** The verdict today; undefined if the path is new. */
  readonly before?: PathVerdict;
  /** The verdict after apply; undefined if the path is lost. */
  readonly after?: PathVerdict;
  /** The path after apply, or else today. */
  readonly path: PathResult;
}

/** @param plans parsed plans by name */
export function pathChanges(
  plans: Readonly<Record<string, JsonObject>>,
  changes: readonly Plan[],
  after: Report,
): PathChange[] {
  const before = reportOfToday(plans);
  const moved = new Map(
    changes.flatMap(({ name, changes: own }) =>
      own.flatMap(({ movedFrom, address }) => (movedFrom === undefined ? [] : [[`${name}\0${movedFrom}`, address]])),
    ),
  );
  const today = new Map(before.paths.map((path) => [keyOf(renamed(path, moved)), path]));
  const found = after.paths.map((path): PathChange => {
    const was = today.get(keyOf(path));
    today.delete(keyOf(path));
    return {
      kind: kindOf(was?.verdict, path.verdict),
      ...(was ? { before: was.verdict } : {}),
      after: path.verdict,
      path,
    };
  });
  return [...found, ...[...today.values()].map((path) => ({ kind: "lost" as const, before: path.verdict, path }))];
}

function reportOfToday(plans: Readonly<Record<string, JsonObject>>): Report {
  const states = Object.entries(plans).map(([name, plan]) => {
    const { format_version } = plan;
    return [name, { format_version, values: property(plan["prior_state"], "values") }];
  });
  return prove(graphOfPlans(Object.fromEntries(states.filter(([, state]) => isRecord(property(state, "values"))))));
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
