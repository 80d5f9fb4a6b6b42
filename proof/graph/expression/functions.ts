/** Terraform's functions, those that stand between a resource and its reference; all others are unknown by name. */
import { isNull, list, literal, NULL, type Unknown, unknown, type Value } from "../model";
import { cidrHost, cidrSubnet } from "./cidr";
import {
  allTrue,
  asSet,
  byKey,
  closedList,
  closedObject,
  concat,
  contains,
  distinct,
  element,
  flattened,
  length,
  lookup,
  mapList,
  merge,
  one,
  range,
  slice,
  sorted,
  zipmap,
} from "./collections";
import { type Evaluation } from "./evaluate";
import { failure, isFailure, referencesOf, textOf, truth } from "./operations";
import { type Expression } from "./syntax";
import { coalesce, decoded, decodedYaml, format, join, substr } from "./texts";

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
  ["yamldecode", ([value]) => (value ? decodedYaml(value) : undefined)],
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
