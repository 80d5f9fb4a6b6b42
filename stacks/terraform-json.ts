/** A part of a stack's Terraform JSON from one element; it may contain tokens. */
export type JsonValue = unknown;
type JsonObject = Record<string, JsonValue>;

/** A part of a stack's JSON whose tokens are replaced when it is written: no copy of it is made. */
export class Unresolved {
  constructor(
    readonly value: JsonObject,
    readonly resolve: (value: JsonValue) => JsonValue,
  ) {}

  /** The part without tokens, for the few parts that others are merged into. */
  resolved(): JsonValue {
    return resolved(this.value, this.resolve);
  }
}

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
      return mayBeToken(value) ? resolve(value) : value;
    case "object":
      if (value === null) return value;
      if (Array.isArray(value)) return resolvedArray(value, resolve);
      if (isPlain(value)) return resolvedObject(value, resolve);
  }
  return resolve(value);
}

function resolvedArray(values: readonly JsonValue[], resolve: (value: JsonValue) => JsonValue): JsonValue {
  if (isListOfToken(values)) return resolve(values);
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

/** Whether a text may hold a token of any kind. */
export function mayHoldToken(text: string): boolean {
  return text.includes(tokenMarker) || mayHoldNumber(text);
}

/** Whether a text may hold an encoded number. */
export function mayHoldNumber(text: string): boolean {
  return numberInText.test(text);
}

/** Whether a number may be an encoded token; also true for NaN, which only cdktf's resolver refuses. */
export function mayBeToken(value: number): boolean {
  return !(Math.abs(value) < smallestNumberToken);
}

/** A list token is a list with one element, which cdktf writes as a token. */
export function isListOfToken(values: readonly JsonValue[]): boolean {
  if (values.length !== 1) return false;
  const [only] = values;
  return typeof only === "string"
    ? only.includes(listTokenMarker)
    : typeof only === "number" && Math.abs(only) >= smallestNumberToken;
}

/** Whether a value is an object without behavior of its own, such as that of a token. */
export function isPlain(value: object): value is JsonObject {
  if ("resolve" in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A copy in which the tokens of all parts are replaced, with its keys in the same order. */
export function allResolved(value: JsonValue): JsonValue {
  if (value instanceof Unresolved) return value.resolved();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, allResolved(each)]));
}

/**
 * Merges the part of one element into a stack as cdktf does: objects by key, arrays by concatenation, and a key whose
 * value is undefined is removed.
 */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    const present = target[key];
    if (present instanceof Unresolved) target[key] = present.resolved();
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
