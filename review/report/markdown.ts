/** The comment for a pull request: first what needs attention, then the changes, with changed stacks first. */
import { proofSections, withinComment } from "../../proof/report/markdown";
import { findingSummary, summary } from "../../proof/report/summary";
import { markdownCode, markdownText } from "../../proof/text";
import { reasonOf } from "../dangers/lost";
import { type Change, type ChangeAction, type Plan } from "../input/plan";
import { type PathChange } from "../paths/path-changes";
import { pathDrawings } from "../paths/path-drawings";
import { type LeftStack, type Review } from "../review";
import { type Unused } from "../stops/acknowledged";
import { stopKinds } from "../stops/stop";
import { changedValue } from "./changed-values";
import { driftSection } from "./drift";
import { otherSections } from "./other-tools";
import { atMostThree, changeTable, stackSummary, unplannedNames } from "./stack-table";
import { stopSections, stopText } from "./stop-items";

/** A bot finds its previous comment by this marker, to update it. */
export const marker = "<!-- mountpath review -->";

const signs: Readonly<Record<ChangeAction, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  forget: ".",
};

/** @param full whether the review may be longer than a comment */
export function markdownReview(review: Review, full = false): string {
  const { stops, stacks, proof } = review;
  const plans = [...review.plans].sort((a, b) => weight(b) - weight(a));
  const reported = [...stops, ...review.acknowledged.map(({ stop }) => stop)];
  const told = [stacks.length > 0 ? stackSummary(stacks) : changeSummary(plans), summary(proof), findingSummary(proof)]
    .filter(Boolean)
    .join("; ");
  const stopped = new Set(reported.map(({ rule, resource }) => `${rule}\0${resource}`));
  const named = new Set(reported.map(({ stack, resource }) => `${stack}\0${resource}`));
  const head = [marker, `## ${titleOf(review)}\n`, `**${told}**\n`].join("\n");
  const sections = [
    ...stopKinds.flatMap((kind) => stopSections(kind, review)),
    ...acknowledgedSection(review),
    ...(review.paths.length === 0 && plans.length > 0 ? [withoutPaths] : []),
    ...pathTable(review.paths),
    ...changeTable(plans, stacks),
    ...leftSection(review.left),
    ...plans.flatMap(planSection),
    ...otherSections(review.others, plans, ({ stack, resource }) => named.has(`${stack}\0${resource}`)),
    ...driftSection(plans),
    ...pathDrawings(review.paths),
    ...proofSections({
      ...proof,
      findings: proof.findings.filter(({ rule, resource }) => !stopped.has(`${rule}\0${resource}`)),
    }),
  ];
  return full ? [head, ...sections].join("\n") : withinComment(head, sections, "npm run review -- --full");
}

const withoutPaths =
  "No input has a workload that mounts a file system, so no mount path was judged. To have paths judged, review this " +
  "plan together with the plans of the workloads' stacks.\n";

