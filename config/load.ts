import { checks } from "./checks";
import { draftOf } from "./draft";
import { ConfigError, escapeControls, type Path, type Problem } from "./errors";
import { type Finding } from "./finding";
import { type Organization } from "./organization";
import { parseOrganization } from "./schema-findings";
import { parseSource, readSource, type Source } from "./source";

export interface Loaded {
  readonly organization: Organization;
  /** Warnings, in the order of the file. */
  readonly warnings: readonly Problem[];
  /** The line of every property, counted from 1, by its JSON Pointer; computed on first use. */
  readonly propertyLines: () => ReadonlyMap<string, number>;
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
  return organizationOf(readSource(file));
}

/** Like `readOrganization`, from text; `file` is used in messages. */
export function parseOrganizationText(file: string, text: string): Loaded {
  return organizationOf(parseSource(file, text));
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
    problem: (path, message) => ({ file: source.file, ...source.position(path), path, message }),
  };
}

function toFinding(path: Finding["path"], message: string, at?: Finding["at"]): Finding {
  return { path, message, at };
}

/** In the order of the file. */
export function located(source: Source, findings: readonly Finding[]): Problem[] {
  return findings
    .map(({ path, message, at }) => ({
      file: source.file,
      ...source.position(path, at),
      path,
      // Messages contain names from the file, which may contain any characters until they are validated.
      message: escapeControls(message),
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
