/** Terraform's `fileset`: the files below a folder whose paths match a pattern (`*`, `?`, `**`, `{a,b}`). */
import { type Files } from "./files";

/** More files than any folder of a configuration has. */
const most = 2_000;

/**
 * Sorted as Terraform orders sets of strings; undefined if the pattern or the folder exceeds what is supported here.
 */
export function fileset(files: Files, folder: string, pattern: string): readonly string[] | undefined {
  const expression = expressionOf(pattern);
  if (!expression || files.names(folder) === undefined) return undefined;
  const found: string[] = [];
  const folders = [""];
  for (let seen = 0; folders.length > 0;) {
    const at = folders.pop()!;
    for (const name of files.names(files.resolve(folder, at === "" ? "." : at)) ?? []) {
      if (++seen > most) return undefined;
      const path = at === "" ? name : `${at}/${name}`;
      if (files.names(files.resolve(folder, path)) !== undefined) folders.push(path);
      else if (expression.test(path)) found.push(path);
    }
  }
  return found.sort();
}

function expressionOf(pattern: string): RegExp | undefined {
  if (/[[\]\\]|^\/|(?:^|\/)\.\.?(?:\/|$)/.test(pattern)) return undefined;
  const source = pattern.replace(/\*\*\/?|[*?{},]|[^*?{},]+/g, (piece) => {
    if (piece === "**/") return "(?:.*/)?";
    if (piece === "**") return ".*";
    const meaning: Readonly<Record<string, string>> = { "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|" };
    return meaning[piece] ?? piece.replace(/[.+^$()|]/g, "\\$&");
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return undefined;
  }
}
