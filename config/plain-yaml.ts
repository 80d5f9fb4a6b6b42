/** Reads the YAML that nearly every line of an organization file is written in, in a tenth of the time of a full parser. */

/** Called with the JSON Pointer and the line of each property, counted from 1, as `propertyLines` lists them. */
export type OnProperty = (pointer: string, line: number) => void;

/**
 * Reads block mappings and lists of plain or quoted scalars, with comments on lines of their own. Everything else is
 * left to a full parser, also what is wrong: anchors, tags, flow style, scalars of several lines, escapes, duplicate keys, and
 * numbers other than integers without leading zeros.
 *
 * @returns `undefined` if the text has anything else
 */
export function plainYaml(text: string, onProperty?: OnProperty): Record<string, unknown> | undefined {
  if (/[\t\r\0]/.test(text)) return undefined;
  try {
    return new PlainYaml(text.split("\n"), onProperty).document();
  } catch (error) {
    if (error instanceof OtherYaml) return undefined;
    throw error;
  }
}

/** Thrown at the first line that is left to a full parser. */
class OtherYaml extends Error {}

/** A full parser reports deeper nesting, and more values, at their place. */
const deepest = 40;
const mostValues = 100_000;

class PlainYaml {
  private at = 0;
  private values = 0;

  constructor(
    private readonly lines: string[],
    private readonly onProperty: OnProperty | undefined,
  ) {}

  document(): Record<string, unknown> {
    if (this.indent() !== 0) throw new OtherYaml();
    const data = this.mapping(0, 0, "");
    if (this.at < this.lines.length) throw new OtherYaml();
    return data;
  }

  /** The spaces before the next line that has content, which becomes the current line; -1 at the end. */
  private indent(): number {
    for (; this.at < this.lines.length; this.at += 1) {
      const line = this.lines[this.at]!;
      let indent = 0;
      while (line.charCodeAt(indent) === 32) indent += 1;
      if (indent === line.length) continue;
      if (line.charCodeAt(indent) !== 35) return indent;
      if (!comment.test(line)) throw new OtherYaml();
    }
    return -1;
  }

  /** @param pointer of the mapping; `undefined` within a list, whose properties are not reported */
  private mapping(indent: number, depth: number, pointer: string | undefined): Record<string, unknown> {
    if (depth > deepest) throw new OtherYaml();
    const data: Record<string, unknown> = {};
    for (let found = indent; found === indent; found = this.nextIndent(indent)) {
      const line = this.lines[this.at]!;
      const colon = endOfKey(line, indent);
      const key = keyOf(line, indent, colon);
      if (Object.hasOwn(data, key)) throw new OtherYaml();
      const below = pointer === undefined ? undefined : `${pointer}/${key.replaceAll("/", "~1")}`;
      if (below !== undefined) this.onProperty?.(below, this.at + 1);
      this.at += 1;
      const rest = line.slice(colon + 1).trim();
      data[key] = rest === "" ? this.below(indent, depth, below) : this.scalar(rest);
    }
    return data;
  }

  /** What is written below a key that has nothing beside it. */
  private below(indent: number, depth: number, pointer: string | undefined): unknown {
    const inner = this.indent();
    const isList = inner >= indent && isItem(this.lines[this.at]!, inner);
    if (isList) return this.list(inner, depth + 1);
    if (inner > indent) return this.mapping(inner, depth + 1, pointer);
    this.count();
    return null;
  }

  private list(indent: number, depth: number): unknown[] {
    if (depth > deepest) throw new OtherYaml();
    const items: unknown[] = [];
    for (let found = indent; found === indent; found = this.nextIndent(indent)) {
      const line = this.lines[this.at]!;
      if (!isItem(line, indent)) return items;
      const start = indent + 2;
      const code = line.charCodeAt(start);
      if (code !== code || code === 32) throw new OtherYaml();
      if (isQuote(code) || !isMappingIn(line, start)) {
        this.at += 1;
        items.push(this.scalar(line.slice(start).trim()));
        continue;
      }
      // The item's other keys stand below the first one.
      this.lines[this.at] = `${" ".repeat(start)}${line.slice(start)}`;
      items.push(this.mapping(start, depth + 1, undefined));
    }
    return items;
  }

  /** @throws OtherYaml if the next line continues the last value of a group */
  private nextIndent(indent: number): number {
    const next = this.indent();
    if (next > indent) throw new OtherYaml();
    return next;
  }

  private scalar(text: string): unknown {
    this.count();
    const first = text.charCodeAt(0);
    if (isQuote(first)) {
      if (!(first === 34 ? doubleQuoted : singleQuoted).test(text)) throw new OtherYaml();
      return text.slice(1, -1);
    }
    if (!plain.test(text) || text.endsWith(":") || text.includes(": ") || text.includes(" #")) throw new OtherYaml();
    if (integer.test(text)) return Number(text);
    if (otherNumber.test(text)) throw new OtherYaml();
    return words.has(text) ? words.get(text) : text;
  }

  private count(): void {
    this.values += 1;
    if (this.values > mostValues) throw new OtherYaml();
  }
}

const comment = /^ *#[ -~\u00a0-\ud7ff]*$/;
/** Printable ASCII that begins like a word, a number or a path. */
const plain = /^[\w./][ -~]*$/;
const doubleQuoted = /^"[ !#-[\]-~]*"$/;
const singleQuoted = /^'[ -&(-~]*'$/;
const plainKey = /^[\w./][\w./-]*$/;
const integer = /^(?:0|[1-9]\d{0,14})$/;
/** The other numbers of YAML 1.2's core schema (section 10.3.2), and `0755`. */
const otherNumber = /^(?:\d+|0o[0-7]+|0x[\da-f]+|\.(?:inf|nan)|(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?)$/i;
const words = new Map<string, boolean | null>([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["null", "Null", "NULL"].map((word) => [word, null] as const),
]);
/** The longest key without `?` (YAML 1.2, section 8.2.2) is far longer. */
const longestKey = 500;

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

function isItem(line: string, indent: number): boolean {
  return line.charCodeAt(indent) === 45 && line.charCodeAt(indent + 1) === 32;
}

/** Whether a plain text begins a mapping: it has a colon before a space, or at its end. */
function isMappingIn(line: string, start: number): boolean {
  return line.includes(": ", start) || line.trimEnd().endsWith(":");
}

/** The position of the colon after a key. */
function endOfKey(line: string, start: number): number {
  const first = line.charCodeAt(start);
  const from = isQuote(first) ? line.indexOf(line.charAt(start), start + 1) : start;
  const colon = from === -1 ? -1 : line.indexOf(":", from);
  if (colon === -1 || colon - start > longestKey) throw new OtherYaml();
  const after = line.charCodeAt(colon + 1);
  if (after === after && after !== 32) throw new OtherYaml();
  return colon;
}

function keyOf(line: string, start: number, end: number): string {
  const written = line.slice(start, end);
  const first = written.charCodeAt(0);
  const quoted = isQuote(first) && (first === 34 ? doubleQuoted : singleQuoted).test(written);
  if (!quoted && !plainKey.test(written)) throw new OtherYaml();
  const key = quoted ? written.slice(1, -1) : written;
  if (key === "__proto__" || key === "<<" || key.includes("~")) throw new OtherYaml();
  return key;
}
