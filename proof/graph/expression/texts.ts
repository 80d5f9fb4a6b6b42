/** Terraform's functions of strings; undefined where it cannot be told what comes out. */
import { parseAllDocuments } from "yaml";

import { jsonValue, structured } from "../json";
import { isNull, literal, NULL, type Scalar, type Value } from "../model";
import { oneOf, template, textOf } from "./operations";

export function coalesce(args: readonly Value[], text: string): Value | undefined {
  for (const [at, arg] of args.entries()) {
    if (isNull(arg) || textOf(arg) === "") continue;
    // A resource's own id or ARN is never null; of other attributes that isn't known.
    if (arg.kind === "reference" && !/^(?:id|arn)$/.test(arg.attribute)) {
      return at === args.length - 1
        ? arg
        : oneOf(args.slice(at), text, `whether ${arg.attribute} is null is not known`);
    }
    return arg.kind === "unknown" ? undefined : arg;
  }
  return undefined;
}

export function join(separator: Value | undefined, items: Value | undefined): Value | undefined {
  const between = separator?.kind === "literal" ? String(separator.value ?? "") : undefined;
  if (items?.kind !== "list" || items.rest || between === undefined) return undefined;
  return template(items.items.flatMap((item, at) => (at === 0 ? [item] : [literal(between), item])));
}

/** `%s`, `%d`, `%v` and `%%`; with any other verb the text is not known. */
export function format(pattern: Value | undefined, args: readonly Value[]): Value | undefined {
  const text = textOf(pattern);
  if (text === undefined || text.replaceAll(/%[sdv%]/g, "").includes("%")) return undefined;
  const parts: Value[] = [];
  let next = 0;
  for (const piece of text.split(/(%[sdv%])/)) {
    if (piece === "%%") parts.push(literal("%"));
    else if (/^%[sdv]$/.test(piece)) parts.push(args[next++] ?? NULL);
    else parts.push(literal(piece));
  }
  return next === args.length ? template(parts) : undefined;
}

export function substr(text: string, from: number, count: number): Value | undefined {
  if (!Number.isInteger(from) || !Number.isInteger(count)) return undefined;
  const chars = [...text];
  const start = from < 0 ? Math.max(0, chars.length + from) : from;
  return literal(chars.slice(start, count < 0 ? undefined : start + count).join(""));
}

/** One document of YAML, as Terraform takes it. */
export function decodedYaml(value: Value): Value | undefined {
  if (value.kind === "json") return value.of;
  return structured(value, (text) => {
    const [document, ...others] = parseAllDocuments(text, { version: "1.1", logLevel: "silent" });
    if (!document || others.length > 0 || document.errors.length > 0) throw new Error("not one document");
    return document.toJS() as unknown;
  });
}

export function decoded(value: Value): Value | undefined {
  const structure = jsonValue(value);
  if (structure !== value) return structure;
  const text = textOf(value);
  if (text === undefined) return undefined;
  try {
    const scalar = JSON.parse(text) as unknown;
    return typeof scalar === "object" ? undefined : literal(scalar as Scalar);
  } catch {
    return undefined;
  }
}
