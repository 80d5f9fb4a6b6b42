/** Structure in strings: policies, container definitions, add-on configuration. */
import { list, literal, type Template, unknownValue, type Value } from "../model";

/** Deeper than any real policy; deeper text is refused. */
const deepest = 64;
/**
 * Replaces an interpolation while the text around it is parsed. A control character, which no AWS document contains;
 * within Latin-1, since texts with other characters need twice the memory and parse more slowly.
 */
const mark = "\u0081";

/** The structure in a string value, or the value itself if it has none or is not a string. */
export function jsonValue(value: Value): Value {
  if (value.kind === "json") return value.of;
  const isText = value.kind === "template" || (value.kind === "literal" && typeof value.value === "string");
  if (!isText) return value;
  let read = readTexts.get(value);
  if (read === undefined) {
    read = (value.kind === "template" ? templateJson(value) : ofText(String(value.value))) ?? value;
    readTexts.set(value, read);
  }
  return read;
}

/** Cached: values are immutable, and a policy is read for each action that is evaluated. */
const readTexts = new WeakMap<Value, Value>();

/** Cached by text, since the roles of an organization share few trust policies. */
const sameTexts = new Map<string, Value | undefined>();
const mostTexts = 10_000;

function ofText(text: string): Value | undefined {
  if (sameTexts.has(text)) return sameTexts.get(text);
  const read = parse(text, []);
  if (sameTexts.size < mostTexts) sameTexts.set(text, read);
  return read;
}

/**
 * The structure of a text with interpolations, read by a parser other than JSON's; undefined if it throws. The values
 * of interpolations are put back in their places.
 */
export function structured(value: Value, read: (text: string) => unknown): Value | undefined {
  const parts: Value[] = [];
  const pieces = value.kind === "template" ? value.parts : [value];
  let text = "";
  for (const piece of pieces) {
    if (piece.kind === "literal") text += String(piece.value).replaceAll(mark, "");
    else text += `${mark}${parts.push(piece) - 1}${mark}`;
  }
  try {
    return fromJson(read(text), parts);
  } catch {
    return undefined;
  }
}

/**
 * A JSON document as a value; `__proto__` is an ordinary key. Undefined beyond a depth of 64.
 *
 * @param parts the interpolations whose markers the strings contain
 */
export function fromJson(json: unknown, parts: readonly Value[] = [], depth = 0): Value | undefined {
  if (typeof json === "string") return filledText(json, parts);
  if (json === null || typeof json === "number" || typeof json === "boolean") return literal(json);
  if (depth > deepest || typeof json !== "object") return undefined;
  const inner = (one: unknown) => fromJson(one, parts, depth + 1) ?? unknownValue("json", "nested too deeply");
  if (Array.isArray(json)) return list(json.map(inner));
  const entries = new Map<string, Value>();
  for (const key of Object.keys(json)) {
    entries.set(filledKey(key, parts), inner((json as Record<string, unknown>)[key]));
  }
  return { kind: "object", entries };
}

function templateJson(template: Template): Value | undefined {
  const parts: Value[] = [];
  const pieces: string[] = [];
  let inside = false;
  for (const part of template.parts) {
    if (part.kind === "literal") {
      const text = String(part.value).replaceAll(mark, "");
      inside = endsInString(text, inside);
      pieces.push(text);
    } else {
      pieces.push(inside ? `${mark}${parts.length}${mark}` : `"${mark}${parts.length}${mark}"`);
      parts.push(part);
    }
  }
  return parse(pieces.join(""), parts);
}

/** Whether a piece of JSON text ends inside a string, given whether it begins in one. */
function endsInString(text: string, beginsInside: boolean): boolean {
  let inside = beginsInside;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) inside = !inside;
    else if (code === 92 && inside) at++;
  }
  return inside;
}

function parse(text: string, parts: readonly Value[]): Value | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return fromJson(json, parts);
}

/** An unknown key could be any key: its entry is kept under the key as written. */
function filledKey(key: string, parts: readonly Value[]): string {
  if (parts.length === 0 || !key.includes(mark)) return key;
  const name = filledText(key, parts);
  return name.kind === "literal" ? String(name.value) : key.replaceAll(/\u0081(\d+)\u0081/g, "${$1}");
}

/** Puts the interpolations back in place of their markers. */
function filledText(text: string, parts: readonly Value[]): Value {
  if (parts.length === 0 || !text.includes(mark)) return literal(text);
  const found: Value[] = [];
  const pieces = text.split(mark);
  for (let at = 0; at < pieces.length; at++) {
    if (at % 2 === 1) {
      const part = parts[Number(pieces[at])]!;
      found.push(part.kind === "json" ? part.of : part);
    } else if (pieces[at] !== "") found.push(literal(pieces[at]!));
  }
  return found.length === 1 ? found[0]! : { kind: "template", parts: found };
}
