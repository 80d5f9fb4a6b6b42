/** The report for people at a terminal. */
import { createColors } from "picocolors";

import { printable, printableLines } from "../text";
import { type Finding, type HopResult, type PathVerdict, type Report } from "../verdict";
import { assumedLine, findingSummary, type PathGroup, pathGroups, summary } from "./summary";

type Paint = ReturnType<typeof createColors>;

export interface TextOptions {
  /** Whether whoever reads it understands ANSI colours. */
  readonly colour: boolean;
  /** Paths of this verdict alone; findings and the summary are told all the same. @default all */
  readonly only?: PathVerdict;
}

/** One block per path, the failing ones first, then findings and the summary line. Ends with a line break. */
export function textReport(report: Report, { colour, only }: TextOptions): string {
  const paint = createColors(colour);
  const groups = pathGroups(report.paths).filter(({ first }) => only === undefined || first.verdict === only);
  const blocks = [
    ...groups.map((group) => block(group, paint)),
    ...report.findings.map((finding) => findingBlock(finding, paint)),
    ...assumedBlock(report),
    [summary(report), findingSummary(report)].filter(Boolean).join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** What the verdicts rest on besides the input. */
function assumedBlock({ assumed = [] }: Report): string[] {
  if (assumed.length === 0) return [];
  return [["assumed, as the owner says:", ...assumed.map((one) => `  ${printable(assumedLine(one))}`)].join("\n")];
}

const marks = { fails: "✗", unknown: "?", mounts: "✓", passes: "✓" } as const;

function painted(verdict: keyof typeof marks, text: string, paint: Paint): string {
  if (verdict === "fails") return paint.red(text);
  return verdict === "unknown" ? paint.yellow(text) : paint.green(text);
}

function block({ first, paths }: PathGroup, paint: Paint): string {
  const verdict = painted(first.verdict, `${marks[first.verdict]} ${first.verdict}`, paint);
  const name = paint.bold(printable(first.workload));
  const lines = [
    `${verdict}  ${name} (${printable(first.stack)})`,
    `  ${printable(first.container)}:${printable(first.mountPath)} on ${printable(first.fileSystem)}`,
    ...paths.map(({ subnet, availabilityZone }) => `  in ${printable(subnet)}, ${printable(availabilityZone)}`),
    `  ${first.hops.map((hop) => painted(hop.verdict, `${hop.hop} ${marks[hop.verdict]}`, paint)).join(" → ")}`,
    ...first.hops.filter((hop) => hop.verdict !== "passes").flatMap((hop) => hopLines(hop, paint)),
  ];
  return lines.join("\n");
}

function hopLines(hop: HopResult, paint: Paint): string[] {
  const title = `${hop.hop} ${hop.verdict === "fails" ? "fails" : "is unknown"}`;
  return [
    `  ${painted(hop.verdict, title, paint)} at ${printable(hop.resource)} (${printable(hop.rule)})${place(hop)}`,
    `    ${printable(hop.detail)}`,
    ...(hop.fix === undefined ? [] : [`    ${paint.bold("fix")}: ${printable(hop.fix)}`]),
    ...indented(hop.terraform, paint),
    ...(hop.organization === undefined ? [] : ["    in organization.yaml:", ...indented(hop.organization, paint)]),
    ...(hop.settle === undefined ? [] : [`    ${paint.bold("to settle it")}: ${printable(hop.settle)}`]),
  ];
}

function indented(text: string | undefined, paint: Paint): string[] {
  return text === undefined ? [] : printableLines(text).map((line) => (line === "" ? "" : `      ${paint.dim(line)}`));
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
