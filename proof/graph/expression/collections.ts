/** Terraform's functions of lists, sets and maps; undefined where it cannot be told what comes out. */
import { isNull, joinedRest, list, literal, NULL, type Unknown, unknown, type Value } from "../model";
import { equal, failure, objectOf, oneOf, referencesOf, textOf, truth } from "./operations";

export function mapList(
  value: Value | undefined,
  of: (items: readonly Value[]) => readonly Value[],
): Value | undefined {
  return value?.kind === "list" ? list(of(value.items), value.rest) : undefined;
}

export function closedList(
  value: Value | undefined,
  of: (items: readonly Value[]) => readonly Value[],
): Value | undefined {
  return value?.kind === "list" && !value.rest ? list(of(value.items)) : undefined;
}

export function closedObject(
  value: Value | undefined,
  of: (entries: ReadonlyMap<string, Value>) => Value,
): Value | undefined {
  return value?.kind === "object" && !value.rest ? of(value.entries) : undefined;
}

export function byKey([a]: readonly [string, Value], [b]: readonly [string, Value]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function distinct(items: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const name =
      item.kind === "literal"
        ? `=${item.value}`
        : item.kind === "reference"
          ? `>${item.to} ${item.attribute}`
          : undefined;
    if (name === undefined) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

/** Known texts in order, as Terraform keeps sets; references keep theirs. */
export function asSet(value: Value): Value | undefined {
  if (value.kind !== "list") return undefined;
  const items = distinct(value.items);
  const literals = items.every((item) => item.kind === "literal");
  return list(literals ? [...items].sort((a, b) => compare(textOf(a) ?? "", textOf(b) ?? "")) : items, value.rest);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sorted(value: Value | undefined): Value | undefined {
  if (value?.kind !== "list" || value.rest || !value.items.every((item) => item.kind === "literal")) return undefined;
  return list([...value.items].sort((a, b) => compare(textOf(a) ?? "", textOf(b) ?? "")));
}

export function element(of: Value, index: Value | undefined, text: string): Value | undefined {
  if (of.kind !== "list" || of.rest) return undefined;
  if (of.items.length === 0) return failure(text, "the list is empty");
  const at = Number(textOf(index) ?? Number.NaN);
  if (!Number.isInteger(at)) return oneOf(of.items, text, "the index is not known");
  const count = of.items.length;
  return of.items[((at % count) + count) % count];
}

export function one(value: Value, text: string): Value | undefined {
  if (isNull(value)) return NULL;
  if (value.kind !== "list" || value.rest) return undefined;
  return value.items.length > 1 ? failure(text, "the list has more than one element") : (value.items[0] ?? NULL);
}

export function concat(args: readonly Value[]): Value | undefined {
  const items: Value[] = [];
  let rest: Unknown | undefined;
  for (const arg of args) {
    if (arg.kind === "list") {
      items.push(...arg.items);
      rest = joinedRest(rest, arg.rest);
    } else if (!isNull(arg)) rest = joinedRest(rest, restOf(arg));
  }
  return list(items, rest);
}

function restOf(value: Value): Unknown {
  return value.kind === "unknown" ? value : unknown(value.kind, "not known as a list", referencesOf(value));
}

export function flattened(value: Extract<Value, { kind: "list" }>): Value {
  const items: Value[] = [];
  let rest = value.rest;
  for (const item of value.items) {
    if (item.kind === "list") {
      const inner = flattened(item) as Extract<Value, { kind: "list" }>;
      items.push(...inner.items);
      rest = joinedRest(rest, inner.rest);
    } else if (item.kind === "unknown") rest = joinedRest(rest, item);
    else items.push(item);
  }
  return list(items, rest);
}

export function slice(value: Value | undefined, from: Value | undefined, to: Value | undefined): Value | undefined {
  const [start, end] = [Number(textOf(from) ?? Number.NaN), Number(textOf(to) ?? Number.NaN)];
  if (!Number.isInteger(start) || !Number.isInteger(end)) return undefined;
  return closedList(value, (items) => items.slice(start, end));
}

export function merge(args: readonly Value[]): Value | undefined {
  const entries = new Map<string, Value>();
  let rest: Unknown | undefined;
  for (const arg of args) {
    if (arg.kind === "object") {
      // What an unknown map may overwrite is itself no longer known.
      if (arg.rest) entries.clear();
      for (const [key, entry] of arg.entries) entries.set(key, entry);
      rest = joinedRest(rest, arg.rest);
    } else if (!isNull(arg)) {
      entries.clear();
      rest = joinedRest(rest, restOf(arg));
    }
  }
  return objectOf(entries, rest);
}

export function lookup(map: Value | undefined, key: Value | undefined, other: Value | undefined, text: string) {
  const name = textOf(key);
  if (map?.kind !== "object" || name === undefined) return undefined;
  const entry = map.entries.get(name);
  if (entry) return entry;
  if (map.rest) return undefined;
  return other ?? failure(text, `has no element "${name}"`);
}

export function zipmap(keys: Value | undefined, values: Value | undefined): Value | undefined {
  if (keys?.kind !== "list" || values?.kind !== "list" || keys.rest || values.rest) return undefined;
  const names = keys.items.map(textOf);
  if (names.length !== values.items.length || names.includes(undefined)) return undefined;
  return objectOf(new Map(names.map((name, at) => [name!, values.items[at]!])));
}

export function contains(of: Value | undefined, item: Value | undefined): Value | undefined {
  if (of?.kind !== "list" || !item) return undefined;
  const answers = of.items.map((element) => equal(element, item));
  if (answers.includes(true)) return literal(true);
  return of.rest || answers.includes(undefined) ? undefined : literal(false);
}

export function length(value: Value | undefined): Value | undefined {
  if (value?.kind === "list" && !value.rest) return literal(value.items.length);
  if (value?.kind === "object" && !value.rest) return literal(value.entries.size);
  return value?.kind === "literal" && typeof value.value === "string" ? literal([...value.value].length) : undefined;
}

export function allTrue(value: Value | undefined, wanted: boolean): Value | undefined {
  if (value?.kind !== "list") return undefined;
  const answers = value.items.map(truth);
  if (answers.includes(!wanted)) return literal(!wanted);
  return value.rest || answers.includes(undefined) ? undefined : literal(wanted);
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
