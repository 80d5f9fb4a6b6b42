/** The comment for a pull request: first what needs attention, then the changes, with changed stacks first. */
import { proofSections, withinComment } from "../proof/report/markdown";
import { findingSummary, summary } from "../proof/report/summary";
import { markdownCode, markdownText } from "../proof/text";
import { type PathChange } from "./path-changes";
import { type Change, type ChangeAction, type Plan } from "./plan";
import { type Review } from "./review";
import { type Stop } from "./stop";

/** A bot finds its previous comment by this marker, to update it. */
export const marker = "<!-- mountpath review -->";

const actions = ["create", "update", "replace", "delete", "forget"] as const;
const signs: Readonly<Record<ChangeAction, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
  forget: ".",
};

export function markdownReview(review: Review): string {
  const { stops, plans, proof } = review;
  const title = stops.length === 0 ? "✅ Nothing needs attention" : `❌ Look at ${count(stops.length, "thing")} first`;
  const told = [changeSummary(plans), summary(proof), findingSummary(proof)].filter(Boolean).join("; ");
  const head = [marker, `## ${title}\n`, `**${told}**\n`].join("\n");
  const sections = [
    ...stops.map((stop) => stopItem(stop, plans.length > 1)),
    ...pathTable(review.paths),
    ...changeTable(plans),
    ...[...plans].sort((a, b) => weight(b) - weight(a)).flatMap(planSection),
    ...driftSection(plans),
    ...proofSections(proof),
  ];
  return withinComment(head, sections, "npm run review -- --format markdown");
}

function stopItem({ rule, stack, resource, what, todo }: Stop, several: boolean): string {
  const of = several && stack !== resource ? ` of ${markdownCode(stack)}` : "";
  const code = rule === undefined ? "" : ` (${markdownText(rule)})`;
  return `- ${markdownCode(resource)}${of}${code} ${markdownText(what)}\\\n  **To do:** ${markdownText(todo)}\n`;
}

/** How a verdict changes; unchanged paths are in a section below. */
function pathTable(paths: readonly PathChange[]): string[] {
  const changed = paths.filter(({ kind }) => kind !== "same" && kind !== "new");
  if (changed.length === 0) return [];
  const rows = changed.map(({ before, after, path }) => {
    const at = `${path.container}:${path.mountPath}`;
    return `| ${markdownCode(path.workload)} | ${markdownCode(at)} | ${markdownCode(path.availabilityZone)} | ${before} | ${after ?? "gone"} |`;
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

function changeTable(plans: readonly Plan[]): string[] {
  const changing = plans.filter(({ changes }) => changes.length > 0).sort((a, b) => weight(b) - weight(a));
  if (changing.length === 0) return [];
  const rows = changing.map(
    (plan) => `| ${[markdownCode(plan.name), ...actions.map((action) => counted(plan, action))].join(" | ")} |`,
  );
  return [
    [
      "### Changes\n",
      `| stack | ${actions.join(" | ")} |`,
      `| --- |${" --: |".repeat(actions.length)}`,
      ...rows,
      "",
    ].join("\n"),
  ];
}

function planSection({ name, changes }: Plan): string[] {
  if (changes.length === 0) return [];
  const sorted = [...changes].sort((a, b) => severity(b) - severity(a));
  return [
    [
      `<details><summary><code>${markdownText(name)}</code></summary>\n`,
      ...sorted.map(changeItem),
      "\n</details>\n",
    ].join("\n"),
  ];
}

function changeItem({ address, action, keys, causes, movedFrom, imported }: Change): string {
  const notes = [
    ...(keys.length > 0 ? [`${keys.map(markdownCode).join(", ")}`] : []),
    ...(causes.length > 0 ? [`replaced because of ${causes.map(markdownCode).join(", ")}`] : []),
    ...(movedFrom === undefined ? [] : [`was ${markdownCode(movedFrom)}`]),
    ...(imported ? ["imported"] : []),
  ];
  return `- ${action ? `${markdownCode(signs[action])} ` : ""}${markdownCode(address)}${notes.length > 0 ? `: ${notes.join("; ")}` : ""}`;
}

/** Drift is summarized by type, because lists of resources are too long to read. */
function driftSection(plans: readonly Plan[]): string[] {
  const drift = plans.flatMap((plan) => plan.drift);
  if (drift.length === 0) return [];
  const types = new Map<string, number>();
  for (const { type } of drift) types.set(type, (types.get(type) ?? 0) + 1);
  const told = [...types].sort(([, a], [, b]) => b - a).map(([type, number]) => `${number} ${markdownCode(type)}`);
  return [`### Drift\n\n${count(drift.length, "resource")} changed outside of Terraform: ${told.join(", ")}\n`];
}

function changeSummary(plans: readonly Plan[]): string {
  const changing = plans.filter(({ changes }) => changes.length > 0).length;
  const still = plans.length - changing;
  const changed = `${count(changing, "plan")} ${changing === 1 ? "changes" : "change"} something`;
  return still === 0 ? changed : `${changed}, ${still} nothing`;
}

function counted({ changes }: Plan, wanted: ChangeAction): number {
  return changes.filter(({ action }) => action === wanted).length;
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
