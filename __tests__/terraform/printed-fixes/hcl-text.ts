/** Finds blocks, attributes and properties in HCL text, so that a printed fix can be inserted at the place it names. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One entry of a body, an object or a list, without the comma or newline after it. */
export interface Entry extends Span {
  /** `ingress`, `volume`; undefined for a list item. */
  readonly name: string;
  /** `resource "aws_vpc" "main"`, the text before the brace; undefined for an attribute or item. */
  readonly header?: string;
  /** The text between a block's braces, or an attribute's value. */
  readonly inner: Span;
}

/** The end of a comment, string or heredoc that begins here; undefined if none does. */
function endOfOpaque(text: string, at: number): number | undefined {
  if (text[at] === "#" || text.startsWith("//", at)) return lineEnd(text, at);
  if (text.startsWith("/*", at)) return text.indexOf("*/", at) + 2;
  const heredoc = /^<<-?(\w+)\n/.exec(text.slice(at, at + 80));
  if (heredoc) {
    const end = new RegExp(`^[ \\t]*${heredoc[1]}[ \\t]*$`, "m").exec(text.slice(at + heredoc[0].length))!;
    return at + heredoc[0].length + end.index + end[0].length;
  }
  return text[at] === '"' ? endOfString(text, at) : undefined;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith("${", at) || text.startsWith("%{", at)) at = closing(text, at + 1);
    else if (text[at] === '"') return at + 1;
  }
  throw new Error(`no end of the string at ${start}`);
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** The bracket that closes the one at `start`. */
export function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const end = endOfOpaque(text, at);
    if (end !== undefined) at = end - 1;
    else if ("{[(".includes(text[at]!)) depth++;
    else if ("}])".includes(text[at]!) && --depth === 0) return at;
  }
  throw new Error(`no end of the bracket at ${start}`);
}

/** The end of a value: a newline or comma outside brackets, or the end of the text around it. */
function valueEnd(text: string, { start, end }: Span): number {
  for (let at = start; at < end; at++) {
    if (text[at] === "#" || text.startsWith("//", at) || text[at] === "\n" || text[at] === ",") return at;
    const opaque = endOfOpaque(text, at);
    if (opaque !== undefined) at = opaque - 1;
    else if ("{[(".includes(text[at]!)) at = closing(text, at);
  }
  return end;
}

/** Blocks and attributes of a body, or properties of an object. */
export function* entriesIn(text: string, { start, end }: Span): Iterable<Entry> {
  const name = /[A-Za-z_"][^\s=:{]*/y;
  for (let at = start; at < end; at++) {
    if (/[\s,]/.test(text[at]!)) continue;
    const opaque = text[at] === '"' ? undefined : endOfOpaque(text, at);
    if (opaque !== undefined) {
      at = opaque;
      continue;
    }
    name.lastIndex = at;
    const found = name.exec(text);
    if (!found) throw new Error(`no name at ${JSON.stringify(text.slice(at, at + 40))}`);
    const own = found[0].replaceAll('"', "");
    const rest = /^\s*[=:]\s*/.exec(text.slice(at + found[0].length));
    if (rest) {
      const value = at + found[0].length + rest[0].length;
      const last = valueEnd(text, { start: value, end });
      yield { name: own, start: at, end: last, inner: trimmed(text, { start: value, end: last }) };
      at = last;
    } else {
      const brace = text.indexOf("{", at);
      const close = closing(text, brace);
      const header = text.slice(at, brace).trim();
      yield { name: own, header, start: at, end: close + 1, inner: { start: brace + 1, end: close } };
      at = close;
    }
  }
}

/** The items of a list, from the text between its brackets. */
export function* itemsIn(text: string, { start, end }: Span): Iterable<Entry> {
  for (let at = start; at < end; at++) {
    if (/[\s,]/.test(text[at]!)) continue;
    if (text[at] === "#") {
      at = lineEnd(text, at);
      continue;
    }
    const last = valueEnd(text, { start: at, end });
    const span = trimmed(text, { start: at, end: last });
    yield { name: "", ...span, inner: span };
    at = last;
  }
}

export function trimmed(text: string, { start, end }: Span): Span {
  const own = text.slice(start, end);
  const from = start + own.length - own.trimStart().length;
  return { start: from, end: from + own.trim().length };
}
