/** The report as SARIF 2.1.0, with what GitHub code scanning asks for beyond the standard. */
import { createHash } from "node:crypto";

import type { Location as SarifLocation, Log, ReportingDescriptor, Result } from "sarif";

import { ruleTitles } from "../rules";
import { jsonText, printable } from "../text";
import { type Finding, type HopResult, type PathResult, type Report } from "../verdict";
import { type Location, type Locator } from "./location";
import { ruleHelp } from "./rule-help";

/** GitHub takes no more results of one run, and says so only in its log. */
const mostResults = 5000;
const schema = "https://json.schemastore.org/sarif-2.1.0.json";
/** A message longer than this is cut by GitHub. */
const longestMessage = 4000;

export interface SarifTool {
  /** Of the package. */
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
        tool: { driver: { name: "mountpath", semanticVersion: version, rules: rules.map(descriptor) } },
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

interface Told {
  readonly rule: string;
  readonly level: "error" | "warning";
  readonly resource: string;
  readonly stack?: string;
  readonly text: string;
  /** What makes it the same result in the next run. */
  readonly identity: readonly string[];
}

function* resultsOf({ paths, findings }: Report): Iterable<Told> {
  for (const path of paths) for (const hop of path.hops) if (hop.verdict !== "passes") yield ofHop(path, hop);
  for (const finding of findings) yield ofFinding(finding);
}

function ofHop(path: PathResult, hop: HopResult): Told {
  const { workload, stack, container, mountPath, fileSystem, subnet } = path;
  const way = `${container}:${mountPath} of ${workload} in ${subnet}`;
  return {
    rule: hop.rule,
    level: hop.verdict === "fails" ? "error" : "warning",
    resource: hop.resource,
    stack,
    text: [
      hop.verdict === "fails"
        ? `${way} will not mount ${fileSystem}.`
        : `Whether ${way} mounts ${fileSystem} is unknown.`,
      `${hop.hop}: ${hop.detail}.`,
      ...(hop.fix === undefined ? [] : [`Fix: ${hop.fix}.`]),
      ...(hop.settle === undefined ? [] : [`To settle it: ${hop.settle}.`]),
    ].join("\n"),
    identity: [hop.rule, hop.hop, stack, workload, container, mountPath, subnet],
  };
}

function ofFinding({ rule, severity, resource, detail, fix }: Finding): Told {
  const level = severity === "error" ? "error" : "warning";
  const label = severity === "unknown" ? "To settle it" : "Fix";
  return { rule, level, resource, text: `${detail}.\n${label}: ${fix}.`, identity: [rule, resource, detail] };
}

function badness({ level }: Told): number {
  return level === "error" ? 0 : 1;
}

function result(told: Told, rules: readonly string[], locator: Locator): Result {
  const { rule, level, resource, stack, text, identity } = told;
  const message = text.split("\n").map(printable).join("\n").slice(0, longestMessage);
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level,
    message: { text: message },
    locations: [place(locator.locate(resource, stack), resource)],
    partialFingerprints: { "mountpath/v1": createHash("sha256").update(identity.join("\0")).digest("hex") },
  };
}

function place({ uri, line }: Location, resource: string): SarifLocation {
  return {
    physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, region: { startLine: line } },
    logicalLocations: [{ fullyQualifiedName: printable(resource), kind: "resource" }],
  };
}

function descriptor(rule: string): ReportingDescriptor {
  const title = Object.hasOwn(ruleTitles, rule) ? ruleTitles[rule as keyof typeof ruleTitles] : rule;
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
