/** Counting: `14 paths: 12 mount, 1 fails, 1 unknown`. */
import { type Assumed, type Finding, type PathResult, type PathVerdict, type Report } from "../verdict";
import { type Causes } from "./causes";
import { mountOf } from "./met-paths";

export function summary({ paths }: Report): string {
  const of = (verdict: PathVerdict) => paths.filter((path) => path.verdict === verdict).length;
  const verb = (count: number, singular: string, plural: string) => `${count} ${count === 1 ? singular : plural}`;
  return [
    `${verb(paths.length, "path", "paths")}: ${verb(of("mounts"), "mounts", "mount")}`,
    verb(of("fails"), "fails", "fail"),
    `${of("unknown")} unknown`,
  ].join(", ");
}

/** `2 findings: 1 error, 1 warning`, or undefined if there are none. */
export function findingSummary({ findings }: Report): string {
  if (findings.length === 0) return "";
  const of = (wanted: Finding["severity"]) => findings.filter(({ severity }) => severity === wanted).length;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const kinds = [
    ...(of("error") > 0 ? [count(of("error"), "error")] : []),
    ...(of("warning") > 0 ? [count(of("warning"), "warning")] : []),
    ...(of("unknown") > 0 ? [`${of("unknown")} unknown`] : []),
  ];
  return `${count(findings.length, "finding")}: ${kinds.join(", ")}`;
}

/** Paths of one workload and volume with the same causes, which differ only in their subnets. */
export interface PathGroup {
  readonly first: PathResult;
  readonly paths: readonly PathResult[];
}

const badness: Readonly<Record<PathVerdict, number>> = { fails: 0, unknown: 1, mounts: 2 };

/** The worst first, then in the report's order. */
export function pathGroups(paths: readonly PathResult[], causes: Causes): readonly PathGroup[] {
  const groups = new Map<string, PathResult[]>();
  for (const path of paths) {
    const hops = path.hops.map((hop) => `${hop.hop} ${causes.of(hop)?.number ?? 0}`);
    const key = `${mountOf(path)} ${path.verdict} ${hops.join(" ")}`;
    const group = groups.get(key);
    if (group) group.push(path);
    else groups.set(key, [path]);
  }
  return [...groups.values()]
    .map((group) => ({ first: group[0]!, paths: group }))
    .sort((a, b) => badness[a.first.verdict] - badness[b.first.verdict]);
}

/** `no-other-resolver-rules of vpc-0123 (used): the network team associates rules in this file only`. */
export function assumedLine(one: Assumed): string {
  const { statement, of, used, contradiction, reason } = one;
  const state = contradiction === undefined ? (used ? "used" : "not used") : `contradicted: ${contradiction}`;
  return `${statement} of ${of}${assumedValue(one)} (${state}): ${reason}`;
}

function assumedValue({ range, port, from, to }: Assumed): string {
  if (port !== undefined) return `, tcp/${port} ${from === undefined ? `to ${to}` : `from ${from}`}`;
  return range === undefined ? "" : `, ${range}`;
}
