/** The report as SARIF 2.1.0, including what GitHub code scanning additionally requires. */
import { createHash } from "node:crypto";

import type { Location as SarifLocation, Log, ReportingDescriptor, Result } from "sarif";

import { type RuleId, ruleTitles } from "../rules";
import { jsonText, printable } from "../text";
import { type Finding, type PathResult, type Report } from "../verdict";
import { type Cause, causesOf, type Statement } from "./causes";
import { type Location, type Locator } from "./location";
import { MetPaths } from "./met-paths";
import { ruleHelp } from "./rule-help";

/** GitHub drops further results of one run, and mentions it only in its log. */
const mostResults = 5000;
const schema = "https://json.schemastore.org/sarif-2.1.0.json";
/** GitHub truncates longer messages. */
const longestMessage = 4000;

export interface SarifTool {
  /** The version of the package. */
  readonly version: string;
}

export function sarifReport(report: Report, locator: Locator, { version }: SarifTool): string {
  const results = [...resultsOf(report)];
  const kept = [...results].sort((a, b) => badness(a) - badness(b)).slice(0, mostResults);
  const rules = [...new Set(kept.map(({ rule }) => rule))].sort();
  const missing = results.length - kept.length;
  const log: Log = {
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "mountpath", version, semanticVersion: version, rules: rules.map(descriptor) } },
        automationDetails: { id: "mountpath/prove" },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            ...(missing > 0
              ? {
                  toolExecutionNotifications: [
                    { level: "warning", message: { text: `${missing} of ${results.length} results are left out` } },
                  ],
                }
              : {}),
          },
        ],
        results: kept.map((one) => result(one, rules, locator)),
        ...(report.assumed ? { properties: { assumed: report.assumed } } : {}),
      },
    ],
  };
  return `${jsonText(log)}\n`;
}

interface SarifEntry {
  readonly rule: RuleId;
  readonly level: "error" | "warning";
  readonly resource: string;
  readonly stack?: string;
  readonly text: string;
  /** The fingerprint that identifies the same result in the next run. */
  readonly identity: readonly string[];
  readonly related: readonly Related[];
}

/** Another location of a result. */
interface Related {
  readonly resource: string;
  readonly stack: string;
  readonly text: string;
}

function* resultsOf({ paths, findings }: Report): Iterable<SarifEntry> {
  const met = new MetPaths(paths);
  for (const cause of causesOf(paths).all) yield ofCause(cause, met.names(cause));
  for (const finding of findings) yield ofFinding(finding);
}

/** The number of paths that are listed in the message; the rest are counted. */
const mostNames = 10;

function ofCause(cause: Cause, names: readonly string[]): SarifEntry {
  const { rule, verdict, resource, statements, paths } = cause;
  const settles = [...new Set(statements.flatMap(({ settle }) => (settle === undefined ? [] : [settle])))];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  const hit = `${paths.length === 1 ? "1 path" : `${paths.length} paths`}: ${names.slice(0, mostNames).join(", ")}${more}`;
  const [first] = paths;
  return {
    rule,
    level: verdict === "fails" ? "error" : "warning",
    resource,
    stack: first!.stack,
    text: [
      ...statements.flatMap((one) => statementLines(one, cause)),
      ...(settles.length > 0 ? [`To settle it: ${settles.join("; ")}.`] : []),
      verdict === "fails" ? `Will not mount, ${hit}.` : `Unknown whether it mounts, ${hit}.`,
    ].join("\n"),
    identity: [rule, verdict, first!.stack, resource],
    related: relatedOf(cause),
  };
}

function statementLines({ hops, resource, detail, fix, alsoOf }: Statement, cause: Cause): string[] {
  const at = resource === cause.resource ? "" : ` at ${resource}`;
  const others = alsoOf.length > 0 ? ` The same of ${alsoOf.join(", ")}.` : "";
  return [`${hops.join(", ")}${at}: ${detail}.${others}`, ...(fix === undefined ? [] : [`Fix: ${fix}.`])];
}

/** The other resources, and each workload with its mount. */
function relatedOf({ resource, statements, paths }: Cause): Related[] {
  const [{ stack }] = paths as [PathResult];
  const resources = new Set(statements.flatMap((one) => [one.resource, ...one.alsoOf]));
  resources.delete(resource);
  const workloads = new Map(paths.map((path) => [`${path.stack}\0${path.workload}`, path]));
  return [
    ...[...resources].map((other) => ({ resource: other, stack, text: `the same cause at ${other}` })),
    ...[...workloads.values()].map((path) => {
      const { workload, container, mountPath, fileSystem } = path;
      return { resource: workload, stack: path.stack, text: `${workload}, ${container}:${mountPath} on ${fileSystem}` };
    }),
  ];
}

function ofFinding({ rule, severity, resource, detail, fix }: Finding): SarifEntry {
  const level = severity === "error" ? "error" : "warning";
  const label = severity === "unknown" ? "To settle it" : "Fix";
  return {
    rule,
    level,
    resource,
    text: `${detail}.\n${label}: ${fix}.`,
    identity: [rule, resource, detail],
    related: [],
  };
}

function badness({ level }: SarifEntry): number {
  return level === "error" ? 0 : 1;
}

function result(told: SarifEntry, rules: readonly RuleId[], locator: Locator): Result {
  const { rule, level, resource, stack, text, identity, related } = told;
  const message = text.split("\n").map(printable).join("\n").slice(0, longestMessage);
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level,
    message: { text: message },
    locations: [place(locator.locate(resource, stack), resource)],
    ...(related.length > 0 ? { relatedLocations: relatedLocations(related, locator) } : {}),
    partialFingerprints: { "mountpath/v1": createHash("sha256").update(identity.join("\0")).digest("hex") },
  };
}

/** The maximum number of related locations. */
const mostRelated = 100;

function relatedLocations(related: readonly Related[], locator: Locator): SarifLocation[] {
  return related.slice(0, mostRelated).map(({ resource, stack, text }, at) => ({
    id: at + 1,
    ...place(locator.locate(resource, stack), resource),
    message: { text: printable(text) },
  }));
}

function place({ uri, line }: Location, resource: string): SarifLocation {
  return {
    physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, region: { startLine: line } },
    logicalLocations: [{ fullyQualifiedName: printable(resource), kind: "resource" }],
  };
}

function descriptor(rule: RuleId): ReportingDescriptor {
  const title = ruleTitles[rule];
  const help = ruleHelp(rule);
  return {
    id: rule,
    name: rule,
    shortDescription: { text: title },
    fullDescription: { text: title },
    ...(help === undefined ? {} : { help: { text: help, markdown: help } }),
    defaultConfiguration: { level: "error" },
    properties: { tags: ["reliability", "terraform"], precision: "high", "problem.severity": "error" },
  };
}
