/** Terraform's functions for strings; undefined if the result can't be determined. */
import { parseAllDocuments } from "yaml";

import { jsonValue, structured } from "../json/json-text";
import { isNull, list, literal, NULL, type Scalar, type Value } from "../model";
import { numberOf } from "./numbers";
import { failure, objectOf, oneOf, template, textOf } from "./operations";

export function coalesce(args: readonly Value[], text: string): Value | undefined {
  for (const [at, arg] of args.entries()) {
    if (isNull(arg) || textOf(arg) === "") continue;
    // A resource's own id or ARN is never null; for other attributes that is not known.
    if (arg.kind === "reference" && !/^(?:id|arn)$/.test(arg.attribute)) {
      return at === args.length - 1
        ? arg
        : oneOf(args.slice(at), text, `whether ${arg.attribute} is null is not known`);
    }
    if (arg.kind === "unknown") return undefined;
    // All arguments are converted to one type.
    const isMixed = arg.kind === "literal" && args.some((other) => typeof textOrScalar(other) === "string");
    return isMixed ? literal(String(arg.value)) : arg;
  }
  return args.every((arg) => arg.kind === "literal") ? failure(text, "all arguments are null or empty") : undefined;
}

function textOrScalar(value: Value): Scalar | undefined {
  return value.kind === "literal" ? value.value : undefined;
}

export function join(separator: Value | undefined, lists: readonly Value[]): Value | undefined {
  const between = separator?.kind === "literal" ? String(separator.value ?? "") : undefined;
  if (between === undefined || lists.some((items) => items.kind !== "list" || items.unknownRest)) return undefined;
  const items = lists.flatMap((one) => (one.kind === "list" ? one.items : []));
  if (items.some((item) => isNull(item) || item.kind === "list" || item.kind === "object")) return undefined;
  return template(items.flatMap((item, at) => (at === 0 ? [item] : [literal(between), item])));
}

/** One verb: flags, width, precision, letter. */
const verb = /%(%|[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z])/;

/** `%s`, `%d`, `%v`, `%q` and numbers with width and precision; with any other verb the text is not known. */
export function format(pattern: Value | undefined, args: readonly Value[]): Value | undefined {
  const text = textOf(pattern);
  if (text === undefined) return undefined;
  const parts: Value[] = [];
  let next = 0;
  for (const piece of text.split(new RegExp(`(${verb.source.replace("(%", "(?:%")})`))) {
    if (piece === "%%") parts.push(literal("%"));
    else if (verb.test(piece)) {
      const part = formatted(piece, args[next++]);
      if (!part) return undefined;
      parts.push(part);
    } else if (piece.includes("%")) return undefined;
    else parts.push(literal(piece));
  }
  return next === args.length ? template(parts) : undefined;
}

