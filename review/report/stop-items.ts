/** The stops in the comment: one item for each cause, and for each kind of change where there are many. */
import { markdownCode, markdownText } from "../../proof/text";
import { type Review } from "../review";
import { codeOf } from "../stops/acknowledged";
import { type Stop, type StopKind } from "../stops/stop";
import { findingText, type OtherFinding } from "./other-tools";

const headings: Readonly<Record<StopKind, string>> = {
  "data-loss": "Loses data",
  outage: "Stops working",
  access: "Opens access",
  plan: "The plan itself",
};

/** Fewer resources have an item each. */
const many = 4;

/** Stops that have the same text, apart from the resource. */
export interface StopGroup {
  readonly first: Stop;
  readonly same: readonly Stop[];
}

export function stopSections(kind: StopKind, { stops, plans, others }: Review): string[] {
  const groups = grouped(stops.filter((stop) => stop.kind === kind));
  const [first, ...rest] = groups.map((group) => stopItem(group, plans.length > 1, others));
  // The heading stays with its first stop if the comment is cut.
  return first === undefined ? [] : [`### ${headings[kind]}\n\n${first}`, ...rest];
}

/** Paths that break by one cause are one item; resources only if there are many. */
export function grouped(stops: readonly Stop[]): readonly StopGroup[] {
  const groups = new Map<string, Stop[]>();
  for (const stop of stops) {
    const key = keyOf(stop);
    const known = groups.get(key);
    if (known) known.push(stop);
    else groups.set(key, [stop]);
  }
  return [...groups.values()].flatMap((group): readonly StopGroup[] => {
    const [first, ...same] = group as [Stop, ...Stop[]];
    return first.cause !== undefined || group.length >= many
      ? [{ first, same }]
      : group.map((stop) => ({ first: stop, same: [] }));
  });
}

function keyOf(stop: Stop): string {
  const { kind, stack, resource, what, todo, cause, expired, because = [], consequences = [] } = stop;
  if (expired) return JSON.stringify([kind, stack, resource, what]);
  if (cause !== undefined) return JSON.stringify([kind, codeOf(stop), cause, because]);
  // The consequences of a change are listed with it.
  const own = consequences.length > 0 ? resource : "";
  const type = /(?:^|\.)([a-z0-9]+_[a-z0-9_]+)\.[^.]+$/.exec(resource)?.[1] ?? resource;
  return JSON.stringify([
    kind,
    codeOf(stop),
    stack,
    type,
    what.replaceAll(resource, "…"),
    todo.replaceAll(resource, "…"),
    own,
  ]);
}

function stopItem(group: StopGroup, several: boolean, others: readonly OtherFinding[]): string {
  const { todo, expired } = group.first;
  const since =
    expired === undefined
      ? ""
      : `\\\n  **Acknowledged** until ${markdownText(expired.until)} (${markdownText(expired.place)}), which has passed`;
  return `${stopText(group, several, others)}${since}\\\n  **To do:** ${markdownText(todo)}\n`;
}

export function stopText({ first, same }: StopGroup, several: boolean, others: readonly OtherFinding[]): string {
  const { stack, resource, what, because = [] } = first;
  const consequences = [...new Set([first, ...same].flatMap((stop) => stop.consequences ?? []))];
  const of = several && stack !== resource ? ` of ${markdownCode(stack)}` : "";
  const why = because
    .map((cause) => `\\\n  **Because:** ${markdownCode(cause.resource)} ${markdownText(cause.what)}`)
    .join("");
  const also = consequences.length === 0 ? "" : `\\\n  **With it:** ${listed(consequences)}`;
  const found = others.filter((finding) =>
    [first, ...same].some((stop) => stop.stack === finding.stack && stop.resource === finding.resource),
  );
  const told = found.length === 0 ? "" : `\\\n  **Other tools:** ${found.slice(0, 5).map(findingText).join("; ")}`;
  return `- ${markdownCode(resource)}${of} (${markdownText(codeOf(first))}) ${markdownText(what)}${why}${sameText(same, stack)}${also}${told}`;
}

/** The other resources or workloads of a group; the first ones by name. */
function sameText(same: readonly Stop[], stack: string): string {
  if (same.length === 0) return "";
  const names = [
    ...new Set(
      same.map((stop) => {
        const of = stop.stack === stack ? "" : ` of ${markdownCode(stop.stack)}`;
        return `${markdownCode(stop.resource)}${of}`;
      }),
    ),
  ];
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return `\\\n  **The same:** ${names.slice(0, 10).join(", ")}${more}`;
}

/** Up to five addresses, or the number of each type. */
function listed(addresses: readonly string[]): string {
  if (addresses.length <= 5) return addresses.map(markdownCode).join(", ");
  const types = new Map<string, number>();
  for (const address of addresses) {
    const type = address.startsWith("output.")
      ? "output"
      : (/(?:^|\.)([a-z0-9]+_[a-z0-9_]+)\.[^.]+$/.exec(address)?.[1] ?? "other");
    types.set(type, (types.get(type) ?? 0) + 1);
  }
  return [...types].map(([type, number]) => `${number} ${markdownCode(type)}`).join(", ");
}
