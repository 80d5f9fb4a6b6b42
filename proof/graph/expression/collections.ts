/** Terraform's functions for lists, sets and maps; undefined if the result can't be determined. */
import { isNull, joinedRest, list, literal, NULL, type Unknown, unknownValue, type Value } from "../model";
import { numberOf } from "./numbers";
import { equal, failure, objectOf, oneOf, referencesOf, textOf, truth } from "./operations";
import { graphemes } from "./texts";

export function mapList(
  value: Value | undefined,
  of: (items: readonly Value[]) => readonly Value[],
): Value | undefined {
  return value?.kind === "list" ? list(of(value.items), value.unknownRest) : undefined;
}

export function closedList(
  value: Value | undefined,
  of: (items: readonly Value[]) => readonly Value[] | undefined,
): Value | undefined {
  const items = value?.kind === "list" && !value.unknownRest ? of(value.items) : undefined;
  return items && list(items);
}

export function closedObject(
  value: Value | undefined,
  of: (entries: ReadonlyMap<string, Value>) => Value,
): Value | undefined {
  return value?.kind === "object" && !value.unknownRest ? of(value.entries) : undefined;
}

export function byKey([a]: readonly [string, Value], [b]: readonly [string, Value]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function distinct(items: readonly Value[]): readonly Value[] {
  const seen: Value[] = [];
  const names = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    if (name === undefined ? seen.some((one) => equal(one, item) === true) : names.has(name)) continue;
    if (name !== undefined) names.add(name);
    seen.push(item);
  }
  return seen;
}

function nameOf(item: Value): string | undefined {
  if (item.kind === "literal") return `${typeof item.value} ${item.value}`;
  return item.kind === "reference" ? `> ${item.to} ${item.attribute}` : undefined;
}

/** Whether the known parts of two lists determine which elements they share. */
function decidable(items: readonly Value[]): boolean {
  return items.every((item) => item.kind === "literal");
}

/** Converts all elements to one type, as in lists and sets: text if the types differ. */
export function unified(items: readonly Value[]): readonly Value[] {
  const types = new Set(items.map((item) => (item.kind === "literal" && item.value !== null ? typeof item.value : "")));
  types.delete("");
  if (types.size < 2) return items;
  return items.map((item) => (item.kind === "literal" && item.value !== null ? literal(String(item.value)) : item));
}

/** Sorts known texts, as in Terraform's sets; references keep their order. */
export function asSet(value: Value): Value | undefined {
  if (value.kind !== "list") return undefined;
  const items = distinct(unified(value.items));
  const ordered = decidable(items) ? [...items].sort(inOrder) : items;
  return { ...list(ordered, value.unknownRest), set: true };
}

function inOrder(a: Value, b: Value): number {
  if (a.kind !== "literal" || b.kind !== "literal") return 0;
  if (typeof a.value === "number" && typeof b.value === "number") return a.value - b.value;
  return compare(textOf(a) ?? "", textOf(b) ?? "");
}

