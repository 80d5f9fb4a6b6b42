/** The review of a pull request's plans: the changes, their effect on mount paths, and what needs attention. */
import { type StackSource } from "../proof/graph/configuration/stack";
import { type JsonObject } from "../proof/graph/json/json-syntax";
import { graphOfPlans } from "../proof/graph/read";
import { prove } from "../proof/prove";
import { type Finding, type HopResult, type Report } from "../proof/verdict";
import { lostResources } from "./lost";
import { openedResources } from "./opened";
import { type PathChange, pathChanges } from "./path-changes";
import { type Plan, planOf } from "./plan";
import { renamedResources } from "./renamed";
import { type Stop } from "./stop";

export interface Review {
  /** What someone must check before apply. */
  readonly stops: readonly Stop[];
  readonly plans: readonly Plan[];
  readonly paths: readonly PathChange[];
  /** The proof of the planned state. */
  readonly proof: Report;
}

/**
 * @param plans parsed `terraform show -json` of plans, by path; judged together
 * @param sources the configurations that they were made from, by the same path
 */
export function reviewOf(
  plans: Readonly<Record<string, JsonObject>>,
  sources: Readonly<Record<string, StackSource>> = {},
): Review {
  const changes = Object.entries(plans).map(([name, json]) => planOf(name, json));
  const proof = prove(graphOfPlans(plans, [], sources));
  const paths = pathChanges(plans, changes, proof);
  const stops = [
    ...pathStops(paths),
    ...proof.findings.flatMap((finding) => [...findingStops(finding, changes)]),
    ...changes.flatMap((plan) => [
      ...renamedResources(plan),
      ...lostResources(plan),
      ...openedResources(plan),
      ...planStops(plan),
    ]),
  ];
  return { stops, plans: changes, paths, proof };
}

const today = { mounts: "mounts", fails: "fails", unknown: "is unknown" } as const;

/**
 * One stop for all zones with the same result. A path that was already unknown is not reported again; it stays in the
 * report.
 */
function pathStops(paths: readonly PathChange[]): Stop[] {
  const stops = new Map<string, { readonly change: PathChange; readonly zones: string[] }>();
  for (const change of paths) {
    const { kind, before, after, path } = change;
    if (after === undefined || after === "mounts" || (kind === "same" && after === "unknown")) continue;
    const { stack, workload, container, mountPath, availabilityZone } = path;
    const { hop, rule, detail } = deciding(change);
    const key = JSON.stringify([stack, workload, container, mountPath, before, after, hop, rule, detail]);
    const stop = stops.get(key);
    if (stop) stop.zones.push(availabilityZone);
    else stops.set(key, { change, zones: [availabilityZone] });
  }
  return [...stops.values()].map(({ change, zones }) => pathStop(change, zones));
}

function pathStop(change: PathChange, zones: readonly string[]): Stop {
  const { before, after, path } = change;
  const { hop, rule, detail, fix, settle } = deciding(change);
  const now = after === "fails" ? "fails" : "is unknown";
  const since = before === undefined ? "" : before === after ? ", as it does today" : `, but ${today[before]} today`;
  return {
    rule,
    stack: path.stack,
    resource: path.workload,
    what: `${path.container}:${path.mountPath} in ${zones.join(", ")} ${now}${since}: ${hop}, ${detail}`,
    todo: fix ?? (settle === undefined ? `see docs/rules/${rule}.md` : `to settle it: ${settle}`),
  };
}

/** The hop that determines the verdict. */
function deciding({ after, path }: PathChange): HopResult {
  return path.hops.find(({ verdict }) => verdict === after)!;
}

function* findingStops({ rule, severity, resource, detail, fix }: Finding, plans: readonly Plan[]): Iterable<Stop> {
  const plan = plans.find(({ changes }) => changes.some(({ address }) => address === resource));
  // Warnings and unknowns about resources that this plan does not change already existed before.
  if (severity !== "error" && !plan) return;
  yield { rule, stack: plan?.name ?? plans[0]!.name, resource, what: detail, todo: fix };
}

function* planStops({ name, lostOutputs, incomplete, drift }: Plan): Iterable<Stop> {
  if (incomplete !== undefined)
    yield { stack: name, resource: name, what: incomplete, todo: "run a complete plan before apply" };
  for (const output of lostOutputs)
    yield {
      stack: name,
      resource: `output.${output}`,
      what: "is removed; stacks that read this output will fail",
      todo: "keep it, or check that no other stack reads it",
    };
  for (const { address } of drift.filter(({ action }) => action === "delete"))
    yield {
      stack: name,
      resource: address,
      what: "has been deleted outside of Terraform",
      todo: "find out why before Terraform creates it again",
    };
}