/** The first line alone answers whether to look, and whether paths were judged. */
function titleOf({ stops, paths, stacks, acknowledged, left }: Review): string {
  const missing = unplannedNames(stacks);
  const gone = atMostThree(left.map(({ name }) => name));
  const without = [
    ...(acknowledged.length > 0 ? [`; ${acknowledged.length} acknowledged`] : []),
    ...(missing === undefined ? [] : [`; without a plan: ${markdownText(missing)}`]),
    ...(gone === undefined ? [] : [`; left the file: ${markdownText(gone)}`]),
  ].join("");
  if (stops.length === 0) {
    if (paths.length === 0) return `⚪ No danger found in the changes, but no mount path was judged${without}`;
    const mounting = paths.filter(({ after }) => after === "mounts").length;
    // A path that fails, or is not known to mount any more, is a stop.
    const lost = paths.filter(({ after }) => after === undefined).length;
    const open = paths.filter(({ kind, after }) => kind === "unplanned" && after === "unknown").length;
    // These stops were acknowledged.
    const failing = paths.filter(({ after }) => after === "fails").length;
    const unknown = paths.length - mounting - lost - open - failing;
    const told = [
      ...(mounting > 0 ? [`${count(mounting, "mount path")} ${mounting === 1 ? "mounts" : "mount"}`] : []),
      ...(failing > 0 ? [`${count(failing, "mount path")} ${failing === 1 ? "fails" : "fail"}`] : []),
      ...(unknown > 0 ? [`${count(unknown, "mount path")} ${unknown === 1 ? "stays" : "stay"} unknown`] : []),
      ...(open > 0
        ? [`${count(open, "mount path")} ${open === 1 ? "is" : "are"} unknown before all stacks are planned`]
        : []),
      ...(lost > 0 ? [`${count(lost, "mount path")} no longer ${lost === 1 ? "exists" : "exist"}`] : []),
    ];
    if (missing !== undefined) return `⚪ No danger found: ${told.join(", ")}${without}`;
    const all = stacks.length === 0 ? [] : [`${stacks.length} of ${stacks.length} stacks planned`];
    return `✅ Nothing to stop for: ${[...all, ...told].join(", ")}${without}`;
  }
  const nouns = { "data-loss": "data loss", outage: "outage", access: "opened access", plan: "problem of the plan" };
  const many = {
    "data-loss": "data losses",
    outage: "outages",
    access: "accesses opened",
    plan: "problems of the plan",
  };
  const told = stopKinds.flatMap((kind) => {
    const number = stops.filter((stop) => stop.kind === kind).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? nouns[kind] : many[kind]}`];
  });
  return `❌ Needs a person: ${told.join(", ")}${paths.length === 0 ? "; no mount path was judged" : ""}${without}`;
}

/** Stacks that left the file: no plan shows them. */
function leftSection(left: readonly LeftStack[]): string[] {
  if (left.length === 0) return [];
  const items = left.map(({ name, deployed }) => `- ${markdownCode(name)}: ${markdownText(deployed)}`);
  return [["### Left the file\n", ...items, "", leftRemedy].join("\n")];
}

const leftRemedy = "No plan destroys these stacks. `npm run synth` prints the lines of `retired:` that do, in order.\n";

function acknowledgedSection({ acknowledged, unusedAcknowledgements: unused, plans, others }: Review): string[] {
  const items = acknowledged.map(({ stop, by: { until, by, reason, place } }) => {
    const told = `until ${until} by ${by}: ${reason} (${place})`;
    return `${stopText({ first: stop, same: [] }, plans.length > 1, others)}\\\n  **Acknowledged** ${markdownText(told)}\n`;
  });
  const [first, ...rest] = items;
  const sections = first === undefined ? [] : [`### Acknowledged\n\n${first}`, ...rest];
  return unused.length === 0 ? sections : [...sections, unusedText(unused)];
}

/** One line, since one file serves many pull requests. */
function unusedText(unused: readonly Unused[]): string {
  const named = unused.slice(0, 5).map(({ entry: { resource, code, place }, why }) => {
    return `${markdownCode(resource)} (${markdownText(code)}, ${markdownText(place)}): ${markdownText(why)}`;
  });
  const more = unused.length > 5 ? `; and ${unused.length - 5} more` : "";
  return `${count(unused.length, "acknowledgement")} not used here: ${named.join("; ")}${more}\n`;
}

/** How a verdict changes; unchanged paths are in a section below. */
function pathTable(paths: readonly PathChange[]): string[] {
  const changed = paths.filter(({ kind }) => !["same", "new", "unplanned"].includes(kind));
  if (changed.length === 0) return [];
  // A mount whose zones change alike has one row.
  const alike = new Map<string, PathChange[]>();
  for (const one of changed) {
    const { stack, workload, container, mountPath } = one.path;
    const key = JSON.stringify([stack, workload, container, mountPath, one.before, one.after]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const rows = [...alike.values()].map((all) => {
    const [{ before, after, path }] = all as [PathChange];
    const zones = all.map((one) => one.path.availabilityZone).sort();
    const cells = [markdownCode(path.workload), markdownCode(`${path.container}:${path.mountPath}`)];
    return `| ${[...cells, zones.map(markdownCode).join(", "), before, after ?? "gone"].join(" | ")} |`;
  });
  return [
    [
      "### Mount paths that change\n",
      "| workload | mount | zone | today | then |",
      "| --- | --- | --- | --- | --- |",
      ...rows,
      "",
    ].join("\n"),
  ];
}

function planSection({ name, changes }: Plan): string[] {
  if (changes.length === 0) return [];
  const sorted = [...changes].sort((a, b) => severity(b) - severity(a));
  return [
    [`<details><summary><code>${markdownText(name)}</code></summary>\n`, ...changeItems(sorted), "\n</details>\n"].join(
      "\n",
    ),
  ];
}

/** More of one kind are one line. */
const mostAlike = 5;
/** A longer list is not read. */
const mostLines = 200;

function changeItems(changes: readonly Change[]): string[] {
  const kinds = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.action, change.type, notesOf({ ...change, movedFrom: undefined })]);
    // A move is told one by one.
    const own = change.movedFrom === undefined ? key : change.address;
    const alike = kinds.get(own);
    if (alike) alike.push(change);
    else kinds.set(own, [change]);
  }
  const lines = [...kinds.values()].flatMap((alike) =>
    alike.length > mostAlike ? [kindItem(alike)] : alike.map(changeItem),
  );
  const left = lines.length - mostLines;
  return left > 0 ? [...lines.slice(0, mostLines), `- and ${left} more lines, which --full prints`] : lines;
}

