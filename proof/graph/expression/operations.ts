/** Access, comparison and construction of values, as far as they are known. */
import { literal, type ObjectValue, type Reference, type Unknown, unknownValue, type Value } from "../model";
import { type Step, valueAt } from "../path";
import { type BinaryOperator } from "./syntax";

/** Marks an error in Terraform, which `try` and `can` handle. */
const failures = new WeakSet<Unknown>();

export function failure(expression: string, why: string): Unknown {
  const failed = unknownValue(expression, why);
  failures.add(failed);
  return failed;
}

export function isFailure(value: Value): boolean {
  return value.kind === "unknown" && failures.has(value);
}

/** One step into a value; an error, as in Terraform, if the step doesn't exist. */
export function access(value: Value, step: Step, text: string): Value {
  if (value.kind === "object") {
    const entry = value.entries.get(String(step));
    if (entry) return entry;
    if (step === 0) return value; // a single block, written without a list
    if (value.unknownRest) return { ...value.unknownRest, expression: text };
    return failure(text, `has no element "${step}"`);
  }
  if (value.kind === "list") {
    if (typeof step === "number" || /^\d+$/.test(step)) {
      const item = value.items[Number(step)];
      if (item) return item;
      return value.unknownRest ? { ...value.unknownRest, expression: text } : failure(text, `has no element ${step}`);
    }
    return value.items.length === 1 ? access(value.items[0]!, step, text) : failure(text, `has no attribute "${step}"`);
  }
  if (value.kind === "unknown") return isFailure(value) ? value : { ...value, expression: text };
  if (value.kind === "literal") return failure(text, "is a single value, without elements");
  return valueAt(value, [step]);
}

/** The value if it is one of several: the common value if all are equal, otherwise unknown. */
export function oneOf(values: readonly Value[], text: string, why: string): Value {
  const [first, ...others] = values;
  if (first && others.every((other) => equal(first, other) === true)) return first;
  const references = values.flatMap(referencesOf);
  return unknownValue(
    text,
    why,
    references,
    values.every((value) => value.kind === "reference"),
  );
}

/** A string from parts; text if all of them are known. */
export function template(values: readonly Value[]): Value {
  const parts: Value[] = [];
  let text = "";
  for (const value of values.flatMap((part) => (part.kind === "template" ? part.parts : [part]))) {
    if (value.kind === "literal") text += value.value === null ? "" : String(value.value);
    else {
      if (text !== "") parts.push(literal(text));
      text = "";
      parts.push(value);
    }
  }
  if (parts.length === 0) return literal(text);
  if (text !== "") parts.push(literal(text));
  return parts.length === 1 ? parts[0]! : { kind: "template", parts };
}

/** All references in a value, for expressions that can't be evaluated. */
export function referencesOf(value: Value): readonly Reference[] {
  switch (value.kind) {
    case "reference":
      return [value];
    case "unknown":
      return value.candidates;
    case "list":
      return [...value.items.flatMap(referencesOf), ...(value.unknownRest?.candidates ?? [])];
    case "object":
      return [...[...value.entries.values()].flatMap(referencesOf), ...(value.unknownRest?.candidates ?? [])];
    case "template":
      return value.parts.flatMap(referencesOf);
    case "json":
      return referencesOf(value.of);
    case "literal":
      return [];
  }
}

/** Keys and values of a collection; undefined if it is not known to be one. */
export function pairsOf(value: Value): (readonly [Value, Value])[] | undefined {
  if (value.kind === "list") return value.items.map((item, at) => [value.set ? item : literal(at), item] as const);
  if (value.kind === "object") {
    const inOrder = [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return inOrder.map(([key, entry]) => [literal(key), entry] as const);
  }
  return undefined;
}

export function objectOf(entries: ReadonlyMap<string, Value>, unknownRest?: Unknown): ObjectValue {
  return unknownRest ? { kind: "object", entries, unknownRest } : { kind: "object", entries };
}

export function truth(value: Value): boolean | undefined {
  if (value.kind !== "literal") return undefined;
  if (value.value === true || value.value === "true") return true;
  return value.value === false || value.value === "false" ? false : undefined;
}

/** Whether two values are equal; undefined if that is not known. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (a.kind === "literal" && b.kind === "literal") return a.value === b.value;
  const collections = ["list", "object"];
  if (a.kind === "literal" && collections.includes(b.kind)) return false;
  if (b.kind === "literal" && collections.includes(a.kind)) return false;
  if (a.kind === "reference" && b.kind === "reference") {
    return a.to === b.to && a.attribute === b.attribute ? true : undefined;
  }
  if (a.kind === "list" && b.kind === "list" && !a.unknownRest && !b.unknownRest) {
    // A set never equals a list unless one of them is converted first.
    if (a.set !== b.set) return undefined;
    if (a.items.length !== b.items.length) return false;
    return all(a.items.map((item, at) => equal(item, b.items[at]!)));
  }
  if (a.kind === "object" && b.kind === "object" && !a.unknownRest && !b.unknownRest) {
    if (a.entries.size !== b.entries.size) return false;
    return all([...a.entries].map(([key, entry]) => (b.entries.has(key) ? equal(entry, b.entries.get(key)!) : false)));
  }
  return undefined;
}

function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

export function arithmetic(operator: BinaryOperator, left: number, right: number): number | boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? Number.NaN : left / right;
    default:
      return right === 0 ? Number.NaN : left % right;
  }
}

/** The text of a known scalar. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "literal" && value.value !== null ? String(value.value) : undefined;
}
