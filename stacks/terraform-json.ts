import { TerraformStack } from "cdktf";

/** A part of a stack's Terraform JSON from one element; it may contain tokens. */
export type JsonValue = unknown;
type JsonObject = Record<string, JsonValue>;

/**
 * Replaces tokens with their values. Most values contain none: they are copied without cdktf's resolver, which takes
 * nearly half of a synth to find that out.
 *
 * @param resolve cdktf's resolver, called with a value that contains or could contain a token
 * @returns the value without tokens, and without entries that are undefined
 */
export function resolved(value: JsonValue, resolve: (value: JsonValue) => JsonValue): JsonValue {
  switch (typeof value) {
    case "string":
      return mayHoldToken(value) ? resolve(value) : value;
    case "boolean":
    case "undefined":
      return value;
    case "number":
      return Math.abs(value) < smallestNumberToken ? value : resolve(value);
    case "object":
      if (value === null) return value;
      if (Array.isArray(value)) return resolvedArray(value, resolve);
      if (isPlain(value)) return resolvedObject(value, resolve);
  }
  return resolve(value);
}

function resolvedArray(values: readonly JsonValue[], resolve: (value: JsonValue) => JsonValue): JsonValue {
  // A list token is a list with one element, which cdktf writes as a token.
  if (values.length === 1 && (isListToken(values[0]) || isNumberToken(values[0]))) return resolve(values);
  return values.map((each) => resolved(each, resolve)).filter((each) => each !== undefined);
}

function resolvedObject(object: JsonObject, resolve: (value: JsonValue) => JsonValue): JsonValue {
  const result: JsonObject = {};
  for (const key of Object.keys(object)) {
    // A map token is a map with one key, which cdktf writes as a token; other keys may contain string tokens.
    if (mayHoldToken(key)) return resolve(object);
    const value = resolved(object[key], resolve);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

/**
 * Number tokens are encoded as doubles far outside the range of Terraform configurations (-1.8881545897087503e+289).
 */
const smallestNumberToken = 1e200;
const tokenMarker = "TfToken[";
const listTokenMarker = "#{TfToken[";
/** The form in which cdktf finds encoded numbers in text. */
const numberInText = /[\d.+-]e[\d.+-]/i;

function mayHoldToken(text: string): boolean {
  return text.includes(tokenMarker) || mayHoldNumber(text);
}

/** Whether a text may hold an encoded number. */
export function mayHoldNumber(text: string): boolean {
  return numberInText.test(text);
}

function isListToken(value: JsonValue): boolean {
  return typeof value === "string" && value.includes(listTokenMarker);
}

function isNumberToken(value: JsonValue): boolean {
  return typeof value === "number" && Math.abs(value) >= smallestNumberToken;
}

function isPlain(value: object): value is JsonObject {
  if ("resolve" in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Merges the part of one element into a stack as cdktf does: objects by key, arrays by concatenation, and a key whose
 * value is undefined is removed.
 */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) delete target[key];
    else if (!(key in target)) target[key] = value;
    else if (Array.isArray(value)) {
      const before = target[key];
      target[key] = Array.isArray(before) ? [...(before as JsonValue[]), ...(value as JsonValue[])] : value;
    } else if (typeof value === "object" && value !== null) {
      const before = target[key];
      const merged = (typeof before === "object" && before !== null ? before : {}) as JsonObject;
      target[key] = merged;
      mergeInto(merged, value as JsonObject);
    } else target[key] = value;
  }
}

/** The package that the imports of `cdktf` load: cdktn under the same name, where it replaces cdktf. */
const library = (TerraformStack as unknown as Record<symbol, { readonly fqn: string } | undefined>)[
  Symbol.for("jsii.rtti")
]?.fqn;
const splitsEmptyGroups = library?.startsWith("cdktf.") ?? true;

/**
 * JSON with sorted keys, indented by two spaces. Empty groups span two lines, as `json-stable-stringify` writes them for
 * cdktf; cdktn keeps them on one line.
 */
export function sortedJson(value: JsonValue, indent = "\n"): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  let text = "";
  if (Array.isArray(value)) {
    for (const each of value as readonly JsonValue[]) {
      text += `${text === "" ? "" : ","}${inner}${each === undefined ? "null" : sortedJson(each, inner)}`;
    }
    return text === "" && !splitsEmptyGroups ? "[]" : `[${text}${indent}]`;
  }
  const object = value as JsonObject;
  for (const key of Object.keys(object).sort()) {
    if (object[key] === undefined) continue;
    text += `${text === "" ? "" : ","}${inner}${JSON.stringify(key)}: ${sortedJson(object[key], inner)}`;
  }
  return text === "" && !splitsEmptyGroups ? "{}" : `{${text}${indent}}`;
}
