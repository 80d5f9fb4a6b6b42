import { basename, dirname, isAbsolute, join, resolve } from "node:path";

import { ConfigError, type Problem, quote } from "./errors";
import { type Finding } from "./finding";
import { isPattern, matches } from "./glob";
import { readSource, type Source } from "./source";

/**
 * The files that an organization file includes, in the order of its list and then of their names.
 *
 * @param include the value of `include`; what is not a list of texts is reported by the schema
 * @throws ConfigError if one of them can't be read or is not YAML
 */
export function includedSources(
  main: Source,
  include: unknown,
): { sources: readonly Source[]; findings: readonly Finding[] } {
  const { files, findings } = includedFiles(main, include);
  const problems: Problem[] = [];
  const sources = files.flatMap((file) => {
    try {
      return [readSource(file, "file not found; correct the path under include")];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(main.file, problems);
  return { sources, findings };
}

/** The paths of the included files. */
export function includedFiles(
  main: Source,
  include: unknown,
): { files: readonly string[]; findings: readonly Finding[] } {
  const folder = dirname(main.file);
  const files = new Map<string, string>();
  const findings: Finding[] = [];
  const add = (file: string) => files.set(resolve(file), files.get(resolve(file)) ?? file);
  for (const [index, written] of (Array.isArray(include) ? (include as unknown[]) : []).entries()) {
    if (typeof written !== "string" || written === "") continue;
    const report = (message: string) => findings.push({ path: ["include", index], message });
    if (!isPattern(written)) {
      if (resolve(folder, written) === resolve(main.file))
        report(`is this file itself, got ${quote(written)}; remove it`);
      else add(isAbsolute(written) ? written : join(folder, written));
      continue;
    }
    if (isAbsolute(written) || written.split("/").includes("..")) {
      report(
        `should find files in this file's folder only, got ${quote(written)}; name files elsewhere without a pattern`,
      );
      continue;
    }
    const found = matches(folder, written);
    for (const file of found.outside)
      report(`finds ${quote(file)}, a link that leads out of this file's folder; name that file without a pattern`);
    const others = found.files.filter((file) => file !== basename(main.file));
    if (others.length === 0 && found.outside.length === 0)
      report(`should match a file, got ${quote(written)}; correct the pattern, or remove it`);
    others.forEach((file) => add(join(folder, file)));
  }
  return { files: [...files.values()], findings };
}
