import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

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
  const found = below(
    folder,
    [],
    pattern.split("/").filter((segment) => segment !== "" && segment !== "."),
  );
  const files = [...new Set(found.map((path) => path.join("/")))].sort();
  const home = realpathSync(folder === "" ? "." : folder);
  const isOutside = (file: string) => {
    const path = realPath(join(folder, file));
    return path !== undefined && relative(home, path).split(sep)[0] === "..";
  };
  return { files: files.filter((file) => !isOutside(file)), outside: files.filter(isOutside) };
}

function below(folder: string, path: readonly string[], [segment, ...rest]: readonly string[]): string[][] {
  if (segment === undefined) return [];
  const names = namesIn(join(folder, ...path));
  if (segment === "**") {
    const deeper = names.filter(({ isFolder, name, isLink }) => isFolder && !isLink && !name.startsWith("."));
    return [
      ...below(folder, path, rest),
      ...deeper.flatMap(({ name }) => below(folder, [...path, name], [segment, ...rest])),
    ];
  }
  const matching = names.filter(({ name }) => isMatch(name, segment));
  if (rest.length === 0) return matching.flatMap(({ name, isFolder }) => (isFolder ? [] : [[...path, name]]));
  return matching.flatMap(({ name, isFolder }) => (isFolder ? below(folder, [...path, name], rest) : []));
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isLink: boolean;
}

function namesIn(folder: string): Entry[] {
  try {
    return readdirSync(folder === "" ? "." : folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isFile() || entry.isSymbolicLink())
      .map((entry) => ({
        name: entry.name,
        isFolder: entry.isDirectory() || (entry.isSymbolicLink() && isFolderAt(join(folder, entry.name))),
        isLink: entry.isSymbolicLink(),
      }));
  } catch {
    return [];
  }
}

function isFolderAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Nothing for a link that leads nowhere: reading it says so. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** `*` and `?` match within a name; without backtracking over more than the last `*`. */
function isMatch(name: string, pattern: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    if (from < pattern.length && pattern[from] === "*") {
      [star, mark] = [from, at];
      from += 1;
    } else if (from < pattern.length && (pattern[from] === "?" || pattern[from] === name[at])) {
      at += 1;
      from += 1;
    } else if (star !== -1) {
      mark += 1;
      [from, at] = [star + 1, mark];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(from));
}