function kindItem(alike: readonly Change[]): string {
  const [first] = alike as [Change, ...Change[]];
  const names = alike.slice(0, 3).map(({ address }) => markdownCode(address));
  const notes = notesOf(first);
  const told = [`${names.join(", ")} and ${alike.length - 3} more`, ...notes].join("; ");
  return `- ${signOf(first)}${alike.length} ${markdownCode(first.type)}: ${told}`;
}

function changeItem(change: Change): string {
  const notes = notesOf(change);
  return `- ${signOf(change)}${markdownCode(change.address)}${notes.length > 0 ? `: ${notes.join("; ")}` : ""}`;
}

function signOf({ action }: Change): string {
  return action ? `${markdownCode(signs[action])} ` : "";
}

function notesOf(change: Change): readonly string[] {
  const { keys, causes, movedFrom, imported, deposed } = change;
  const reason = causes.length === 0 ? reasonOf(change) : undefined;
  return [
    ...(keys.length > 0 ? [keys.map((key) => keyText(change, key)).join(", ")] : []),
    ...(causes.length > 0 ? [`replaced because of ${causes.map(markdownCode).join(", ")}`] : []),
    ...(reason === undefined ? [] : [markdownText(`because ${reason}`)]),
    ...(movedFrom === undefined ? [] : [`was ${markdownCode(movedFrom)}`]),
    ...(imported ? ["imported"] : []),
    ...(deposed === undefined ? [] : ["an old (deposed) object"]),
  ];
}

function keyText(change: Change, key: string): string {
  const value = changedValue(change, key);
  return value === undefined ? markdownCode(key) : `${markdownCode(key)} ${markdownText(value)}`;
}

function changeSummary(plans: readonly Plan[]): string {
  const changing = plans.filter(({ changes, outputs }) => changes.length + outputs.length > 0).length;
  const still = plans.length - changing;
  const changed = `${count(changing, "plan")} ${changing === 1 ? "changes" : "change"} something`;
  return still === 0 ? changed : `${changed}, ${still} nothing`;
}

function severity({ action }: Change): number {
  return action === undefined ? 0 : { forget: 1, create: 2, update: 3, replace: 4, delete: 5 }[action];
}

function weight({ changes }: Plan): number {
  return Math.max(0, ...changes.map(severity));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