function compare(a: string, b: string): number {
  return /^[\0-\x7f]*$/.test(a) && /^[\0-\x7f]*$/.test(b)
    ? a < b
      ? -1
      : a > b
        ? 1
        : 0
    : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function sorted(value: Value | undefined): Value | undefined {
  if (value?.kind !== "list" || value.unknownRest) return undefined;
  const texts = value.items.map(textOf);
  if (!texts.every((text) => text !== undefined)) return undefined;
  return list(texts.sort(compare).map(literal));
}

export function setIntersection(args: readonly Value[]): Value | undefined {
  const [first, ...others] = args.map((arg) => closedLiterals(arg));
  if (!first || others.includes(undefined)) return undefined;
  return asSet(list(first.filter((item) => others.every((other) => other!.some((one) => equal(one, item) === true)))));
}

export function setSubtract(args: readonly Value[]): Value | undefined {
  const [first, second] = args.map((arg) => closedLiterals(arg));
  if (!first || !second) return undefined;
  return asSet(list(first.filter((item) => !second.some((one) => equal(one, item) === true))));
}

function closedLiterals(value: Value): readonly Value[] | undefined {
  return value.kind === "list" && !value.unknownRest && decidable(value.items) ? value.items : undefined;
}

const mostProducts = 10_000;

export function setProduct(args: readonly Value[]): Value | undefined {
  const lists = args.map((arg) => (arg.kind === "list" && !arg.unknownRest ? arg.items : undefined));
  if (lists.length < 2 || lists.includes(undefined)) return undefined;
  if (lists.reduce((size, one) => size * one!.length, 1) > mostProducts) return undefined;
  const products = lists.reduce<readonly (readonly Value[])[]>(
    (found, one) => found.flatMap((before) => one!.map((item) => [...before, item])),
    [[]],
  );
  const all = list(products.map((product) => list(product)));
  return args.every((arg) => arg.kind === "list" && arg.set) ? { ...all, set: true } : all;
}

export function indexOf(of: Value | undefined, item: Value | undefined, text: string): Value | undefined {
  if (of?.kind !== "list" || !item) return undefined;
  for (const [at, one] of of.items.entries()) {
    const same = equal(one, item);
    if (same === true) return literal(at);
    if (same === undefined) return undefined;
  }
  return of.unknownRest ? undefined : failure(text, "the item is not in the list");
}

export function chunkList(of: Value | undefined, size: number | undefined): Value | undefined {
  if (of?.kind !== "list" || of.unknownRest || size === undefined || size < 0) return undefined;
  if (size === 0) return list([of]);
  const count = Math.ceil(of.items.length / size);
  return list(Array.from({ length: count }, (_, at) => list(of.items.slice(at * size, (at + 1) * size))));
}

export function matchKeys(values: Value | undefined, keys: Value | undefined, wanted: Value | undefined) {
  if (values?.kind !== "list" || keys?.kind !== "list" || wanted?.kind !== "list") return undefined;
  if (values.unknownRest || keys.unknownRest || wanted.unknownRest || keys.items.length !== values.items.length)
    return undefined;
  const items: Value[] = [];
  for (const [at, key] of keys.items.entries()) {
    const answers = wanted.items.map((one) => equal(one, key));
    if (answers.includes(true)) items.push(values.items[at]!);
    else if (answers.includes(undefined)) return undefined;
  }
  return list(items);
}

export function transposed(map: Value | undefined): Value | undefined {
  if (map?.kind !== "object" || map.unknownRest) return undefined;
  const found = new Map<string, string[]>();
  for (const [key, texts] of map.entries) {
    if (texts.kind !== "list" || texts.unknownRest) return undefined;
    for (const item of texts.items) {
      const text = textOf(item);
      if (text === undefined) return undefined;
      found.set(text, [...(found.get(text) ?? []), key]);
    }
  }
  return objectOf(new Map([...found].map(([text, keys]) => [text, list(keys.sort(compare).map(literal))])));
}

export function coalesceList(args: readonly Value[], text: string): Value | undefined {
  for (const arg of args) {
    if (isNull(arg)) continue;
    if (arg.kind !== "list") return undefined;
    if (arg.items.length > 0) return arg;
    if (arg.unknownRest) return undefined;
  }
  return failure(text, "no list has elements");
}

export function element(of: Value, index: Value | undefined, text: string): Value | undefined {
  if (of.kind !== "list" || of.unknownRest) return undefined;
  if (of.items.length === 0) return failure(text, "the list is empty");
  const at = numberOf(index) ?? Number.NaN;
  if (at < 0) return undefined; // an error until Terraform 1.11, an index from the end since
  if (!Number.isInteger(at)) return oneOf(of.items, text, "the index is not known");
  const count = of.items.length;
  return of.items[((at % count) + count) % count];
}

export function one(value: Value, text: string): Value | undefined {
  if (value.kind !== "list" || value.unknownRest) return undefined;
  return value.items.length > 1 ? failure(text, "the list has more than one element") : (value.items[0] ?? NULL);
}

export function concat(args: readonly Value[]): Value | undefined {
  const items: Value[] = [];
  let unknownRest: Unknown | undefined;
  for (const arg of args) {
    if (arg.kind === "list") {
      items.push(...arg.items);
      unknownRest = joinedRest(unknownRest, arg.unknownRest);
    } else if (!isNull(arg)) unknownRest = joinedRest(unknownRest, restOf(arg));
  }
  return list(items, unknownRest);
}

function restOf(value: Value): Unknown {
  return value.kind === "unknown" ? value : unknownValue(value.kind, "not known as a list", referencesOf(value));
}

export function flattened(value: Extract<Value, { kind: "list" }>): Value {
  const items: Value[] = [];
  let unknownRest = value.unknownRest;
  for (const item of value.items) {
    if (item.kind === "list") {
      const inner = flattened(item) as Extract<Value, { kind: "list" }>;
      items.push(...inner.items);
      unknownRest = joinedRest(unknownRest, inner.unknownRest);
    } else if (item.kind === "unknown") unknownRest = joinedRest(unknownRest, item);
    else items.push(item);
  }
  return list(items, unknownRest);
}

export function slice(value: Value | undefined, from: Value | undefined, to: Value | undefined): Value | undefined {
  const [start, end] = [Number(textOf(from) ?? Number.NaN), Number(textOf(to) ?? Number.NaN)];
  if (!Number.isInteger(start) || !Number.isInteger(end)) return undefined;
  return closedList(value, (items) =>
    start < 0 || end < start || end > items.length ? undefined : items.slice(start, end),
  );
}

export function merge(args: readonly Value[]): Value | undefined {
  const entries = new Map<string, Value>();
  let unknownRest: Unknown | undefined;
  for (const arg of args) {
    if (arg.kind === "object") {
      // Entries that an unknown map may overwrite become unknown.
      if (arg.unknownRest) entries.clear();
      for (const [key, entry] of arg.entries) entries.set(key, entry);
      unknownRest = joinedRest(unknownRest, arg.unknownRest);
    } else if (!isNull(arg)) {
      entries.clear();
      unknownRest = joinedRest(unknownRest, restOf(arg));
    }
  }
  return objectOf(entries, unknownRest);
}

export function lookup(map: Value | undefined, key: Value | undefined, other: Value | undefined, text: string) {
  const name = textOf(key);
  if (map?.kind !== "object" || name === undefined) return undefined;
  const entry = map.entries.get(name);
  if (entry) return entry;
  if (map.unknownRest) return undefined;
  return other ?? failure(text, `has no element "${name}"`);
}

export function zipmap(keys: Value | undefined, values: Value | undefined): Value | undefined {
  if (keys?.kind !== "list" || values?.kind !== "list" || keys.unknownRest || values.unknownRest) return undefined;
  const names = keys.items.map(textOf);
  if (names.length !== values.items.length || names.includes(undefined)) return undefined;
  return objectOf(new Map(names.map((name, at) => [name!, values.items[at]!])));
}

export function contains(of: Value | undefined, item: Value | undefined): Value | undefined {
  if (of?.kind !== "list" || !item) return undefined;
  const answers = of.items.map((element) => equal(element, item));
  if (answers.includes(true)) return literal(true);
  return of.unknownRest || answers.includes(undefined) ? undefined : literal(false);
}

export function length(value: Value | undefined): Value | undefined {
  if (value?.kind === "list" && !value.unknownRest) return literal(value.items.length);
  if (value?.kind === "object" && !value.unknownRest) return literal(value.entries.size);
  const text = value?.kind === "literal" && typeof value.value === "string" ? graphemes(value.value) : undefined;
  return text && literal(text.length);
}

export function allTrue(value: Value | undefined, wanted: boolean): Value | undefined {
  if (value?.kind !== "list") return undefined;
  const answers = value.items.map(truth);
  if (answers.includes(!wanted)) return literal(!wanted);
  return value.unknownRest || answers.includes(undefined) ? undefined : literal(wanted);
}

const longestRange = 1024;

export function range(args: readonly Value[]): Value | undefined {
  const known = args.map((arg) => Number(textOf(arg) ?? Number.NaN));
  const [start, end, step] = known.length === 1 ? [0, known[0]!, 1] : [known[0]!, known[1]!, known[2] ?? 1];
  if (![start, end, step].every(Number.isFinite) || step === 0) return undefined;
  const count = Math.ceil((end! - start!) / step!);
  if (count > longestRange) return undefined;
  return list(Array.from({ length: Math.max(0, count) }, (_, at) => literal(start! + at * step!)));
}
