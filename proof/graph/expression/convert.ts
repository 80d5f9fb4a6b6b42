/** Terraform's conversions: `tostring`, `tomap`, and the type constraints of variables. */
import { isNull, list, literal, NULL, type Value } from "../model";
import { asSet, unified } from "./collections";
import { ExpressionError } from "./cursor";
import { numberOf } from "./numbers";
import { objectOf, truth } from "./operations";
import { parseExpression } from "./parse";
import { type Expression } from "./syntax";

export function toScalar(value: Value | undefined, type: "string" | "number" | "bool"): Value | undefined {
  if (value?.kind !== "literal" || value.value === null)
    return value?.kind === "list" || value?.kind === "object" ? undefined : value;
  if (type === "string") return literal(String(value.value));
  const converted = type === "number" ? numberOf(value) : truth(value);
  return converted === undefined ? undefined : literal(converted);
}

export function toMap(value: Value): Value | undefined {
  if (value.kind !== "object") return undefined;
  const values = unified([...value.entries.values()]);
  return objectOf(new Map([...value.entries.keys()].map((key, at) => [key, values[at]!])), value.unknownRest);
}

/** A type constraint: `list(string)`, `map(object({ cidr = string, zone = optional(string, "a") }))`. */
export type Type =
  | { readonly kind: "any" | "string" | "number" | "bool" }
  | { readonly kind: "list" | "set" | "map"; readonly of: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, Attribute> };

interface Attribute {
  readonly type: Type;
  /** Set if the attribute is optional. */
  readonly optional?: { readonly otherwise?: Expression };
}

const any: Type = { kind: "any" };

/** The type of a variable's `type` argument; `any` if there is none, or it cannot be read. */
export function typeOf(json: unknown): Type {
  if (typeof json !== "string") return any;
  try {
    return typeOfExpression(parseExpression(json.replace(/^\$\{([^]*)\}$/, "$1")));
  } catch (error) {
    if (error instanceof ExpressionError) return any;
    throw error;
  }
}

function typeOfExpression(node: Expression | undefined): Type {
  if (node?.kind === "name" && (node.name === "string" || node.name === "number" || node.name === "bool"))
    return { kind: node.name };
  if (node?.kind === "name" && (node.name === "list" || node.name === "set" || node.name === "map"))
    return { kind: node.name, of: any };
  if (node?.kind !== "call") return any;
  const [first] = node.args;
  switch (node.name) {
    case "list":
    case "set":
    case "map":
      return { kind: node.name, of: typeOfExpression(first) };
    case "tuple":
      return first?.kind === "tuple" ? { kind: "tuple", items: first.items.map(typeOfExpression) } : any;
    case "object":
      if (first?.kind !== "object") return any;
      return {
        kind: "object",
        attributes: new Map(
          first.entries.flatMap(([key, type]): [string, Attribute][] =>
            key.kind === "constant" ? [[String(key.value), attributeOf(type)]] : [],
          ),
        ),
      };
    default:
      return any;
  }
}

function attributeOf(node: Expression): Attribute {
  if (node.kind !== "call" || node.name !== "optional") return { type: typeOfExpression(node) };
  const [type, otherwise] = node.args;
  return { type: typeOfExpression(type), optional: otherwise ? { otherwise } : {} };
}

/** Converts a value to its type constraint; a value that doesn't match is unchanged. */
export function converted(value: Value, type: Type, evaluate: (otherwise: Expression) => Value): Value {
  if (isNull(value) || type.kind === "any") return value;
  switch (type.kind) {
    case "string":
    case "number":
    case "bool":
      return toScalar(value, type.kind) ?? value;
    case "list":
    case "set": {
      if (value.kind !== "list") return value;
      const items = list(
        value.items.map((item) => converted(item, type.of, evaluate)),
        value.unknownRest,
      );
      return type.kind === "set"
        ? (asSet(items) ?? items)
        : type.of.kind === "any"
          ? { ...items, items: unified(items.items) }
          : items;
    }
    case "tuple":
      if (value.kind !== "list" || value.unknownRest) return value;
      return list(value.items.map((item, at) => converted(item, type.items[at] ?? any, evaluate)));
    case "map":
      if (value.kind !== "object") return value;
      return objectOf(
        new Map([...value.entries].map(([key, entry]) => [key, converted(entry, type.of, evaluate)])),
        value.unknownRest,
      );
    case "object": {
      if (value.kind !== "object") return value;
      const entries = [...type.attributes].flatMap(([name, attribute]): [string, Value][] => {
        const entry = value.entries.get(name);
        if (!entry && value.unknownRest) return [];
        const isMissing = !entry || isNull(entry);
        const otherwise = isMissing && attribute.optional?.otherwise;
        const settled = otherwise ? evaluate(otherwise) : (entry ?? NULL);
        return [[name, converted(settled, attribute.type, evaluate)]];
      });
      return objectOf(new Map(entries), value.unknownRest);
    }
  }
}
