import { realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";

import type * as tinyglobby from "tinyglobby";

/** Whether a path has a wildcard: `*`, `?` or `**`. */
export function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/** The result of a pattern: files below the folder, in the order of their names. */
export interface Matches {
  /** Relative to the folder, with `/`. */
  readonly files: readonly string[];
  /** Files that match through a symbolic link that leads out of the folder. */
  readonly outside: readonly string[];
}

/**
 * The files of a folder that match a pattern. Names that begin with a dot match only a pattern that begins with one.
 *
 * @param pattern relative, such as `teams/*.yaml`
 */
export function matches(folder: string, pattern: string): Matches {
  const files = glob()
    .globSync(pattern, { cwd: folder === "" ? "." : folder, expandDirectories: false })
    .sort();
  const home = realpathSync(folder === "" ? "." : folder);
  const isOutside = (file: string) => {
    const path = realPath(join(folder, file));
    return path !== undefined && relative(home, path).split(sep)[0] === "..";
  };
  return { files: files.filter((file) => !isOutside(file)), outside: files.filter(isOutside) };
}

/** Loaded only for a pattern, which few files have. */
function glob() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always, or asynchronously
  return require("tinyglobby") as typeof tinyglobby;
}

/** Nothing for a link that leads nowhere: reading it says so. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
