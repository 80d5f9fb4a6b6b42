/** Findings of other tools (Checkov, Trivy, tflint) from SARIF 2.1.0 files. */
import { InputError } from "../../proof/graph/input-error";
import { readJson } from "../../proof/graph/json/json-file";
import { isRecord, type JsonObject, property } from "../../proof/graph/json/json-syntax";

export interface SarifFinding {
  /** `Checkov`, as the file names the tool. */
  readonly tool: string;
  readonly rule: string;
  readonly level: "error" | "warning" | "note";
  /** One line. */
  readonly message: string;
  /** The file that the tool names; empty if it names none. */
  readonly file: string;
  /** Counted from 1; 0 if it is not known. */
  readonly line: number;
  /** Names that the tool gives to the object, such as Terraform addresses. */
  readonly names: readonly string[];
}

const todo = "make it with checkov -o sarif, trivy config --format sarif or tflint --format sarif";

/** @throws InputError for a file that is not SARIF */
export function readSarif(path: string): readonly SarifFinding[] {
  const json = readJson(path);
  const runs = property(json, "runs");
  if (!Array.isArray(runs)) throw new InputError([{ path, what: "is JSON, but not SARIF", todo }]);
  return (runs as unknown[]).flatMap(findingsOf);
}

function findingsOf(run: unknown): readonly SarifFinding[] {
  const driver = property(property(run, "tool"), "driver");
  const tool = textOf(property(driver, "name")) ?? "another tool";
  const rules = listOf(property(driver, "rules")).filter(isRecord);
  const byId = new Map(rules.map((rule) => [rule["id"], rule]));
  return listOf(property(run, "results")).flatMap((result): SarifFinding[] => {
    if (!isRecord(result) || isPassed(result)) return [];
    const index = result["ruleIndex"];
    const id = textOf(result["ruleId"]) ?? textOf(property(result["rule"], "id"));
    const rule = id === undefined && typeof index === "number" ? rules[index] : byId.get(id);
    const level = levelOf(result["level"] ?? property(property(rule, "defaultConfiguration"), "level"));
    if (level === undefined) return [];
    const [location] = listOf(result["locations"]);
    const physical = property(location, "physicalLocation");
    const line = property(property(physical, "region"), "startLine");
    return [
      {
        tool,
        rule: id ?? textOf(rule?.["id"]) ?? "unnamed",
        level,
        message: messageOf(result, rule),
        file: textOf(property(property(physical, "artifactLocation"), "uri")) ?? "",
        line: typeof line === "number" && Number.isInteger(line) && line > 0 ? line : 0,
        names: namesOf(location),
      },
    ];
  });
}

/** Suppressed results, and results that are no problem. */
function isPassed(result: JsonObject): boolean {
  const { kind, suppressions, baselineState } = result;
  const isSuppressed = listOf(suppressions).some((one) => property(one, "status") !== "rejected");
  return isSuppressed || baselineState === "absent" || (kind !== undefined && kind !== "fail" && kind !== "open");
}

function levelOf(level: unknown): SarifFinding["level"] | undefined {
  if (level === "error" || level === "note") return level;
  return level === "none" ? undefined : "warning";
}

/** Trivy writes `Artifact: …`, `Severity: …`, `Message: …` on lines of their own; its rule has the title. */
function messageOf(result: JsonObject, rule: JsonObject | undefined): string {
  const text = textOf(property(result["message"], "text")) ?? "";
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const labelled = lines.find((line) => line.startsWith("Message: "))?.slice("Message: ".length);
  const title = textOf(property(rule?.["shortDescription"], "text"));
  const [first = title ?? ""] = lines;
  return (labelled ?? (lines.length > 1 ? (title ?? first) : first)).trim();
}

function namesOf(location: unknown): readonly string[] {
  return listOf(property(location, "logicalLocations")).flatMap((one) =>
    ["fullyQualifiedName", "name"].flatMap((key) => textOf(property(one, key)) ?? []),
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function listOf(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : [];
}
