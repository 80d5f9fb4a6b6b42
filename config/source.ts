import { readFileSync } from "node:fs";

import { type Document, isAlias, isScalar, LineCounter, type Node, parseDocument } from "yaml";

import { ConfigError, type Path, quote } from "./errors";
import { child, nodeAt } from "./yaml-path";
import { yamlToData } from "./yaml-to-data";

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong at a path, before its position is looked up. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Whether the key itself is at fault, rather than the value that it has. */
  readonly at?: "key" | "value";
}

/** A configuration file as text: what its YAML says, and where each part of that stands. */
export interface Source {
  readonly file: string;
  readonly data: unknown;
  /** What is wrong with the YAML though it can be read: keys given twice, tags, keys that are no text. */
  readonly findings: readonly Finding[];
  position(path: Path, at?: "key" | "value"): Position;
  /** A scalar as written, such as `0755`, where YAML makes the number 755 of it. */
  textAt(path: Path): string | undefined;
}

/**
 * Reads a file of one YAML 1.2 document.
 *
 * @throws ConfigError if it is missing, is no file, is no UTF-8 text, is empty, or is not YAML
 */
export function readSource(file: string): Source {
  return parseSource(file, readText(file));
}

/** @throws ConfigError if the text is empty or not YAML */
export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parse(file, text, lines);
  if (document.errors.length > 0) {
    throw new ConfigError(
      file,
      document.errors.map(({ pos, message }) => ({ file, ...at(pos[0]), path: [], message: syntaxMessage(message) })),
    );
  }
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) {
    throw new ConfigError(file, [
      { file, line: 1, column: 1, path: [], message: "is empty; see docs/organization.md" },
    ]);
  }
  const { data, findings } = yamlToData(document);
  return {
    file,
    data,
    findings,
    position: (path, which = "value") => at(offsetOf(document, root, path, which)),
    textAt: (path) => {
      const node = nodeAt(document, root, path);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/** Values stand where they begin, mappings and lists at their key; what is missing, at the nearest thing above it. */
function offsetOf(document: Document, root: Node, path: Path, which: "key" | "value"): number {
  let node: Node | undefined = root;
  let offset = root.range?.[0] ?? 0;
  for (const [index, segment] of path.entries()) {
    const found = child(document, node, segment);
    if (found === undefined) return offset;
    const last = index === path.length - 1;
    const scalar = isScalar(found.value) || isAlias(found.value);
    const wantsValue = found.key === undefined || (last && which === "value" && scalar && !isEmpty(found.value));
    offset = (wantsValue ? found.value?.range?.[0] : found.key?.range?.[0]) ?? offset;
    node = found.value;
  }
  return offset;
}

function isEmpty(node: Node | undefined): boolean {
  return isScalar(node) && node.value === null;
}

function parse(file: string, text: string, lineCounter: LineCounter): Document {
  try {
    // Keys given twice are found by yamlToData, which knows their path and goes on.
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(file, [{ file, line: 1, column: 1, path: [], message: "is nested too deeply to be read" }]);
  }
}

function syntaxMessage(message: string): string {
  const [first = ""] = message.split("\n");
  return `is not YAML: ${quote(first.charAt(0).toLowerCase() + first.slice(1)).slice(1, -1)}`;
}

const reasons: Record<string, string> = {
  ENOENT: "there is no such file; name another with --config FILE",
  EISDIR: "is a folder, not a file; name the file in it with --config FILE",
  EACCES: "may not be read; check its permissions",
  ENOTDIR: "there is no such file, since a part of the path before it is no folder",
};

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const reason = reasons[code] ?? `cannot be read: ${(error as Error).message}`;
    throw new ConfigError(file, [{ file, path: [], message: reason }]);
  }
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  // What is no UTF-8 decodes to U+FFFD; a NUL is in no text.
  const broken = text.search(/[\0\uFFFD]/);
  if (broken === -1) return text;
  const before = text.slice(0, broken).split("\n");
  const column = (before[before.length - 1]?.length ?? 0) + 1;
  throw new ConfigError(file, [
    { file, line: before.length, column, path: [], message: "is not text in UTF-8; save it as such" },
  ]);
}
