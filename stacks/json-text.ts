import { TerraformStack } from "cdktf";

import { isListOfToken, isPlain, type JsonValue, mayBeToken, mayHoldToken, Unresolved } from "./terraform-json";

/** cdktf's resolver; `undefined` in a part that has no tokens any more. */
type Resolve = ((value: JsonValue) => JsonValue) | undefined;

/** The package that the imports of `cdktf` load: cdktn under the same name, where it replaces cdktf. */
const library = (TerraformStack as unknown as Record<symbol, { readonly fqn: string } | undefined>)[
  Symbol.for("jsii.rtti")
]?.fqn;
const splitsEmptyGroups = library?.startsWith("cdktf.") ?? true;

/**
 * JSON with sorted keys, indented by two spaces. Empty groups span two lines, as `json-stable-stringify` writes them for
 * cdktf; cdktn keeps them on one line.
 *
 * Tokens of `Unresolved` parts are replaced on the way, by the rules of `resolved`.
 */
export function sortedJson(value: JsonValue): string {
  const text = new JsonText();
  text.add("", "", value, 0, undefined);
  return text.parts.join("");
}

/** Collects the parts of a text, since joining them once takes less memory than adding each to a growing string. */
class JsonText {
  readonly parts: string[] = [];

  /**
   * Adds a value after what stands before it.
   *
   * @returns whether there is a value: one that is undefined, or whose token is, is left out
   */
  add(line: string, key: string, value: JsonValue, depth: number, resolve: Resolve): boolean {
    switch (typeof value) {
      case "string":
        if (isUnremarkable(value)) this.parts.push(line, key, '"', value, '"');
        else if (resolve && mayHoldToken(value)) return this.add(line, key, resolve(value), depth, undefined);
        else this.parts.push(line, key, JSON.stringify(value));
        return true;
      case "boolean":
        this.parts.push(line, key, value ? "true" : "false");
        return true;
      case "number":
        if (resolve && mayBeToken(value)) return this.add(line, key, resolve(value), depth, undefined);
        this.parts.push(line, key, JSON.stringify(value));
        return true;
      case "undefined":
        return false;
      case "object":
        if (value === null) this.parts.push(line, key, "null");
        else if (value instanceof Unresolved) return this.add(line, key, value.value, depth, value.resolve);
        else if (Array.isArray(value)) return this.addList(line, key, value as JsonValue[], depth, resolve);
        else if (!resolve || isPlain(value)) {
          return this.addObject(line, key, value as Record<string, JsonValue>, depth, resolve);
        } else return this.add(line, key, resolve(value), depth, undefined);
        return true;
    }
    if (resolve) return this.add(line, key, resolve(value), depth, undefined);
    this.parts.push(line, key, JSON.stringify(value));
    return true;
  }

  private addList(line: string, key: string, values: readonly JsonValue[], depth: number, resolve: Resolve): boolean {
    if (resolve && isListOfToken(values)) return this.add(line, key, resolve(values), depth, undefined);
    this.parts.push(line, key, "[");
    let isFirst = true;
    for (const each of values) {
      // Of a list that cdktf has resolved, it keeps what is undefined as null.
      const item = each === undefined && !resolve ? null : each;
      if (this.add(lineAt(depth + 1, isFirst), "", item, depth + 1, resolve)) isFirst = false;
    }
    this.close("]", isFirst, depth);
    return true;
  }

  private addObject(
    line: string,
    key: string,
    object: Readonly<Record<string, JsonValue>>,
    depth: number,
    resolve: Resolve,
  ): boolean {
    const names = definedKeys(object);
    // A map token is a map with one key, which cdktf writes as a token; other keys may contain string tokens.
    if (resolve && names.some(mayHoldToken)) {
      return this.add(line, key, resolve(object), depth, undefined);
    }
    this.parts.push(line, key, "{");
    let isFirst = true;
    for (const name of names) {
      if (this.add(lineAt(depth + 1, isFirst), quotedKey(name), object[name], depth + 1, resolve)) isFirst = false;
    }
    this.close("}", isFirst, depth);
    return true;
  }

  private close(bracket: string, isEmpty: boolean, depth: number): void {
    if (isEmpty && !splitsEmptyGroups) this.parts.push(bracket);
    else this.parts.push(lineAt(depth, true), bracket);
  }
}

/** The keys that have a value, sorted. Most objects have few: inserting each takes less than a general sort. */
function definedKeys(object: Readonly<Record<string, JsonValue>>): string[] {
  const sorted: string[] = [];
  for (const key of Object.keys(object)) {
    if (object[key] === undefined) continue;
    let at = sorted.length;
    while (at > 0 && sorted[at - 1]! > key) at -= 1;
    if (at === sorted.length) sorted.push(key);
    else sorted.splice(at, 0, key);
  }
  return sorted;
}

/**
 * Whether a text stands in JSON as it is and holds no token: it is printable ASCII without quotes, backslashes, opening
 * brackets, and without an `e` beside a digit or sign, which `mayHoldToken` looks at.
 */
function isUnremarkable(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 126 || code === 34 || code === 92 || code === 91) return false;
    if ((code === 101 || code === 69) && (isNumeric(text.charCodeAt(at - 1)) || isNumeric(text.charCodeAt(at + 1)))) {
      return false;
    }
  }
  return true;
}

/** Digits and `+-.`, and the `/` and `,` between them, which cost no more than a closer look. */
function isNumeric(code: number): boolean {
  return code >= 43 && code <= 57;
}

const lines: string[] = [];
const furtherLines: string[] = [];

/** The start of a line. @param isFirst whether nothing stands before it in its group */
function lineAt(depth: number, isFirst: boolean): string {
  const known = isFirst ? lines : furtherLines;
  return (known[depth] ??= `${isFirst ? "" : ","}\n${"  ".repeat(depth)}`);
}

const quotedKeys = new Map<string, string>();
/** Names of arguments are few; names of resources differ from stack to stack. */
const mostQuotedKeys = 2000;

function quotedKey(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const quoted = `${JSON.stringify(key)}: `;
  if (quotedKeys.size < mostQuotedKeys) quotedKeys.set(key, quoted);
  return quoted;
}
