/** The report for a pull request: what fails first, the rest folded away, within GitHub's limit of a comment. */
import { markdownBlock, markdownCode, markdownText } from "../text";
import { type Finding, type HopResult, type Report } from "../verdict";
import { assumedLine, findingSummary, type PathGroup, pathGroups, summary } from "./summary";

/** GitHub refuses a longer comment. */
const longestComment = 65_536;
/** Room for the sentence that says what was left out. */
const reserve = 400;

export function markdownReport(report: Report): string {
  const head = `## Mount paths\n\n**${[summary(report), findingSummary(report)].filter(Boolean).join("; ")}**\n`;
  return withinComment(head, proofSections(report), "npm run prove -- --format markdown");
}

/** A section for each problem, then one for each workload that mounts. */
export function proofSections(report: Report): string[] {
  const groups = pathGroups(report.paths);
  return [
    ...groups.filter(({ first }) => first.verdict !== "mounts").map(problem),
    ...report.findings.map(findingSection),
    ...assumedSection(report),
    ...groups.filter(({ first }) => first.verdict === "mounts").map(mounting),
  ];
}

/** What the verdicts rest on besides the input. */
function assumedSection({ assumed = [] }: Report): string[] {
  if (assumed.length === 0) return [];
  const items = assumed.map((one) => `- ${markdownText(assumedLine(one))}`);
  return [`### Assumed, as the owner says\n\n${items.join("\n")}\n`];
}

/**
 * Whole sections only; how many are missing is said first, where nobody can overlook it.
 *
 * @param whole the command that prints all of it
 */
export function withinComment(head: string, sections: readonly string[], whole: string): string {
  const kept: string[] = [];
  let length = head.length + reserve;
  for (const section of sections) {
    length += section.length + 1;
    if (length > longestComment) break;
    kept.push(section);
  }
  const missing = sections.length - kept.length;
  const warning =
    missing === 0
      ? []
      : [
          `> [!WARNING]\n> ${missing} of ${sections.length} sections are **left out**, since a comment holds no more than ` +
            `${longestComment.toLocaleString("en-US")} characters. ` +
            `The whole report: \`${whole}\` in a file, or \`--format json\`.\n`,
        ];
  return [head, ...warning, ...kept].join("\n");
}

const marks = { fails: "❌", unknown: "❓", mounts: "✅", passes: "✅" } as const;

function problem(group: PathGroup): string {
  const { first, paths } = group;
  const hops = first.hops.filter(({ verdict }) => verdict !== "passes");
  const passing = first.hops.filter(({ verdict }) => verdict === "passes");
  return [
    `### ${marks[first.verdict]} ${markdownCode(first.workload)} ${first.verdict === "fails" ? "fails" : "is unknown"}\n`,
    `${title(group)}, in ${paths.map(({ subnet }) => markdownCode(subnet)).join(", ")}\n`,
    ...hops.map(hopItem),
    ...(passing.length > 0 ? [`\nPassed: ${passing.map(({ hop }) => hop).join(", ")}\n`] : [""]),
  ].join("\n");
}

function title({ first }: PathGroup): string {
  const mount = `${markdownCode(first.container)} mounts ${markdownCode(first.fileSystem)} at ${markdownCode(first.mountPath)}`;
  return `Stack ${markdownCode(first.stack)}: ${mount}`;
}

function hopItem({ hop, verdict, rule, resource, detail, fix, terraform, organization, settle }: HopResult): string {
  const lines = [`- **${hop}** (${markdownText(rule)}) at ${markdownCode(resource)}: ${markdownText(detail)}`];
  if (fix !== undefined) lines.push(`  **Fix:** ${markdownText(fix)}`);
  if (settle !== undefined) lines.push(`  **To settle it:** ${markdownText(settle)}`);
  const blocks = [
    ...(terraform === undefined ? [] : [markdownBlock("hcl", terraform)]),
    ...(organization === undefined ? [] : [markdownBlock("yaml", organization)]),
  ];
  if (blocks.length === 0 || verdict === "passes") return lines.join("\\\n");
  const folded = ["<details><summary>as code</summary>", "", ...blocks.flatMap((block) => [block, ""]), "</details>"];
  return [
    lines.join("\\\n"),
    "",
    ...folded
      .join("\n")
      .split("\n")
      .map((line) => (line === "" ? "" : `  ${line}`)),
  ].join("\n");
}

function findingSection({ rule, severity, resource, detail, fix }: Finding): string {
  const mark = { error: "❌ error", warning: "⚠️ warning", unknown: "❓ unknown" }[severity];
  return [
    `### ${mark}: ${markdownCode(resource)} (${markdownText(rule)})\n`,
    `${markdownText(detail)}\n`,
    `**${severity === "unknown" ? "To settle it" : "Fix"}:** ${markdownText(fix)}\n`,
  ].join("\n");
}

function mounting(group: PathGroup): string {
  const { first, paths } = group;
  return [
    `<details><summary>${marks.mounts} <code>${markdownText(first.workload)}</code> mounts</summary>\n`,
    `${title(group)}\n`,
    ...paths.map(({ subnet, availabilityZone }) => `- in ${markdownCode(subnet)}, ${markdownCode(availabilityZone)}`),
    `\n${first.hops.map(({ hop, verdict }) => `${hop} ${marks[verdict]}`).join(" → ")}\n`,
    "</details>\n",
  ].join("\n");
}
