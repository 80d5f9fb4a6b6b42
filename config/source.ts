import { readFileSync } from "node:fs";

import { type Document, isAlias, isScalar, type Node, parseDocument, type YAMLParseError } from "yaml";

import { ConfigError, type Path, quote } from "./errors";
import { type Finding, type Place, type Position } from "./finding";
import { propertyLines } from "./property-lines";
import { yamlToData } from "./yaml-to-data";
import { YamlTree } from "./yaml-tree";

/** A configuration file as text, with its data and the position of each part. */
export interface Source {
  /** As the user named it. */
  readonly file: string;
  readonly data: unknown;
  /** Problems of YAML that parses: duplicate keys, tags, keys that are not text. */
  readonly findings: readonly Finding[];
  place(path: Path, at?: "key" | "value"): Place;
  /** The line of every property of this file, by its JSON Pointer; only valid if there are no findings. */
  propertyLines(): ReadonlyMap<string, number>;
  /** The lines of the properties that are written in other files, by file. @default the file includes no others */
  readonly includedLines?: () => ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** A scalar as written, such as `0755`, which YAML reads as the number 755. */
  textAt(path: Path): string | undefined;
}

/**
 * Reads a file with one YAML 1.2 document.
 *
 * @param notFound the message for a missing file.
 * @default names the ways to another file
 * @throws ConfigError if it is missing, not a file, not UTF-8 text, empty, or not YAML
 */
export function readSource(file: string, notFound?: string): Source {
  return parseSource(file, readText(file, notFound));
}

/** @throws ConfigError if the text is empty or not YAML */
export function parseSource(file: string, text: string): Source {
  const lines = new Lines(text);
  const document = parse(file, text);
  if (document.errors.length > 0) {
    const tooDeep = document.errors.filter(({ code }) => code === "RESOURCE_EXHAUSTION").slice(0, 1);
    throw new ConfigError(
      file,
      (tooDeep.length > 0 ? tooDeep : document.errors).map((error) => ({
        file,
        ...lines.at(error.pos[0]),
        path: [],
        message: syntaxMessage(error),
      })),
    );
  }
  const tree = new YamlTree(document);
  if (tree.root === undefined || isEmpty(tree.root)) {
    throw new ConfigError(file, [
      { file, line: 1, column: 1, path: [], message: "is empty; see docs/organization.md" },
    ]);
  }
  const { data, findings } = yamlToData(tree);
  return {
    file,
    data,
    findings,
    place: (path, which = "value") => ({ file, ...lines.at(offsetOf(tree, path, which)), path }),
    propertyLines: () => propertyLines(tree, (offset) => lines.at(offset).line),
    textAt: (path) => {
      const node = tree.resolve(tree.at(path));
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/**
 * The position of a scalar is its start; of a mapping or list, its key; of something missing, the nearest parent that
 * exists.
 */
function offsetOf(tree: YamlTree, path: Path, which: "key" | "value"): number {
  let node = tree.root;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, segment] of path.entries()) {
    const found = tree.child(node, segment);
    if (found === undefined) return offset;
    const last = index === path.length - 1;
    const scalar = isScalar(found.value) || isAlias(found.value);
    const wantsValue = found.key === undefined || (last && which === "value" && scalar && !isEmpty(found.value));
    offset = (wantsValue ? found.value?.range?.[0] : found.key?.range?.[0]) ?? offset;
    node = found.value;
  }
  return offset;
}

/** Finds line and column of an offset; line starts are computed on first use. */
class Lines {
  private starts: number[] | undefined;

  constructor(private readonly text: string) {}

  at(offset: number): Position {
    this.starts ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.min(offset, this.text.length) - (this.starts[low] ?? 0) + 1 };
  }
}

function isEmpty(node: Node | undefined): boolean {
  return isScalar(node) && node.value === null;
}

function parse(file: string, text: string): Document {
  try {
    // Duplicate keys are found by yamlToData, which knows their path and continues.
    return parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: "error" });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(file, [{ file, line: 1, column: 1, path: [], message: "is nested too deeply to read" }]);
  }
}

function syntaxMessage({ code, message }: YAMLParseError): string {
  if (code === "RESOURCE_EXHAUSTION") return "is nested too deeply to read";
  if (code === "MULTIPLE_DOCS") return "starts another YAML document; keep only what precedes this line";
  const [first = ""] = message.split("\n");
  return `is not YAML: ${quote(first.charAt(0).toLowerCase() + first.slice(1)).slice(1, -1)}`;
}

const reasons: Record<string, string> = {
  ENOENT: "file not found; name another with --config FILE, or write a new one with mountpath init (npm run init)",
  EISDIR: "is a folder, not a file; name the file in it with --config FILE",
  EACCES: "permission denied; check the file's permissions",
  ENOTDIR: "file not found, since part of the path is not a folder",
};

function readText(file: string, notFound?: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const reason =
      (code === "ENOENT" ? notFound : undefined) ?? reasons[code] ?? `cannot be read: ${(error as Error).message}`;
    throw new ConfigError(file, [{ file, path: [], message: reason }]);
  }
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  // Bytes that are not UTF-8 decode to U+FFFD; text files contain no NUL.
  const broken = text.search(/[\0\uFFFD]/);
  if (broken === -1) return text;
  throw new ConfigError(file, [
    { file, ...new Lines(text).at(broken), path: [], message: "is not UTF-8 text; save it as UTF-8" },
  ]);
}
