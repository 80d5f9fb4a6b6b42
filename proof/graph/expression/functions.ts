/**
 * Terraform's functions that are common between a resource and a reference to it; all others are reported as unknown,
 * by name.
 */
import { isNull, list, type ListValue, literal, NULL, type Unknown, unknownValue, type Value } from "../model";
import { cidrHost, cidrNetmask, cidrSubnet, cidrSubnets } from "./cidr";
import {
  allTrue,
  asSet,
  byKey,
  chunkList,
  closedList,
  closedObject,
  coalesceList,
  concat,
  contains,
  distinct,
  element,
  flattened,
  indexOf,
  length,
  lookup,
  mapList,
  matchKeys,
  merge,
  one,
  range,
  setIntersection,
  setProduct,
  setSubtract,
  slice,
  sorted,
  transposed,
  unified,
  zipmap,
} from "./collections";
import { toMap, toScalar } from "./convert";
import { fromFiles, hash } from "./file-functions";
import { isExact, numberOf } from "./numbers";
import { failure, isFailure, referencesOf, textOf } from "./operations";
import { type Evaluator } from "./scope";
import { type Expression } from "./syntax";
import {
  coalesce,
  decoded,
  decodedYaml,
  format,
  formatList,
  graphemes,
  indented,
  join,
  jsonText,
  matched,
  pattern,
  replaced,
  substr,
  titled,
  trimmed,
} from "./texts";

type Call = Extract<Expression, { kind: "call" }>;

/** A function of resolved values; undefined if the result can't be determined. */
type Function = (args: readonly Value[], text: string) => Value | undefined;

export function call(node: Call, evaluation: Evaluator): Value {
  if (node.name === "try" || node.name === "can") return attempt(node, evaluation);
  const raw = node.args.map((arg) => evaluation.value(arg));
  if (node.spread) {
    const last = evaluation.settled(raw.pop() ?? list([]));
    if (last.kind !== "list" || last.unknownRest) return open(node, [...raw, last]);
    raw.push(...last.items);
  }
  const failed = raw.find(isFailure);
  if (failed) return failed;
  const read = fromFiles.get(node.name);
  if (read) {
    const settled = raw.map((value) => evaluation.settled(value));
    const value = read(settled, evaluation) ?? open(node, raw);
    return typeof value === "string" ? unknownValue(node.text, value, raw.flatMap(referencesOf)) : value;
  }
  // Functions that pass a value through keep the reference; functions that read the value follow it first.
  const passing = passOn.get(node.name);
  const result =
    passing?.(raw, node.text) ??
    functions.get(node.name)?.(
      raw.map((value) => asText(evaluation.settled(value))),
      node.text,
    );
  return result ?? open(node, raw);
}

/** The result of `jsonencode`, as text if it is completely known. */
function asText(value: Value): Value {
  const text = value.kind === "json" && !value.yaml ? jsonText(value.of) : undefined;
  return text === undefined ? value : literal(text);
}

function open(node: Call, args: readonly Value[]): Unknown {
  const known = passOn.has(node.name) || functions.has(node.name) || fromFiles.has(node.name);
  const why = known ? "depends on what is not known" : `the function ${node.name} is not followed`;
  return unknownValue(node.text, why, args.flatMap(referencesOf));
}