function formatted(piece: string, arg: Value | undefined): Value | undefined {
  const [, flags = "", width = "", precision, letter] = /^%([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z])$/.exec(piece) ?? [];
  if (!arg || isNull(arg) || /[ #+]/.test(flags)) return undefined;
  const isPlain = flags === "" && width === "" && precision === undefined;
  if (letter === "s" || letter === "v") {
    if (isPlain) return arg.kind === "list" || arg.kind === "object" ? undefined : arg;
    const text = precision === undefined ? textOf(arg) : textOf(arg)?.slice(0, Number(precision));
    return text === undefined || flags.includes("0") ? undefined : literal(padded(text, flags, width));
  }
  const number = numberOf(arg);
  if (letter === "q") {
    const text = textOf(arg);
    return isPlain && text !== undefined && /^[\x20-\x7e]*$/.test(text) ? literal(JSON.stringify(text)) : undefined;
  }
  if (number === undefined) return isPlain && letter === "d" && arg.kind === "reference" ? arg : undefined;
  if (letter === "d" && precision === undefined && Number.isInteger(number))
    return literal(padded(String(number), flags, width));
  if ((letter === "x" || letter === "X") && isPlain && Number.isInteger(number) && number >= 0)
    return literal(letter === "x" ? number.toString(16) : number.toString(16).toUpperCase());
  if (letter === "f" && Number.isInteger(number * 4)) {
    return literal(padded(number.toFixed(precision === undefined ? 6 : Number(precision)), flags, width));
  }
  return undefined;
}

function padded(text: string, flags: string, width: string): string {
  const to = Number(width);
  if (flags.includes("-")) return text.padEnd(to);
  if (!flags.includes("0")) return text.padStart(to);
  return text.startsWith("-") ? `-${text.slice(1).padStart(to - 1, "0")}` : text.padStart(to, "0");
}

/** `formatlist`: iterates over lists and repeats all other arguments. */
export function formatList(pattern: Value | undefined, args: readonly Value[]): Value | undefined {
  const lists = args.filter((arg) => arg.kind === "list");
  if (lists.length === 0 || lists.some((one) => one.unknownRest)) return undefined;
  const count = lists[0]!.items.length;
  if (lists.some((one) => one.items.length !== count)) return undefined;
  const texts = Array.from({ length: count }, (_, at) =>
    format(
      pattern,
      args.map((arg) => (arg.kind === "list" ? arg.items[at]! : arg)),
    ),
  );
  return texts.every((text) => text !== undefined) ? list(texts) : undefined;
}

export function substr(text: string, from: number, count: number): Value | undefined {
  if (!Number.isInteger(from) || !Number.isInteger(count)) return undefined;
  const chars = graphemes(text);
  if (!chars) return undefined;
  const start = from < 0 ? Math.max(0, chars.length + from) : from;
  return literal(chars.slice(start, count < 0 ? undefined : start + count).join(""));
}

/** Parses one YAML document, as Terraform does. */
export function decodedYaml(value: Value): Value | undefined {
  if (value.kind === "json") return value.of;
  return structured(value, (text) => {
    const [document, ...others] = parseAllDocuments(text, { version: "1.1", logLevel: "silent" });
    if (!document || others.length > 0 || document.errors.length > 0) throw new Error("not one document");
    return document.toJS() as unknown;
  });
}

/** The characters as users perceive them; undefined if they consist of several code points. */
export function graphemes(text: string): readonly string[] | undefined {
  const chars = [...text];
  return /^[\x20-\x7e\n\t\u00a0-\u02ff]*$/.test(text) ? chars : undefined;
}

/** Go's regular expressions, as far as JavaScript's have the same meaning. */
export function pattern(source: string): RegExp | undefined {
  // Flags, Go's own classes and anchors, POSIX classes and look-arounds differ, or exist in only one of them.
  if (/\(\?(?!:|P<)|\\[AzQEpPCZ]|\[\[:|\\[1-9]|\(\?P?<[^>]*>/.test(source.replace(/\(\?P<\w+>/g, "(")))
    return undefined;
  try {
    return new RegExp(source.replace(/\(\?P</g, "(?<"), "u");
  } catch {
    return undefined;
  }
}

/** The result of `regex`: the text, or its groups as a list or an object. */
export function matched(found: RegExpExecArray | RegExpMatchArray): Value {
  const group = (text: string | undefined) => (text === undefined ? NULL : literal(text));
  if (found.groups) return objectOf(new Map(Object.entries(found.groups).map(([name, text]) => [name, group(text)])));
  return found.length === 1 ? literal(found[0]) : list(found.slice(1).map(group));
}

export function replaced(text: string, cut: string, by: string): Value | undefined {
  const source = /^\/(.*)\/$/s.exec(cut)?.[1];
  if (source === undefined || cut.length < 2) return literal(cut === "" ? between(text, by) : text.split(cut).join(by));
  const expression = pattern(source);
  if (!expression || /\$[^0-9${]/.test(by)) return undefined;
  const replacement = by.replace(/\$\{(\w+)\}/g, (_, name: string) => (/^\d+$/.test(name) ? `$${name}` : `$<${name}>`));
  return /\$\d\w/.test(by) ? undefined : literal(text.replace(new RegExp(expression.source, "gu"), replacement));
}

/** For an empty pattern, Go inserts the replacement before every character and at the end. */
function between(text: string, by: string): string {
  return `${by}${[...text].map((char) => `${char}${by}`).join("")}`;
}

export function titled(text: string): Value {
  return literal(
    text.replace(/(^|[\s])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
  );
}

export function indented(count: number, text: string): Value {
  return literal(text.split("\n").join(`\n${" ".repeat(count)}`));
}

export function trimmed(text: string, cut: string): Value {
  const chars = new Set(cut);
  const all = [...text];
  let [start, end] = [0, all.length];
  while (start < end && chars.has(all[start]!)) start++;
  while (end > start && chars.has(all[end - 1]!)) end--;
  return literal(all.slice(start, end).join(""));
}

export function decoded(value: Value): Value | undefined {
  const structure = jsonValue(value);
  if (structure !== value) return structure;
  const text = textOf(value);
  if (text === undefined) return undefined;
  try {
    const scalar = JSON.parse(text) as unknown;
    return typeof scalar === "object" && scalar !== null ? undefined : literal(scalar as Scalar);
  } catch {
    return undefined;
  }
}

/**
 * In Terraform's JSON format: sorted keys, no whitespace, `<`, `>` and `&` escaped; undefined if a part is not known.
 */
export function jsonText(value: Value): string | undefined {
  const parts = (values: readonly Value[]) => {
    const known = values.map(jsonText);
    return known.every((text) => text !== undefined) ? known : undefined;
  };
  if (value.kind === "literal") return escapedJson(JSON.stringify(value.value));
  if (value.kind === "list" && !value.unknownRest) {
    const items = parts(value.items);
    return items && `[${items.join(",")}]`;
  }
  if (value.kind !== "object" || value.unknownRest) return undefined;
  const entries = [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const values = parts(entries.map(([, entry]) => entry));
  return values && `{${entries.map(([key], at) => `${escapedJson(JSON.stringify(key))}:${values[at]}`).join(",")}}`;
}

function escapedJson(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
