/** The report for a terminal. */
import { createColors } from "picocolors";

import { printable, printableLines } from "../text";
import { type Finding, type PathVerdict, type Report } from "../verdict";
import { type Cause, type Causes, causesOf, type Statement } from "./causes";
import { MetPaths } from "./met-paths";
import { assumedLine, findingSummary, type PathGroup, pathGroups, summary } from "./summary";

type Paint = ReturnType<typeof createColors>;

export interface TextOptions {
  /** Whether to use ANSI colors. */
  readonly color: boolean;
  /** Limits the output to paths of this verdict; findings and the summary are always shown. @default all */
  readonly only?: PathVerdict;
}

/**
 * Prints each cause once with its paths, then a block for each path, findings and the summary. Ends with a line break.
 */
export function textReport(report: Report, { color, only }: TextOptions): string {
  const paint = createColors(color);
  const causes = causesOf(report.paths);
  const met = new MetPaths(report.paths);
  const groups = pathGroups(report.paths, causes).filter(({ first }) => only === undefined || first.verdict === only);
  const blocks = [
    ...causes.all
      .filter(({ verdict }) => only === undefined || verdict === only)
      .map((cause) => causeBlock(cause, met.names(cause), paint)),
    ...report.findings.map((finding) => findingBlock(finding, paint)),
    ...groups.map((group) => block(group, causes, paint)),
    ...assumedBlock(report),
    [summary(report), findingSummary(report)].filter(Boolean).join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The assumptions behind the verdicts. */
function assumedBlock({ assumed = [] }: Report): string[] {
  if (assumed.length === 0) return [];
  return [["assumed, as stated by the owner:", ...assumed.map((one) => `  ${printable(assumedLine(one))}`)].join("\n")];
}

const marks = { fails: "✗", unknown: "?", mounts: "✓", passes: "✓" } as const;

function painted(verdict: keyof typeof marks, text: string, paint: Paint): string {
  if (verdict === "fails") return paint.red(text);
  return verdict === "unknown" ? paint.yellow(text) : paint.green(text);
}

function block({ first, paths }: PathGroup, causes: Causes, paint: Paint): string {
  const verdict = painted(first.verdict, `${marks[first.verdict]} ${first.verdict}`, paint);
  const hops = first.hops.map((hop) => {
    const number = causes.of(hop)?.number;
    return painted(hop.verdict, `${hop.hop} ${marks[hop.verdict]}${number === undefined ? "" : `[${number}]`}`, paint);
  });
  const lines = [
    `${verdict}  ${paint.bold(printable(first.workload))} (${printable(first.stack)})`,
    `  ${printable(first.container)}:${printable(first.mountPath)} on ${printable(first.fileSystem)}`,
    ...paths.map(({ subnet, availabilityZone }) => `  in ${printable(subnet)}, ${printable(availabilityZone)}`),
    `  ${hops.join(" → ")}`,
  ];
  return lines.join("\n");
}

/** The maximum number of path names; their own blocks follow. */
const mostNames = 8;

function causeBlock(cause: Cause, names: readonly string[], paint: Paint): string {
  const { number, verdict, resource, statements, paths } = cause;
  const rule = ruleOfAll(cause);
  const title = `${marks[verdict]} [${number}] ${verdict === "fails" ? "fails" : "unknown"}`;
  const shown = names.slice(0, mostNames).map(printable).join(", ");
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return [
    `${painted(verdict, title, paint)}  ${paint.bold(printable(resource))}${rule && ` (${printable(rule)})`}${place(cause)}`,
    ...statements.flatMap((statement) => statementLines(statement, cause, paint)),
    ...settleLines(statements, paint),
    `  ${paths.length === 1 ? "1 path" : `${paths.length} paths`}: ${shown}${more}`,
  ].join("\n");
}

function statementLines(statement: Statement, cause: Cause, paint: Paint): string[] {
  const { hops, rule, resource, detail, fix, terraform, organization, alsoOf } = statement;
  const code = ruleOfAll(cause) ? "" : ` (${printable(rule)})`;
  const at = resource === cause.resource ? "" : ` at ${printable(resource)}${place(statement)}`;
  return [
    `  ${painted(cause.verdict, hops.join(", "), paint)}${code}${at}: ${printable(detail)}`,
    ...(alsoOf.length === 0 ? [] : [`    the same of ${alsoOf.map(printable).join(", ")}`]),
    ...(fix === undefined ? [] : [`  ${paint.bold("fix")}: ${printable(fix)}`]),
    ...indented(terraform, paint),
    ...(organization === undefined ? [] : ["  in organization.yaml:", ...indented(organization, paint)]),
  ];
}

/** Empty if the statements of a cause differ. */
function ruleOfAll({ rule, statements }: Cause): string {
  return statements.every((one) => one.rule === rule) ? rule : "";
}

/** Prints what settles several statements once, below them. */
function settleLines(statements: readonly Statement[], paint: Paint): string[] {
  const texts = statements.flatMap(({ settle }) => (settle === undefined ? [] : [printable(settle)]));
  const [only, ...others] = new Set(texts);
  if (only === undefined) return [];
  if (others.length === 0) return [`  ${paint.bold("to settle it")}: ${only}`];
  return [`  ${paint.bold("to settle it")}:`, ...[only, ...others].map((text) => `    ${text}`)];
}

function indented(text: string | undefined, paint: Paint): string[] {
  return text === undefined ? [] : printableLines(text).map((line) => (line === "" ? "" : `    ${paint.dim(line)}`));
}

function place({ location }: { readonly location?: string }): string {
  return location === undefined ? "" : `, ${printable(location)}`;
}

function findingBlock({ rule, severity, resource, location, detail, fix }: Finding, paint: Paint): string {
  const title =
    severity === "error" ? paint.red("✗ error") : paint.yellow(severity === "warning" ? "! warning" : "? unknown");
  return [
    `${title}  ${paint.bold(printable(resource))} (${printable(rule)})${place({ location })}`,
    `  ${printable(detail)}`,
    `  ${paint.bold(severity === "unknown" ? "to settle it" : "fix")}: ${printable(fix)}`,
  ].join("\n");
}
