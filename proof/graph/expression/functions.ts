/** Terraform's functions, those that stand between a resource and its reference; all others are unknown by name. */
import { jsonValue } from "../json";
import { isNull, joinedRest, list, literal, NULL, type Scalar, type Unknown, unknown, type Value } from "../model";
import { cidrHost, cidrSubnet } from "./cidr";
import { equal, type Evaluation, failure, isFailure, objectOf, oneOf, referencesOf, template, truth } from "./evaluate";
import { type Expression } from "./syntax";

type Call = Extract<Expression, { kind: "call" }>;

/** A function of values that are settled; undefined where it cannot be told what comes out. */
type Function = (args: readonly Value[], text: string) => Value | undefined;

export function call(node: Call, evaluation: Evaluation): Value {
  if (node.name === "try" || node.name === "can") return attempt(node, evaluation);
  const raw = node.args.map((arg) => evaluation.value(arg));
  if (node.spread) {
    const last = evaluation.settled(raw.pop() ?? list([]));
    if (last.kind !== "list" || last.rest) return open(node, [...raw, last]);
    raw.push(...last.items);
  }
  const failed = raw.find(isFailure);
  if (failed) return failed;
  // What passes a value on unseen keeps its reference; what looks into it follows it first.
  const passing = passOn.get(node.name);
  const result =
    passing?.(raw, node.text) ??
    functions.get(node.name)?.(
      raw.map((value) => evaluation.settled(value)),
      node.text,
    );
  return result ?? open(node, raw);
}

function open(node: Call, args: readonly Value[]): Unknown {
  const known = passOn.has(node.name) || functions.has(node.name);
  const why = known ? "depends on what is not known" : `the function ${node.name} is not followed`;
  return unknown(node.text, why, args.flatMap(referencesOf));
}

/** The first argument that is no error; one that is not known may be either. */
function attempt(node: Call, evaluation: Evaluation): Value {
  const values = node.args.map((arg) => evaluation.value(arg));
  if (node.name === "can") {
    const value = values[0];
    if (!value || value.kind === "unknown") return value && isFailure(value) ? literal(false) : open(node, values);
    return literal(true);
  }
  const first = values.findIndex((value) => !isFailure(value));
  if (first < 0) return failure(node.text, "no argument of try can be evaluated");
  return values[first]!;
}

const same: Function = ([value]) => value;

/** Functions whose arguments may be references: the result holds them as they are. */
const passOn = new Map<string, Function>([
  ["sensitive", same],
  ["nonsensitive", same],
  ["ephemeralasnull", () => NULL],
  ["jsonencode", ([value]) => value && { kind: "json", of: value }],
  ["tostring", ([value]) => (value?.kind === "literal" && value.value !== null ? literal(String(value.value)) : value)],
  ["tonumber", ([value]) => (value?.kind === "literal" && value.value !== null ? literal(Number(value.value)) : value)],
  ["tobool", ([value]) => (value?.kind === "literal" ? literal(truth(value) ?? null) : value)],
  ["format", ([pattern, ...args]) => format(pattern, args)],
  ["coalesce", (args, text) => coalesce(args, text)],
  ["element", ([of, index], text) => (of?.kind === "list" ? element(of, index, text) : undefined)],
  ["trimspace", ([value]) => (value?.kind === "reference" ? value : undefined)],
]);

