/** The text is not of the kind that the plain reader reads. */
export class Unusual extends Error {}

/** A key of letters, digits and the signs of names, paths and domains, or a key in quotes. */
const key = /(?:([\w/.][\w/.@*-]*)|"([^"\\]*)"|'([^']*)'):(?= |$)/y;

/**
 * Reads the key of a mapping in block style.
 *
 * @param start where the key stands
 * @returns the key, and where the colon ends
 * @throws Unusual
 */
export function readKey(line: string, start: number): { readonly key: string; readonly end: number } {
  key.lastIndex = start;
  const match = key.exec(line);
  const name = match?.[1] ?? match?.[2] ?? match?.[3];
  if (name === undefined || name === "__proto__") throw new Unusual();
  return { key: name, end: key.lastIndex };
}

/** Begins like a word, a path or a number, and holds nothing that means something in YAML. */
const text = /^-?[A-Za-z0-9_/][\w/.@+=%*()$~^:;?, -]*$/;
/** Characters of numbers in any form, of which few are numbers. */
const numberLike = /^[-+.0-9][-+.0-9a-fA-FxXo_]*$/;
const word = /^(?:null|true|false)$/i;

/**
 * Reads a scalar without quotes.
 *
 * @throws Unusual, also for numbers other than `12`, `-3` and `1.5`
 */
export function readPlainScalar(source: string): unknown {
  if (source === ".") return source; // the domain of all names
  if (numberLike.test(source)) return readNumber(source);
  if (!text.test(source) || source.includes(": ") || source.endsWith(":")) throw new Unusual();
  return word.test(source) ? readWord(source) : source;
}

function readNumber(source: string): unknown {
  if (/^(?:0|-?[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(source)) return Number(source);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(source)) return source;
  throw new Unusual();
}

function readWord(source: string): unknown {
  if (source === "true") return true;
  if (source === "false") return false;
  if (source === "null") return null;
  throw new Unusual();
}

/**
 * Reads a collection in flow style or a scalar in quotes, on one line.
 *
 * @param onKey called with the keys that lead to each property, if they are all keys of mappings
 * @throws Unusual
 */
export function readFlow(source: string, onKey: (keys: readonly string[]) => void): unknown {
  const reader = new FlowReader(source, onKey);
  const value = reader.value([]);
  if (!/^(?: +#.*)?$/.test(source.slice(reader.at))) throw new Unusual();
  return value;
}

const doubleQuoted = /"([^"\\]*)"/y;
const singleQuoted = /'([^']*)'/y;
/** A scalar in a flow collection, which a comma or bracket ends. */
const flowText = /-?[A-Za-z0-9_/][\w/.@+=%*()$~^;?-]*(?::+[\w/.@+=%*()$~^;?-]+)*(?= ?[,\]}]| *$)/y;
const flowKey = /(?:([\w/.][\w/.@*-]*)|"([^"\\]*)"|'([^']*)'): /y;

class FlowReader {
  at = 0;

  constructor(
    private readonly source: string,
    private readonly onKey: (keys: readonly string[]) => void,
  ) {}

  value(keys: readonly string[] | undefined): unknown {
    const first = this.source[this.at];
    if (first === "[") return this.list();
    if (first === "{") return this.mapping(keys);
    if (first === '"') return this.match(doubleQuoted)[1];
    if (first === "'") return this.match(singleQuoted)[1];
    return readPlainScalar(this.match(flowText)[0]);
  }

  private list(): unknown[] {
    const items: unknown[] = [];
    this.items("]", () => items.push(this.value(undefined)));
    return items;
  }

  private mapping(keys: readonly string[] | undefined): Record<string, unknown> {
    const data: Record<string, unknown> = {};
    this.items("}", () => {
      const [, plain, double, single] = this.match(flowKey);
      const name = plain ?? double ?? single ?? "";
      if (Object.hasOwn(data, name) || name === "__proto__") throw new Unusual();
      const below = keys && [...keys, name];
      if (below) this.onKey(below);
      this.blanks();
      data[name] = this.value(below);
    });
    return data;
  }

  /** Reads what stands between brackets and is separated by commas. */
  private items(close: string, item: () => void): void {
    this.at += 1;
    this.blanks();
    if (this.source[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      item();
      this.blanks();
      const sign = this.source[this.at];
      this.at += 1;
      if (sign === close) return;
      if (sign !== ",") throw new Unusual();
      this.blanks();
    }
  }

  private blanks(): void {
    while (this.source[this.at] === " ") this.at += 1;
  }

  private match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (!match) throw new Unusual();
    this.at = pattern.lastIndex;
    return match;
  }
}
