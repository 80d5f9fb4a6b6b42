/**
 * The report for a pull request: each cause once, failures first, and the paths folded, within GitHub's limit for
 * comments.
 */
import { markdownBlock, markdownCode, markdownText } from "../text";
import { type Finding, type Report } from "../verdict";
import { type Cause, type Causes, causesOf, type Statement } from "./causes";
import { MetPaths } from "./met-paths";
import { assumedLine, findingSummary, type PathGroup, pathGroups, summary } from "./summary";

/** GitHub refuses a longer comment. */
const longestComment = 65_536;
/** Space for the sentence about omitted sections. */
const reserve = 400;

export function markdownReport(report: Report): string {
  const head = `## Mount paths\n\n**${[summary(report), findingSummary(report)].filter(Boolean).join("; ")}**\n`;
  return withinComment(head, proofSections(report), "npm run prove -- --format text");
}

/** A section for each cause and finding, then one for each workload. */
export function proofSections(report: Report): string[] {
  const causes = causesOf(report.paths);
  const met = new MetPaths(report.paths);
  const groups = pathGroups(report.paths, causes);
  return [
    ...causes.all.map((cause) => causeSection(cause, met.names(cause))),
    ...report.findings.map(findingSection),
    ...groups.filter(({ first }) => first.verdict !== "mounts").map((group) => pathSection(group, causes)),
    ...assumedSection(report),
    ...groups.filter(({ first }) => first.verdict === "mounts").map((group) => pathSection(group, causes)),
  ];
}

/** The assumptions behind the verdicts. */
function assumedSection({ assumed = [] }: Report): string[] {
  if (assumed.length === 0) return [];
  const items = assumed.map((one) => `- ${markdownText(assumedLine(one))}`);
  return [`### Assumed, as stated by the owner\n\n${items.join("\n")}\n`];
}

/**
 * Includes only whole sections, and first says how many are missing.
 * @param whole the command that prints all of them
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
          `> [!WARNING]\n> ${missing} of ${sections.length} sections are **left out**, because a comment can hold no more than ` +
            `${longestComment.toLocaleString("en-US")} characters. ` +
            `The whole report: \`${whole}\`, or \`--format json\`.\n`,
        ];
  return [head, ...warning, ...kept].join("\n");
}

const marks = { fails: "❌", unknown: "❓", mounts: "✅", passes: "✅" } as const;

/** The maximum number of path names; their own sections follow. */
const mostNames = 20;

function causeSection(cause: Cause, names: readonly string[]): string {
  const { number, verdict, resource, statements, paths } = cause;
  const settles = [...new Set(statements.flatMap(({ settle }) => (settle === undefined ? [] : [settle])))];
  const shown = names.slice(0, mostNames).map(markdownCode).join(", ");
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return [
    `### ${marks[verdict]} ${number}. ${markdownCode(resource)} ${verdict === "fails" ? "fails" : "is unknown"}\n`,
    ...statements.map((statement) => statementItem(statement, cause)),
    ...settles.map((settle) => `- **To settle it:** ${markdownText(settle)}`),
    `\n${paths.length === 1 ? "1 path" : `${paths.length} paths`}: ${shown}${more}\n`,
  ].join("\n");
}

function statementItem(statement: Statement, cause: Cause): string {
  const { hops, rule, resource, location, detail, fix, terraform, organization, alsoOf } = statement;
  const at = resource === cause.resource ? "" : ` at ${markdownCode(resource)}`;
  const place = location === undefined ? "" : `, ${markdownCode(location)}`;
  const lines = [`- **${hops.join(", ")}** (${markdownText(rule)})${at}${place}: ${markdownText(detail)}`];
  if (alsoOf.length > 0) lines.push(`  The same of ${alsoOf.map(markdownCode).join(", ")}`);
  if (fix !== undefined) lines.push(`  **Fix:** ${markdownText(fix)}`);
  const blocks = [
    ...(terraform === undefined ? [] : [markdownBlock("hcl", terraform)]),
    ...(organization === undefined ? [] : [markdownBlock("yaml", organization)]),
  ];
  if (blocks.length === 0) return lines.join("\\\n");
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

const verbs = { fails: "fails", unknown: "is unknown", mounts: "mounts" } as const;

function pathSection(group: PathGroup, causes: Causes): string {
  const { first, paths } = group;
  const hops = first.hops.map((hop) => {
    const number = causes.of(hop)?.number;
    return `${hop.hop} ${marks[hop.verdict]}${number === undefined ? "" : ` ${number}`}`;
  });
  return [
    `<details><summary>${marks[first.verdict]} <code>${markdownText(first.workload)}</code> ${verbs[first.verdict]}</summary>\n`,
    `${title(group)}\n`,
    ...paths.map(({ subnet, availabilityZone }) => `- in ${markdownCode(subnet)}, ${markdownCode(availabilityZone)}`),
    `\n${hops.join(" → ")}\n`,
    "</details>\n",
  ].join("\n");
}

function title({ first }: PathGroup): string {
  const mount = `${markdownCode(first.container)} mounts ${markdownCode(first.fileSystem)} at ${markdownCode(first.mountPath)}`;
  return `Stack ${markdownCode(first.stack)}: ${mount}`;
}
