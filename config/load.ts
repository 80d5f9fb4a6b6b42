import { readFileSync } from "node:fs";

import { assembled } from "./assemble";
import { checks, ofWholeFile } from "./checks";
import { type Draft, draftOf } from "./draft";
import { ConfigError, escapeControls, type Path, type Problem } from "./errors";
import { type Finding } from "./finding";
import { includedFiles } from "./included-sources";
import { type Organization } from "./organization";
import { type RegionalDraft, regionalDrafts } from "./regions";
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
  runChecks(draft, errors, warnings);
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

/** Whether each check gets the whole file, not one Region at a time. */
const seesWholeFile = checks.map((check) => ofWholeFile.has(check));

/** Runs the checks on the whole file, or once for each of its Regions; what several Regions have in common is reported once. */
function runChecks(draft: Draft, errors: Finding[], warnings: Finding[]): void {
  const regional = regionalDrafts(draft);
  const seen = new Set<string>();
  for (const [index, check] of checks.entries()) {
    for (const part of seesWholeFile[index] ? [wholeDraft(draft)] : regional) {
      const add = (findings: Finding[]) => (path: Path, message: string, at?: Finding["at"]) => {
        const finding = { path: part.pathOf(path), message: part.messageOf(message), at };
        const key = regional.length === 1 ? undefined : JSON.stringify(finding);
        if (key !== undefined && seen.has(key)) return;
        if (key !== undefined) seen.add(key);
        findings.push(finding);
      };
      check(part.draft, { error: add(errors), warning: add(warnings) });
    }
  }
}

function wholeDraft(draft: Draft): RegionalDraft {
  return { draft, pathOf: (path) => path, messageOf: (message) => message };
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