const functions = new Map<string, Function>([
  ["tolist", same],
  ["tomap", same],
  ["toset", ([value]) => value && asSet(value)],
  ["element", ([of, index], text) => of && element(of, index, text)],
  ["one", ([value], text) => (value ? one(value, text) : undefined)],
  ["concat", (args) => concat(args)],
  ["flatten", ([value]) => (value?.kind === "list" ? flattened(value) : undefined)],
  ["compact", ([value]) => mapList(value, (items) => items.filter((item) => !isNull(item) && textOf(item) !== ""))],
  ["distinct", ([value]) => mapList(value, distinct)],
  ["reverse", ([value]) => closedList(value, (items) => [...items].reverse())],
  ["sort", ([value]) => sorted(value)],
  ["slice", ([value, from, to]) => slice(value, from, to)],
  ["setunion", (args) => asSet(concat(args) ?? NULL)],
  ["merge", (args) => merge(args)],
  ["lookup", ([map, key, other], text) => lookup(map, key, other, text)],
  ["keys", ([map]) => closedObject(map, (entries) => list([...entries.keys()].sort().map(literal)))],
  ["values", ([map]) => closedObject(map, (entries) => list([...entries].sort(byKey).map(([, value]) => value)))],
  ["zipmap", ([keys, values]) => zipmap(keys, values)],
  ["contains", ([of, item]) => contains(of, item)],
  ["length", ([value]) => length(value)],
  ["alltrue", ([value]) => allTrue(value, true)],
  ["anytrue", ([value]) => allTrue(value, false)],
  ["coalescelist", (args) => (args[0]?.kind === "list" && args[0].items.length > 0 ? args[0] : undefined)],
  ["range", (args) => range(args)],
  ["join", ([separator, items]) => join(separator, items)],
  ["split", texts(([separator, text]) => list(text!.split(separator!).map(literal)))],
  ["lower", texts(([text]) => literal(text!.toLowerCase()))],
  ["upper", texts(([text]) => literal(text!.toUpperCase()))],
  ["trimspace", texts(([text]) => literal(text!.trim()))],
  ["trimprefix", texts(([text, cut]) => literal(text!.startsWith(cut!) ? text!.slice(cut!.length) : text!))],
  ["trimsuffix", texts(([text, cut]) => literal(cut && text!.endsWith(cut) ? text!.slice(0, -cut.length) : text!))],
  ["replace", texts(([text, cut, by]) => (/^\/.*\/$/.test(cut!) ? undefined : literal(text!.replaceAll(cut!, by!))))],
  ["startswith", texts(([text, start]) => literal(text!.startsWith(start!)))],
  ["endswith", texts(([text, end]) => literal(text!.endsWith(end!)))],
  ["substr", texts(([text, from, count]) => substr(text!, Number(from), Number(count)))],
  ["base64encode", texts(([text]) => literal(Buffer.from(text!, "utf8").toString("base64")))],
  ["base64decode", texts(([text]) => literal(Buffer.from(text!, "base64").toString("utf8")))],
  ["jsondecode", ([value]) => (value ? decoded(value) : undefined)],
  ["min", numbers((values) => Math.min(...values))],
  ["max", numbers((values) => Math.max(...values))],
  ["abs", numbers(([value]) => Math.abs(value!))],
  ["floor", numbers(([value]) => Math.floor(value!))],
  ["ceil", numbers(([value]) => Math.ceil(value!))],
  ["cidrsubnet", texts(([prefix, bits, number]) => optional(cidrSubnet(prefix!, Number(bits), Number(number))))],
  ["cidrhost", texts(([prefix, number]) => optional(cidrHost(prefix!, Number(number))))],
]);

function optional(text: string | undefined): Value | undefined {
  return text === undefined ? undefined : literal(text);
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "literal" && value.value !== null ? String(value.value) : undefined;
}

function texts(of: (args: string[]) => Value | undefined): Function {
  return (args) => {
    const known = args.map(textOf);
    return known.every((text) => text !== undefined) ? of(known) : undefined;
  };
}

function numbers(of: (args: number[]) => number): Function {
  return (args) => {
    const known = args.map((arg) => Number(textOf(arg) ?? Number.NaN));
    return known.length === 0 || known.some(Number.isNaN) ? undefined : literal(of(known));
  };
}

function mapList(value: Value | undefined, of: (items: readonly Value[]) => readonly Value[]): Value | undefined {
  return value?.kind === "list" ? list(of(value.items), value.rest) : undefined;
}

function closedList(value: Value | undefined, of: (items: readonly Value[]) => readonly Value[]): Value | undefined {
  return value?.kind === "list" && !value.rest ? list(of(value.items)) : undefined;
}

function closedObject(value: Value | undefined, of: (entries: ReadonlyMap<string, Value>) => Value): Value | undefined {
  return value?.kind === "object" && !value.rest ? of(value.entries) : undefined;
}

