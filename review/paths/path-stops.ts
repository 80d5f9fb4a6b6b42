/** Mount paths that fail, or are no longer known to mount: one stop for each workload's mount and cause. */
import { type HopResult, type PathResult } from "../../proof/verdict";
import { type Plan } from "../input/plan";
import { type Stop } from "../stops/stop";
import { type PathChange } from "./path-changes";

/** An unknown path is not known to fail: the change that makes it fail is still the cause. */
const today = {
  mounts: "where it mounts today",
  fails: "where it fails today",
  unknown: "where it mounts today as far as the input shows",
} as const;

/** A path that was already unknown is not reported again; it stays in the report. */
export function pathStops(paths: readonly PathChange[]): Stop[] {
  const stops = new Map<string, PathChange[]>();
  for (const change of paths) {
    const { before, after, path } = change;
    if (after === undefined || after === "mounts" || isKnownUnknown(change)) continue;
    const { stack, workload, container, mountPath } = path;
    const { hop, rule, resource } = deciding(change);
    const key = JSON.stringify([stack, workload, container, mountPath, before, after, hop, rule, resource]);
    const known = stops.get(key);
    if (known) known.push(change);
    else stops.set(key, [change]);
  }
  return [...stops.values()].map(pathStop);
}

/** Attributes with which a workload leaves Fargate: it mounts as before, but where no path is judged. */
const launch = new Set(["launch_type", "capacity_provider_strategy"]);

/** Mounts that a workload no longer has: what its container writes there is lost with the task. */
export function lostMounts(paths: readonly PathChange[], plans: readonly Plan[]): Stop[] {
  const lost = paths.filter(({ kind }) => kind === "lost");
  if (lost.length === 0) return [];
  const mountOf = ({ stack, workload, container, fileSystem }: PathResult) =>
    JSON.stringify([stack, workload, container, fileSystem]);
  const kept = new Set(paths.filter(({ kind }) => kind !== "lost").map(({ path }) => mountOf(path)));
  const existing = new Set(
    plans.flatMap(({ name, resources }) =>
      resources
        .filter(
          ({ action, keys }) => action !== "delete" && action !== "forget" && !keys.some((key) => launch.has(key)),
        )
        .map(({ address }) => `${name}\0${address}`),
    ),
  );
  const gone = lost.filter(({ path }) => !kept.has(mountOf(path)) && existing.has(`${path.stack}\0${path.workload}`));
  const byMount = new Map(gone.map(({ path }) => [mountOf(path) + path.mountPath, path]));
  return [...byMount.values()].map(({ stack, workload, container, mountPath, fileSystem }) => ({
    kind: "outage",
    stack,
    resource: workload,
    what: `no longer mounts ${fileSystem} at ${container}:${mountPath}: what the container writes there is lost when its task stops`,
    todo: "keep the volume and its mount point, or check that the container needs its files no longer",
  }));
}

/** Of a stack without a plan, some values are known only from its plan. */
function isKnownUnknown({ kind, after }: PathChange): boolean {
  return after === "unknown" && (kind === "same" || kind === "unplanned");
}

function pathStop(changes: readonly PathChange[]): Stop {
  const change = changes[0]!;
  const { before, after, path } = change;
  const { hop, rule, detail, fix, settle, resource } = deciding(change);
  const zones = [...new Set(changes.map(({ path: { availabilityZone } }) => availabilityZone))].sort();
  const now = after === "fails" ? "fails" : "is unknown";
  const since = before === undefined ? "" : before === after ? ", as it does today" : `, ${today[before]}`;
  // A detail begins with its verb where its subject is the resource that decides.
  const subject = startsWithVerb(detail) ? `${resource} ` : "";
  return {
    kind: "outage",
    rule,
    stack: path.stack,
    resource: path.workload,
    what: `${path.container}:${path.mountPath} in ${zones.join(", ")} ${now} at ${hop}${since}: ${subject}${detail}`,
    cause: [hop, rule, resource, before ?? "", after].join(" "),
    todo: fix ?? (settle === undefined ? `see docs/rules/${rule}.md` : `to settle it: ${settle}`),
  };
}

/**
 * The same stops, with changes that a rule forbids listed under the paths that fail by this rule: a path tells more of what
 * the change means.
 *
 * @param paths stops of mount paths
 * @param changes stops of changed resources
 */
export function withCauses(paths: readonly Stop[], changes: readonly Stop[]): Stop[] {
  const used = new Set<Stop>();
  const explained = paths.map((stop) => {
    const causes = changes.filter(({ kind, rule }) => kind === "outage" && rule !== undefined && rule === stop.rule);
    for (const cause of causes) used.add(cause);
    return causes.length === 0
      ? stop
      : {
          ...stop,
          because: causes.map(({ resource, what }) => ({ resource, what })),
          consequences: causes.flatMap(({ consequences = [] }) => consequences),
        };
  });
  return [...explained, ...changes.filter((stop) => !used.has(stop))];
}

function startsWithVerb(detail: string): boolean {
  return /^(?:has|is|are|allows|does|denies|sends|refers|needs|lacks|mounts|names|resolves|starts|runs|can't|may|gives)\b/.test(
    detail,
  );
}

/** The hop that determines the verdict. */
function deciding({ after, path }: PathChange): HopResult {
  return path.hops.find(({ verdict }) => verdict === after)!;
}
