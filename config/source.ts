import { readFileSync } from "node:fs";

import { type Document, isAlias, isScalar, type Node, parseDocument, type YAMLParseError } from "yaml";

import { ConfigError, type Path, quote } from "./errors";
import { propertyLines } from "./property-lines";
import { yamlToData } from "./yaml-to-data";
import { YamlTree } from "./yaml-tree";

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
  /** The key that was meant where the one written is unknown. */
  readonly meant?: string;
  /** Set where the property decides which form the mapping around it has: the schema has not looked at the rest of that. */
  readonly undecided?: boolean;
}

/** A configuration file as text: what its YAML says, and where each part of that stands. */
export interface Source {
  readonly file: string;
  readonly data: unknown;
  /** What is wrong with the YAML though it can be read: keys given twice, tags, keys that are no text. */
  readonly findings: readonly Finding[];
  position(path: Path, at?: "key" | "value"): Position;
  /** The line of every property, by its JSON Pointer; only of data without findings. */
  propertyLines(): ReadonlyMap<string, number>;
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
    position: (path, which = "value") => lines.at(offsetOf(tree, path, which)),
    propertyLines: () => propertyLines(tree, (offset) => lines.at(offset).line),
    textAt: (path) => {
      const node = tree.resolve(tree.at(path));
      return isScalar(node) ? node.source : undefined;
    },
  };
}

/** Values stand where they begin, mappings and lists at their key; what is missing, at the nearest thing above it. */
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

/** Finds line and column of an offset; the lines are counted once, at the first question. */
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
    // Keys given twice are found by yamlToData, which knows their path and goes on.
    return parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: "error" });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(file, [{ file, line: 1, column: 1, path: [], message: "is nested too deeply to be read" }]);
  }
}

function syntaxMessage({ code, message }: YAMLParseError): string {
  if (code === "RESOURCE_EXHAUSTION") return "is nested too deeply to be read";
  if (code === "MULTIPLE_DOCS") return "is more than one YAML document; keep what stands before this line";
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
  throw new ConfigError(file, [
    { file, ...new Lines(text).at(broken), path: [], message: "is not text in UTF-8; save it as such" },
  ]);
}
