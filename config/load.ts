import { readFileSync } from "node:fs";

import { assembled } from "./assemble";
import { checks } from "./checks";
import { draftOf } from "./draft";
import { ConfigError, escapeControls, type Path, type Problem } from "./errors";
import { type Finding } from "./finding";
import { includedFiles } from "./included-sources";
import { type Organization } from "./organization";
import { parseOrganization } from "./schema-findings";
import { parseSource, readSource, type Source } from "./source";

export interface Loaded {
  readonly organization: Organization;
  /** Warnings, in the order of the file. */
  readonly warnings: readonly Problem[];
  /** The line of every property, counted from 1, by its JSON Pointer; computed on first use. */
  readonly propertyLines: () => ReadonlyMap<string, number>;
  /** The lines of the properties that are written in included files, by file. */
  readonly includedLines: () => ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Adds an error that is found in a later step, at its place in the file. */
  readonly problem: (path: Path, message: string) => Problem;
}

/**
 * Loads an organization file, with defaults and short forms filled in.
 *
 * @throws ConfigError with all problems of the file, each with line, column and path
 */
export function loadOrganization(file: string): Organization {
  return readOrganization(file).organization;
}

/** Like `loadOrganization`, with the warnings. */
export function readOrganization(file: string): Loaded {
  return organizationOf(assembled(readSource(file)));
}

/**
 * The paths and texts of the files that an organization file includes, for a key that changes when one of them does.
 *
 * @throws ConfigError if the file is not YAML
 */
export function includedTexts(file: string, text: Buffer): (string | Buffer)[] {
  // Most files include no others, and parsing a large one takes time.
  if (!text.includes("include")) return [];
  const source = readSource(file);
  const include: unknown = (source.data as { readonly include?: unknown } | null)?.include;
  return includedFiles(source, include).files.flatMap((path) => [path, readFileSync(path)]);
}

/** Like `readOrganization`, from text; `file` is used in messages. */
export function parseOrganizationText(file: string, text: string): Loaded {
  return organizationOf(assembled(parseSource(file, text)));
}

function organizationOf(source: Source): Loaded {
  const parsed = parseOrganization(source);
  const refused = [...source.findings, ...parsed.findings];
  const errors = [...refused];
  const warnings: Finding[] = [];
  const draft = draftOf(source.data, refused);
  const report = {
    error: (...finding: [Finding["path"], string, Finding["at"]?]) => errors.push(toFinding(...finding)),
    warning: (...finding: [Finding["path"], string, Finding["at"]?]) => warnings.push(toFinding(...finding)),
  };
  for (const check of checks) check(draft, report);
  if (!("organization" in parsed) || errors.length > 0) throw new ConfigError(source.file, located(source, errors));
  const { organization } = parsed;
  return {
    organization,
    warnings: located(source, warnings),
    propertyLines: () => source.propertyLines(),
    includedLines: () => source.includedLines?.() ?? new Map<string, ReadonlyMap<string, number>>(),
    problem: (path, message) => ({ ...source.place(path), message }),
  };
}

function toFinding(path: Finding["path"], message: string, at?: Finding["at"]): Finding {
  return { path, message, at };
}

/** In the order of the file, then of the files that it includes; the same at the same place once, as for a default. */
export function located(source: Source, findings: readonly Finding[]): Problem[] {
  const problems = findings.map(({ path, message, at, place }) => ({
    ...(place ?? source.place(path, at)),
    // Messages contain names from the file, which may contain any characters until they are validated.
    message: escapeControls(message),
  }));
  const files = [...new Set([source.file, ...problems.map(({ file }) => file).sort()])];
  const order = new Map(files.map((file, index) => [file, index]));
  const inOrder = problems.sort(
    (a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
  );
  if (source.includedLines === undefined) return inOrder;
  const keyOf = ({ file, line, column, message }: Problem) => JSON.stringify([file, line, column, message]);
  return [...new Map(inOrder.map((problem) => [keyOf(problem), problem])).values()];
}
