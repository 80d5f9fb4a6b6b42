/** What pre- and postconditions imply: Terraform fails if one is false, so what follows from them holds. */
import { evaluate, Evaluation } from "../expression/evaluate";
import { parseTemplate } from "../expression/parse";
import { type Scope } from "../expression/scope";
import { type Expression } from "../expression/syntax";
import { list, literal, type Resource, type ResourceKey, unknownValue, type Value } from "../model";
import { steps } from "../path";

/** Adds to `found` what a resource's conditions imply about it, or about other resources that they name. */
export function addConditionFacts(resource: Resource, scope: Scope, found: Map<ResourceKey, Map<string, Value>>): void {
  // Within a condition, an attribute is the value that Terraform will compare, not the one that was set.
  const self: Value = { kind: "reference", to: resource.key, attribute: "" };
  const opaque: Scope = { follow: (value) => value, lookup: (...args) => scope.lookup(...args) };
  const inner = new Evaluation(opaque).within(new Map([["self", self]])).scope;
  for (const { kind, expression } of resource.conditions) {
    let parsed: Expression;
    try {
      parsed = parseTemplate(expression);
    } catch {
      continue; // a condition that cannot be read implies nothing
    }
    for (const fact of factsOf(parsed, inner)) {
      const attributes = found.get(fact.of) ?? new Map<string, Value>();
      found.set(fact.of, attributes);
      if (!attributes.has(fact.attribute))
        attributes.set(fact.attribute, marked(fact.value, `${kind} of ${resource.address}`));
    }
  }
}

interface Fact {
  readonly of: ResourceKey;
  readonly attribute: string;
  readonly value: Value;
}

function factsOf(node: Expression, scope: Scope): readonly Fact[] {
  if (node.kind === "binary" && node.operator === "&&")
    return [...factsOf(node.left, scope), ...factsOf(node.right, scope)];
  if (node.kind === "binary" && node.operator === "==") {
    return [...equals(node.left, node.right, scope), ...equals(node.right, node.left, scope)];
  }
  if (node.kind === "unary" && node.operator === "!") return fact(node.of, scope, literal(false));
  if (node.kind === "call") return called(node.name, node.args, scope);
  return fact(node, scope, literal(true));
}

/** `alltrue([…])`, and `contains(list, item)`, after which the list has that item and perhaps others. */
function called(name: string, args: readonly Expression[], scope: Scope): readonly Fact[] {
  const [first, second] = args;
  if (name === "alltrue" && first?.kind === "tuple") return first.items.flatMap((item) => factsOf(item, scope));
  if (name === "tobool" && first) return factsOf(first, scope);
  if (name !== "contains" || !first || !second) return [];
  const item = constant(evaluate(second, scope));
  return item ? fact(bare(first), scope, list([item], unknownValue(first.text, "may hold more"))) : [];
}

/** `self.a == 1`, `length(self.a) == 0`, `join(",", self.a) == "x"`, `one(self.a) == "x"`, `tolist(self.a) == […]`. */
function equals(left: Expression, right: Expression, scope: Scope): readonly Fact[] {
  const value = constant(evaluate(right, scope));
  if (!value) return [];
  if (left.kind === "call" && left.name === "one" && left.args[0])
    return fact(bare(left.args[0]), scope, list([value]));
  if (left.kind === "call" && left.name === "join" && left.args[1] && value.kind === "literal") {
    const separator = constant(evaluate(left.args[0]!, scope));
    if (separator?.kind !== "literal" || typeof separator.value !== "string" || separator.value === "") return [];
    const items = value.value === "" ? [] : String(value.value).split(separator.value);
    return fact(bare(left.args[1]), scope, list(items.map(literal)));
  }
  if (left.kind === "call" && left.name === "length" && left.args[0] && value.kind === "literal" && value.value === 0) {
    return fact(bare(left.args[0]), scope, list([]));
  }
  return fact(bare(left), scope, value);
}

/** The expression without conversions that change nothing here. */
function bare(node: Expression): Expression {
  const converts = ["tolist", "toset", "sort", "tostring", "tobool", "sensitive", "nonsensitive"];
  return node.kind === "call" && converts.includes(node.name) && node.args[0] ? bare(node.args[0]) : node;
}

function fact(node: Expression, scope: Scope, value: Value): readonly Fact[] {
  if (node.kind !== "attribute" && node.kind !== "index") return [];
  const reference = evaluate(node, scope);
  if (reference.kind !== "reference" || reference.attribute === "") return [];
  const path = steps(reference.attribute);
  // `list[0] == x` doesn't limit the number of items.
  if (typeof path[path.length - 1] === "number") {
    const attribute = reference.attribute.replace(/\[\d+\]$/, "");
    return path[path.length - 1] === 0
      ? [{ of: reference.to, attribute, value: list([value], unknownValue(node.text, "may hold more")) }]
      : [];
  }
  return [{ of: reference.to, attribute: reference.attribute, value }];
}

/** A completely known value; references to other resources count as known. */
function constant(value: Value): Value | undefined {
  if (value.kind === "literal" && value.value !== null) return value;
  if (value.kind !== "list" || value.unknownRest) return undefined;
  return value.items.every((item) => constant(item)) ? value : undefined;
}

function marked(value: Value, by: string): Value {
  if (value.kind === "literal") return { ...value, settledBy: by };
  return value.kind === "list" ? { ...value, items: value.items.map((item) => marked(item, by)) } : value;
}