/** The first argument that is not an error; an unknown one may be either. */
function attempt(node: Call, evaluation: Evaluator): Value {
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

/** Functions whose arguments can be references, which the result contains unchanged. */
const passOn = new Map<string, Function>([
  ["sensitive", same],
  ["nonsensitive", same],
  ["ephemeralasnull", () => NULL],
  ["jsonencode", ([value]) => value && { kind: "json", of: value }],
  ["yamlencode", ([value]) => value && { kind: "json", of: value, yaml: true }],
  ["tostring", ([value], text) => converting(value, "string", text)],
  ["tonumber", ([value], text) => converting(value, "number", text)],
  ["tobool", ([value], text) => converting(value, "bool", text)],
  ["format", ([pattern, ...args]) => format(pattern, args)],
  ["coalesce", (args, text) => coalesce(args, text)],
  ["element", ([of, index], text) => (of?.kind === "list" ? element(of, index, text) : undefined)],
  ["trimspace", ([value]) => (value?.kind === "reference" ? value : undefined)],
]);

function converting(value: Value | undefined, type: "string" | "number" | "bool", text: string): Value | undefined {
  const made = toScalar(value, type);
  return made ?? (value?.kind === "literal" ? failure(text, `cannot be converted to ${type}`) : undefined);
}

const functions = new Map<string, Function>([
  ["tolist", ([value]) => (value?.kind === "list" ? list(unified(value.items), value.unknownRest) : undefined)],
  ["tomap", ([value]) => value && toMap(value)],
  ["toset", ([value]) => value && asSet(value)],
  ["element", ([of, index], text) => of && element(of, index, text)],
  ["one", ([value], text) => (value ? one(value, text) : undefined)],
  ["concat", (args) => concat(args)],
  ["flatten", ([value]) => (value?.kind === "list" ? flattened(value) : undefined)],
  ["compact", ([value]) => mapList(value, (items) => items.filter((item) => !isNull(item) && textOf(item) !== ""))],
  ["distinct", ([value]) => mapList(value, (items) => distinct(unified(items)))],
  ["reverse", ([value]) => closedList(value, (items) => [...items].reverse())],
  ["sort", ([value]) => sorted(value)],
  ["slice", ([value, from, to]) => slice(value, from, to)],
  ["chunklist", ([value, size]) => chunkList(value, numberOf(size))],
  ["matchkeys", ([values, keys, wanted]) => matchKeys(values, keys, wanted)],
  ["transpose", ([map]) => transposed(map)],
  ["index", ([of, item], text) => indexOf(of, item, text)],
  ["setunion", (args) => asSet(concat(args) ?? NULL)],
  ["setintersection", (args) => setIntersection(args)],
  ["setsubtract", (args) => setSubtract(args)],
  ["setproduct", (args) => setProduct(args)],
  ["merge", (args) => merge(args)],
  ["lookup", ([map, key, other], text) => lookup(map, key, other, text)],
  ["keys", ([map]) => closedObject(map, (entries) => list([...entries].sort(byKey).map(([key]) => literal(key))))],
  ["values", ([map]) => closedObject(map, (entries) => list([...entries].sort(byKey).map(([, value]) => value)))],
  ["zipmap", ([keys, values]) => zipmap(keys, values)],
  ["contains", ([of, item]) => contains(of, item)],
  ["length", ([value]) => length(value)],
  ["alltrue", ([value]) => allTrue(value, true)],
  ["anytrue", ([value]) => allTrue(value, false)],
  ["sum", ([value]) => (value?.kind === "list" && !value.unknownRest ? sum(value.items) : undefined)],
  ["coalescelist", (args, text) => coalesceList(args, text)],
  ["range", (args) => range(args)],
  ["join", ([separator, ...items]) => join(separator, items)],
  ["formatlist", ([pattern, ...args]) => formatList(pattern, args)],
  ["split", texts(([separator, text]) => list(text!.split(separator!).map(literal)))],
  ["lower", texts(([text]) => literal(text!.toLowerCase()))],
  ["upper", texts(([text]) => literal(text!.toUpperCase()))],
  ["title", texts(([text]) => titled(text!))],
  ["strrev", texts(([text]) => optional(graphemes(text!)?.slice().reverse().join("")))],
  ["trim", texts(([text, cut]) => trimmed(text!, cut!))],
  ["trimspace", texts(([text]) => literal(text!.trim()))],
  ["trimprefix", texts(([text, cut]) => literal(text!.startsWith(cut!) ? text!.slice(cut!.length) : text!))],
  ["trimsuffix", texts(([text, cut]) => literal(cut && text!.endsWith(cut) ? text!.slice(0, -cut.length) : text!))],
  ["chomp", texts(([text]) => literal(text!.replace(/(?:\r\n|\n|\r)+$/, "")))],
  ["indent", texts(([count, text]) => indented(Number(count), text!))],
  ["replace", texts(([text, cut, by]) => replaced(text!, cut!, by!))],
  ["regex", regex((found, text) => (found ? matched(found) : failure(text, "the pattern does not match")))],
  ["regexall", regex((_found, _text, all) => list(all.map(matched)))],
  ["startswith", texts(([text, start]) => literal(text!.startsWith(start!)))],
  ["endswith", texts(([text, end]) => literal(text!.endsWith(end!)))],
  ["strcontains", texts(([text, part]) => literal(text!.includes(part!)))],
  ["substr", texts(([text, from, count]) => substr(text!, Number(from), Number(count)))],
  ["base64encode", texts(([text]) => literal(Buffer.from(text!, "utf8").toString("base64")))],
  ["base64decode", texts(([text]) => literal(Buffer.from(text!, "base64").toString("utf8")))],
  ["urlencode", texts(([text]) => (/^[\w .~-]*$/.test(text!) ? literal(text!.replaceAll(" ", "+")) : undefined))],
  ["md5", texts(([text]) => literal(hash("md5", text!, "hex")))],
  ["sha1", texts(([text]) => literal(hash("sha1", text!, "hex")))],
  ["sha256", texts(([text]) => literal(hash("sha256", text!, "hex")))],
  ["sha512", texts(([text]) => literal(hash("sha512", text!, "hex")))],
  ["base64sha256", texts(([text]) => literal(hash("sha256", text!, "base64")))],
  ["base64sha512", texts(([text]) => literal(hash("sha512", text!, "base64")))],
  ["jsondecode", ([value]) => (value ? decoded(value) : undefined)],
  ["yamldecode", ([value]) => (value ? decodedYaml(value) : undefined)],
  ["min", numbers((values) => Math.min(...values))],
  ["max", numbers((values) => Math.max(...values))],
  ["abs", numbers(([value]) => Math.abs(value!))],
  ["floor", numbers(([value]) => Math.floor(value!))],
  ["ceil", numbers(([value]) => Math.ceil(value!))],
  ["signum", numbers(([value]) => Math.sign(value!))],
  ["parseint", texts(([text, base]) => parsedInteger(text!, Number(base)))],
  ["cidrsubnet", texts(([prefix, bits, number]) => optional(cidrSubnet(prefix!, Number(bits), Number(number))))],
  ["cidrsubnets", texts(([prefix, ...bits]) => cidrSubnets(prefix!, bits.map(Number))?.reduce(appended, list([])))],
  ["cidrhost", texts(([prefix, number]) => optional(cidrHost(prefix!, Number(number))))],
  ["cidrnetmask", texts(([prefix]) => optional(cidrNetmask(prefix!)))],
]);

function appended(all: ListValue, text: string): ListValue {
  return list([...all.items, literal(text)]);
}

function regex(
  of: (found: RegExpExecArray | null, text: string, all: readonly RegExpMatchArray[]) => Value | undefined,
): Function {
  return ([source, text], written) => {
    const [known, subject] = [textOf(source), textOf(text)];
    const expression = known === undefined ? undefined : pattern(known);
    if (!expression || subject === undefined) return undefined;
    return of(expression.exec(subject), written, [...subject.matchAll(new RegExp(expression.source, "gu"))]);
  };
}

function parsedInteger(text: string, base: number): Value | undefined {
  if (!/^[+-]?[0-9a-zA-Z]+$/.test(text) || !(base >= 2 && base <= 36)) return undefined;
  const digits = [...text.replace(/^[+-]/, "").toLowerCase()].map((char) => Number.parseInt(char, 36));
  if (digits.some((digit) => digit >= base)) return undefined;
  const number = Number.parseInt(text, base);
  return isExact(number) ? literal(number) : undefined;
}

function sum(items: readonly Value[]): Value | undefined {
  const known = items.map(numberOf);
  if (known.length === 0 || known.includes(undefined)) return undefined;
  const total = known.reduce<number>((before, number) => before + number!, 0);
  return isExact(total) ? literal(total) : undefined;
}

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
    const known = args.map(numberOf);
    return known.length > 0 && known.every((number) => number !== undefined) ? literal(of(known) + 0) : undefined;
  };
}
