/**
 * The report as JUnit XML, with the elements and attributes that Jenkins' schema and GitLab's parser share. Each path
 * is a test case: a failing path is a failure, an unknown one an error, never skipped, because a skipped test is green
 * and an unknown path must not pass. So the report is green exactly if `prove` exits with 0.
 */
import { printable, printableLines } from "../text";
import { type Finding, type PathResult, type Report } from "../verdict";
import { type Cause, type Causes, causesOf } from "./causes";
import { assumedLine } from "./summary";

interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly outcome?: { readonly element: "failure" | "error"; readonly type: string; readonly message: string };
  /** The text of the outcome, or what a passing case says. */
  readonly text?: string;
}

interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
  readonly output?: string;
}

export function junitReport(report: Report): string {
  const causes = causesOf(report.paths);
  const stacks = new Map<string, TestCase[]>();
  for (const path of report.paths) {
    const cases = stacks.get(path.stack);
    if (cases) cases.push(ofPath(path, causes));
    else stacks.set(path.stack, [ofPath(path, causes)]);
  }
  const suites: TestSuite[] = [...stacks].map(([name, cases]) => ({ name, cases: distinct(cases) }));
  if (report.findings.length > 0) suites.push({ name: "findings", cases: distinct(report.findings.map(ofFinding)) });
  if (report.assumed && report.assumed.length > 0) {
    suites.push({ name: "assumed", cases: [], output: report.assumed.map(assumedLine).join("\n") });
  }
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: "mountpath prove", ...counts(all) })}>`,
    ...suites.flatMap((suite) => suiteLines(suite)),
    "</testsuites>",
    "",
  ].join("\n");
}

function ofPath(path: PathResult, causes: Causes): TestCase {
  const { workload, stack, container, mountPath, fileSystem, subnet, availabilityZone, verdict } = path;
  const one = {
    className: `${stack}.${workload}`,
    name: `${container}:${mountPath} on ${fileSystem} in ${subnet}, ${availabilityZone}`,
  };
  if (verdict === "mounts") return one;
  const met = new Set(path.hops.map((hop) => causes.of(hop)).filter((cause) => cause !== undefined));
  const hops = path.hops.filter((hop) => hop.verdict !== "passes");
  const decisive = hops.find((hop) => hop.verdict === verdict) ?? hops[0]!;
  return {
    ...one,
    outcome: {
      element: verdict === "fails" ? "failure" : "error",
      type: decisive.rule,
      message: `${decisive.hop}: ${decisive.detail}`,
    },
    text: [...met].map((cause) => causeText(cause)).join("\n\n"),
  };
}

function causeText({ verdict, resource, location, statements }: Cause): string {
  const settles = new Set(statements.flatMap(({ settle }) => settle ?? []));
  return [
    `${verdict} at ${resource}${location === undefined ? "" : `, ${location}`}`,
    ...statements.flatMap(({ hops, rule, detail, fix, terraform, organization }) => [
      `  ${hops.join(", ")} (${rule}): ${detail}`,
      ...(fix === undefined ? [] : [`  fix: ${fix}`]),
      ...indented(terraform),
      ...(organization === undefined ? [] : ["  in organization.yaml:", ...indented(organization)]),
    ]),
    ...[...settles].map((settle) => `  to settle it: ${settle}`),
  ].join("\n");
}

function indented(text: string | undefined): string[] {
  return text === undefined ? [] : printableLines(text).map((line) => `    ${line}`.trimEnd());
}

function ofFinding({ rule, severity, resource, location, detail, fix }: Finding): TestCase {
  const one = { className: `findings.${rule}`, name: `${resource}: ${detail}` };
  const label = severity === "unknown" ? "to settle it" : "fix";
  const text = [
    `${resource}${location === undefined ? "" : `, ${location}`}`,
    `  ${detail}`,
    `  ${label}: ${fix}`,
  ].join("\n");
  if (severity === "warning") return { ...one, text: `warning at ${text}` };
  return {
    ...one,
    outcome: { element: severity === "error" ? "failure" : "error", type: rule, message: detail },
    text,
  };
}

/** GitLab keeps only the first of two cases with the same class and name. */
function distinct(cases: readonly TestCase[]): TestCase[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const key = JSON.stringify([one.className, one.name]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}

function suiteLines({ name, cases, output }: TestSuite): string[] {
  return [
    `  <testsuite ${attributes({ name, ...counts(cases), skipped: "0" })}>`,
    ...cases.flatMap((one) => caseLines(one)),
    ...(output === undefined ? [] : [`    <system-out>${content(output)}</system-out>`]),
    "  </testsuite>",
  ];
}

function caseLines({ className, name, outcome, text = "" }: TestCase): string[] {
  const start = `    <testcase ${attributes({ name, classname: className })}`;
  if (!outcome && text === "") return [`${start}/>`];
  const { element, ...rest } = outcome ?? { element: "system-out" };
  const named = Object.keys(rest).length > 0 ? ` ${attributes(rest)}` : "";
  return [`${start}>`, `      <${element}${named}>${content(text)}</${element}>`, "    </testcase>"];
}

function counts(cases: readonly TestCase[]): Record<"tests" | "failures" | "errors", string> {
  const of = (element: string) => String(cases.filter(({ outcome }) => outcome?.element === element).length);
  return { tests: String(cases.length), failures: of("failure"), errors: of("error") };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(printable(value))}"`)
    .join(" ");
}

function content(text: string): string {
  return text
    .split("\n")
    .map((line) => escaped(printable(line)))
    .join("\n");
}

/** `printable` escapes control characters; XML 1.0 excludes two more code points. */
function escaped(text: string): string {
  return text.replace(
    /[&<>"'\ufffe\uffff]/g,
    (character) => entities[character] ?? `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
