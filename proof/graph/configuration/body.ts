/** The JSON of a block's body as a value: strings evaluated, `dynamic` blocks expanded. */
import { evaluateText, Evaluation } from "../expression/evaluate";
import { objectOf, pairsOf, referencesOf } from "../expression/operations";
import { type Scope } from "../expression/scope";
import { isRecord, type JsonObject } from "../json/json-syntax";
import { isNull, joinedRest, list, literal, NULL, type Unknown, unknownValue, type Value } from "../model";

/** Deeper than any provider's schema, or any policy written as an object. */
const deepest = 64;

export function bodyValue(json: unknown, scope: Scope, depth = 0): Value {
  if (typeof json === "string") return evaluateText(json, scope);
  if (json === null || json === undefined) return NULL;
  if (typeof json === "number" || typeof json === "boolean") return literal(json);
  if (depth > deepest) return unknownValue("…", "nested too deeply");
  if (Array.isArray(json)) return list(json.map((item) => bodyValue(item, scope, depth + 1)));
  const entries = new Map<string, Value>();
  let unknownRest: Unknown | undefined;
  for (const key of Object.keys(json)) {
    if (key === "dynamic" || key === "//") continue;
    const value = bodyValue((json as JsonObject)[key], scope, depth + 1);
    // Keys are templates too.
    const name = /[$%]\{/.test(key) ? scope.follow(evaluateText(key, scope)) : literal(key);
    if (name.kind === "literal" && name.value !== null) entries.set(String(name.value), value);
    else unknownRest ??= unknownValue(key, "a key is not known", [...referencesOf(name), ...referencesOf(value)]);
  }
  const dynamic = (json as JsonObject)["dynamic"];
  if (dynamic === undefined) return objectOf(entries, unknownRest);
  for (const [name, blocks] of dynamicBlocks(dynamic, scope, depth)) {
    const before = entries.get(name);
    entries.set(name, before ? joined(before, blocks) : blocks);
  }
  return objectOf(entries, unknownRest);
}

/** The concatenation of blocks. */
export function joined(a: Value, b: Value): Value {
  const items = [a, b].flatMap((value) => (value.kind === "list" ? value.items : isNull(value) ? [] : [value]));
  const rests = [a, b].map((value) => (value.kind === "list" ? value.unknownRest : undefined));
  return list(items, joinedRest(rests[0], rests[1]));
}

/** The blocks that `dynamic "name" { for_each, iterator, content }` expands to, by name. */
export function dynamicBlocks(json: unknown, scope: Scope, depth = 0): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const blocks of asList(json)) {
    if (!isRecord(blocks)) continue;
    for (const name of Object.keys(blocks)) {
      for (const block of asList(blocks[name])) {
        if (!isRecord(block)) continue;
        const value = expanded(name, block, scope, depth);
        const before = found.get(name);
        found.set(name, before ? joined(before, value) : value);
      }
    }
  }
  return found;
}

function expanded(name: string, block: JsonObject, scope: Scope, depth: number): Value {
  const over = scope.follow(bodyValue(block["for_each"], scope, depth + 1));
  const pairs = pairsOf(over);
  const text = `dynamic ${name}`;
  if (!pairs) {
    const open: Unknown =
      over.kind === "unknown"
        ? { ...over, expression: `${text} for_each = ${over.expression}`, closed: false }
        : unknownValue(text, "for_each is not known");
    return list([], open);
  }
  const iterator = typeof block["iterator"] === "string" ? bareName(block["iterator"]) : name;
  const items = pairs.map(([key, value]) => {
    const each = new Map([
      ["key", key],
      ["value", value],
    ]);
    const inner = new Evaluation(scope).within(new Map([[iterator, { kind: "object", entries: each }]]));
    return bodyValue(asList(block["content"])[0] ?? {}, inner.scope, depth + 1);
  });
  return list(items, "unknownRest" in over ? over.unknownRest : undefined);
}

/** `it` of `${it}`, the JSON form of a bare HCL name. */
function bareName(text: string): string {
  return text.replace(/^\$\{(.*)\}$/, "$1");
}

export function asList(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : json === undefined || json === null ? [] : [json];
}

/** `false`, or the text that means the same. */
export function isFalse(json: unknown): boolean {
  return json === false || json === "false";
}