function byKey([a]: readonly [string, Value], [b]: readonly [string, Value]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function distinct(items: readonly Value[]): readonly Value[] {
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
function asSet(value: Value): Value | undefined {
  if (value.kind !== "list") return undefined;
  const items = distinct(value.items);
  const literals = items.every((item) => item.kind === "literal");
  return list(literals ? [...items].sort((a, b) => compare(textOf(a) ?? "", textOf(b) ?? "")) : items, value.rest);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorted(value: Value | undefined): Value | undefined {
  if (value?.kind !== "list" || value.rest || !value.items.every((item) => item.kind === "literal")) return undefined;
  return list([...value.items].sort((a, b) => compare(textOf(a) ?? "", textOf(b) ?? "")));
}

function element(of: Value, index: Value | undefined, text: string): Value | undefined {
  if (of.kind !== "list" || of.rest) return undefined;
  if (of.items.length === 0) return failure(text, "the list is empty");
  const at = Number(textOf(index) ?? Number.NaN);
  if (!Number.isInteger(at)) return oneOf(of.items, text, "the index is not known");
  const count = of.items.length;
  return of.items[((at % count) + count) % count];
}

function one(value: Value, text: string): Value | undefined {
  if (isNull(value)) return NULL;
  if (value.kind !== "list" || value.rest) return undefined;
  return value.items.length > 1 ? failure(text, "the list has more than one element") : (value.items[0] ?? NULL);
}

function concat(args: readonly Value[]): Value | undefined {
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

function flattened(value: Extract<Value, { kind: "list" }>): Value {
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

function slice(value: Value | undefined, from: Value | undefined, to: Value | undefined): Value | undefined {
  const [start, end] = [Number(textOf(from) ?? Number.NaN), Number(textOf(to) ?? Number.NaN)];
  if (!Number.isInteger(start) || !Number.isInteger(end)) return undefined;
  return closedList(value, (items) => items.slice(start, end));
}

function merge(args: readonly Value[]): Value | undefined {
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

function lookup(map: Value | undefined, key: Value | undefined, other: Value | undefined, text: string) {
  const name = textOf(key);
  if (map?.kind !== "object" || name === undefined) return undefined;
  const entry = map.entries.get(name);
  if (entry) return entry;
  if (map.rest) return undefined;
  return other ?? failure(text, `has no element "${name}"`);
}

function zipmap(keys: Value | undefined, values: Value | undefined): Value | undefined {
  if (keys?.kind !== "list" || values?.kind !== "list" || keys.rest || values.rest) return undefined;
  const names = keys.items.map(textOf);
  if (names.length !== values.items.length || names.includes(undefined)) return undefined;
  return objectOf(new Map(names.map((name, at) => [name!, values.items[at]!])));
}

function contains(of: Value | undefined, item: Value | undefined): Value | undefined {
  if (of?.kind !== "list" || !item) return undefined;
  const answers = of.items.map((element) => equal(element, item));
  if (answers.includes(true)) return literal(true);
  return of.rest || answers.includes(undefined) ? undefined : literal(false);
}

function length(value: Value | undefined): Value | undefined {
  if (value?.kind === "list" && !value.rest) return literal(value.items.length);
  if (value?.kind === "object" && !value.rest) return literal(value.entries.size);
  return value?.kind === "literal" && typeof value.value === "string" ? literal([...value.value].length) : undefined;
}

function allTrue(value: Value | undefined, wanted: boolean): Value | undefined {
  if (value?.kind !== "list") return undefined;
  const answers = value.items.map(truth);
  if (answers.includes(!wanted)) return literal(!wanted);
  return value.rest || answers.includes(undefined) ? undefined : literal(wanted);
}

function coalesce(args: readonly Value[], text: string): Value | undefined {
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

const longestRange = 1024;

function range(args: readonly Value[]): Value | undefined {
  const known = args.map((arg) => Number(textOf(arg) ?? Number.NaN));
  const [start, end, step] = known.length === 1 ? [0, known[0]!, 1] : [known[0]!, known[1]!, known[2] ?? 1];
  if (![start, end, step].every(Number.isFinite) || step === 0) return undefined;
  const count = Math.ceil((end! - start!) / step!);
  if (count > longestRange) return undefined;
  return list(Array.from({ length: Math.max(0, count) }, (_, at) => literal(start! + at * step!)));
}

function join(separator: Value | undefined, items: Value | undefined): Value | undefined {
  const between = separator?.kind === "literal" ? String(separator.value ?? "") : undefined;
  if (items?.kind !== "list" || items.rest || between === undefined) return undefined;
  return template(items.items.flatMap((item, at) => (at === 0 ? [item] : [literal(between), item])));
}

/** `%s`, `%d`, `%v` and `%%`; with any other verb the text is not known. */
function format(pattern: Value | undefined, args: readonly Value[]): Value | undefined {
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

function substr(text: string, from: number, count: number): Value | undefined {
  if (!Number.isInteger(from) || !Number.isInteger(count)) return undefined;
  const chars = [...text];
  const start = from < 0 ? Math.max(0, chars.length + from) : from;
  return literal(chars.slice(start, count < 0 ? undefined : start + count).join(""));
}

function decoded(value: Value): Value | undefined {
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
