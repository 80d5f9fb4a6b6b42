import { readFlow, readKey, readPlainScalar, Unusual } from "./plain-yaml-values";

/** What a file says, and the line of every property by its JSON Pointer. */
export interface PlainYaml {
  readonly data: unknown;
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Reads the YAML that organization files are usually written in, in a tenth of the time and memory of a full parser:
 * mappings and lists in block style, one-line flow collections, scalars on one line, literal blocks (`|`) and comments.
 *
 * @returns `undefined` for everything else, valid or not: the full parser reads it, or says what is wrong
 */
export function readPlainYaml(text: string): PlainYaml | undefined {
  if (unusualText.test(text)) return undefined;
  try {
    return new Reader(text.split("\n")).document();
  } catch (error) {
    if (error instanceof Unusual || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Tabs, carriage returns and control characters; markers of documents and directives. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const unusualText = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|^(?:---|\.\.\.|%)/m;

/** The full parser refuses files with too many values. */
const mostLines = 100_000;

class Reader {
  private readonly lines = new Map<string, number>();
  private at = 0;
  /** Blanks before the current line's content; -1 after the last line. */
  private indent = 0;

  constructor(private readonly text: readonly string[]) {}

  document(): PlainYaml {
    if (this.text.length > mostLines) throw new Unusual();
    this.skip();
    if (this.indent !== 0 || this.startsItem()) throw new Unusual();
    const data = this.mapping(0, "");
    if (this.at < this.text.length) throw new Unusual();
    return { data, lines: this.lines };
  }

  /** Goes to the next line with content, from the current line on. */
  private skip(): void {
    for (; this.at < this.text.length; this.at += 1) {
      const line = this.text[this.at] ?? "";
      const indent = line.search(/[^ ]/);
      if (indent === -1 || line[indent] === "#") continue;
      this.indent = indent;
      return;
    }
    this.indent = -1;
  }

  private startsItem(): boolean {
    const line = this.text[this.at] ?? "";
    return line[this.indent] === "-" && (line[this.indent + 1] === " " || line.length === this.indent + 1);
  }

  private mapping(indent: number, pointer: string | undefined): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    while (this.indent === indent && !this.startsItem()) this.entry(data, indent, pointer);
    if (this.indent > indent) throw new Unusual();
    return data;
  }

  private entry(data: Record<string, unknown>, indent: number, pointer: string | undefined): void {
    const line = this.text[this.at] ?? "";
    const { key, end } = readKey(line, indent);
    if (Object.hasOwn(data, key)) throw new Unusual();
    const below = pointer === undefined ? undefined : `${pointer}/${escaped(key)}`;
    if (below !== undefined) this.lines.set(below, this.at + 1);
    const rest = withoutComment(line.slice(end));
    if (rest !== "") {
      data[key] = this.value(rest, indent, below);
      return;
    }
    this.next();
    if (this.indent > indent) data[key] = this.block(below);
    else if (this.indent === indent && this.startsItem()) data[key] = this.list(indent);
    else data[key] = null;
  }

  /** A collection that stands below its key or dash. */
  private block(pointer: string | undefined): unknown {
    return this.startsItem() ? this.list(this.indent) : this.mapping(this.indent, pointer);
  }

  private list(indent: number): unknown[] {
    const data: unknown[] = [];
    while (this.indent === indent && this.startsItem()) data.push(this.item(indent));
    if (this.indent > indent) throw new Unusual();
    return data;
  }

  private item(indent: number): unknown {
    const line = this.text[this.at] ?? "";
    const start = indent + 1 + line.slice(indent + 1).search(/[^ ]|$/);
    const rest = withoutComment(line.slice(start));
    if (rest === "") throw new Unusual();
    if (!startsEntry.test(rest)) return this.value(rest, indent, undefined);
    this.indent = start;
    return this.mapping(start, undefined);
  }

  /** A value on the line of its key or dash; goes to the next line. */
  private value(text: string, indent: number, pointer: string | undefined): unknown {
    if (text === "|") return this.literal(indent);
    const line = this.at + 1;
    const first = text[0];
    const isFlow = first === "[" || first === "{" || first === '"' || first === "'";
    const onKey = (keys: readonly string[]) => {
      if (pointer !== undefined) this.lines.set([pointer, ...keys.map(escaped)].join("/"), line);
    };
    const data = isFlow ? readFlow(text, onKey) : readPlainScalar(text);
    this.next();
    // A plain scalar may go on in the next line.
    if (this.indent > indent) throw new Unusual();
    return data;
  }

  /** A literal block: its lines without the indent of the first one, and one line break at the end. */
  private literal(indent: number): string {
    const lines: string[] = [];
    this.at += 1;
    const own = (this.text[this.at] ?? "").search(/[^ ]/);
    if (own <= indent) throw new Unusual();
    for (; this.at < this.text.length; this.at += 1) {
      const line = this.text[this.at] ?? "";
      const start = line.search(/[^ ]/);
      if (start === -1) {
        if (line.length > own) throw new Unusual();
        lines.push("");
        continue;
      }
      if (start < own) {
        if (start > indent) throw new Unusual();
        break;
      }
      lines.push(line.slice(own));
    }
    while (lines.at(-1) === "") lines.pop();
    this.skip();
    return `${lines.join("\n")}\n`;
  }

  private next(): void {
    this.at += 1;
    this.skip();
  }
}

function escaped(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** A mapping that begins on the line of its list item's dash. */
const startsEntry = /^[\w/.][\w/.@*-]*:(?: |$)/;

/** The rest of a line after its key or dash. Behind quotes and brackets the value's own reader skips the comment. */
function withoutComment(rest: string): string {
  const trimmed = rest.trim();
  if (trimmed.startsWith("#")) return "";
  if (/^["'[{]/.test(trimmed)) return trimmed;
  const comment = trimmed.indexOf(" #");
  return comment === -1 ? trimmed : trimmed.slice(0, comment).trimEnd();
}
