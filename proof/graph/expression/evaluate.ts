/** Evaluates expressions as far as possible without running Terraform. */
import { isNull, list, literal, type Scalar, type Unknown, unknownValue, type Value } from "../model";
import { type Step } from "../path";
import { ExpressionError } from "./cursor";
import { call } from "./functions";
import { isExact, numberOf } from "./numbers";
import {
  access,
  arithmetic,
  equal,
  failure,
  isFailure,
  objectOf,
  oneOf,
  pairsOf,
  referencesOf,
  template,
  truth,
} from "./operations";
import { parseTemplate } from "./parse";
import { type Evaluator, type Scope } from "./scope";
import { type BinaryOperator, type Expression, type ForExpression } from "./syntax";

/**
 * The maximum number of nodes that one expression may evaluate, since nested `for` expressions can grow without limit.
 */
const mostSteps = 100_000;

/** The most frequent form in generated configurations: `${type.name.attribute}`. */
const plain = /^\$\{([a-z][a-z0-9_]*)\.([A-Za-z_][\w-]*)\.([a-z_][a-z0-9_]*)\}$/;

/** References to outputs of other stacks: `${data.terraform_remote_state.vpc.outputs.subnet_ids["us-east-1a"]}`. */
const remoteOutput =
  /^\$\{data\.terraform_remote_state\.([A-Za-z_][\w-]*)\.outputs\.([a-z_][a-z0-9_]*)(?:\["([^"\\$%]*)"\])?\}$/;

/** Evaluates a string of Terraform's JSON syntax. */
export function evaluateText(text: string, scope: Scope): Value {
  if (!text.includes("${") && !text.includes("%{")) return literal(text);
  const simple = plain.exec(text);
  if (simple) return scope.lookup(simple[1]!, [simple[2]!, simple[3]!], text.slice(2, -1));
  const remote = remoteOutput.exec(text);
  if (remote) {
    const [, name, output, key] = remote;
    const path = ["terraform_remote_state", name!, "outputs", output!];
    return scope.lookup("data", key === undefined ? path : [...path, key], text.slice(2, -1));
  }
  let parsed: Expression;
  try {
    parsed = parseTemplate(text);
  } catch (error) {
    if (error instanceof ExpressionError) return unknownValue(text, error.message);
    throw error;
  }
  return evaluate(parsed, scope);
}

export function evaluate(expression: Expression, scope: Scope): Value {
  return new Evaluation(scope).value(expression);
}

export class Evaluation implements Evaluator {
  constructor(
    readonly scope: Scope,
    private readonly budget = { steps: mostSteps },
  ) {}

  value(node: Expression): Value {
    if (this.budget.steps-- <= 0) return unknownValue(node.text, "takes too many steps to evaluate");
    switch (node.kind) {
      case "constant":
        return literal(node.value);
      case "template":
        return this.template(node.parts, node.text);
      case "name":
      case "attribute":
      case "index":
        return this.traversal(node);
      case "splat":
        return this.splat(node.of, node.each, node.text);
      case "tuple":
        return list(node.items.map((item) => this.value(item)));
      case "object":
        return this.object(node.entries, node.text);
      case "call":
        return call(node, this);
      case "unary":
        return this.unary(node.operator, node.of, node.text);
      case "binary":
        return this.binary(node.operator, node.left, node.right, node.text);
      case "condition":
        return this.condition(node.when, node.then, node.otherwise, node.text);
      case "for":
        return this.forEach(node, node.text);
    }
  }

  /** A value whose parts functions and operators can read: references are followed as far as possible. */
  settled(value: Value): Value {
    return value.kind === "reference" ? this.scope.follow(value) : value;
  }

  /** A known scalar; undefined otherwise. */
  scalar(value: Value): Scalar | undefined {
    const settled = this.settled(value);
    return settled.kind === "literal" ? settled.value : undefined;
  }

  private traversal(node: Expression): Value {
    const behind: Expression[] = [];
    let root = node;
    while (root.kind === "attribute" || root.kind === "index") {
      behind.push(root);
      root = root.of;
    }
    behind.reverse();
    let done = 0;
    let value: Value;
    if (root.kind === "name") {
      const path: Step[] = [];
      for (; done < behind.length; done++) {
        const step = this.step(behind[done]!);
        if (step === undefined) break;
        path.push(step);
      }
      const text = done === 0 ? root.text : behind[done - 1]!.text;
      value = this.scope.lookup(root.name, path, text);
    } else value = this.value(root);
    for (; done < behind.length; done++) {
      const step = this.step(behind[done]!);
      value = step === undefined ? this.anyElement(value, node.text) : access(value, step, behind[done]!.text);
    }
    return value;
  }

  /** The step of an attribute or index; undefined if its key is not known. */
  private step(node: Expression): Step | undefined {
    if (node.kind === "attribute") return node.name;
    if (node.kind !== "index") return undefined;
    const key = this.scalar(this.value(node.key));
    return typeof key === "number" ? key : typeof key === "string" ? key : undefined;
  }

  /** One of a collection's elements; it is not known which. */
  private anyElement(value: Value, text: string): Value {
    const settled = this.settled(value);
    const elements =
      settled.kind === "list" ? settled.items : settled.kind === "object" ? [...settled.entries.values()] : undefined;
    if (!elements || ("unknownRest" in settled && settled.unknownRest))
      return unknownValue(text, "the index is not known", referencesOf(value));
    return oneOf(elements, text, "the index is not known");
  }

  private splat(of: Expression, each: Expression, text: string): Value {
    const over = this.settled(this.value(of));
    if (over.kind === "unknown") return { ...over, expression: text };
    if (isNull(over)) return list([]);
    // An attribute that only AWS assigns may be a list of any length.
    if (over.kind === "reference" && over.attribute !== "") return unknownValue(text, "known only after apply", [over]);
    const items = over.kind === "list" ? over.items : [over];
    const values = items.map((item) => this.within(new Map([["*", item]])).value(each));
    return list(
      values,
      over.kind === "list" && over.unknownRest ? { ...over.unknownRest, expression: text } : undefined,
    );
  }

  within(names: ReadonlyMap<string, Value>): Evaluation {
    const { scope } = this;
    const inner: Scope = {
      follow: (value) => scope.follow(value),
      ...(scope.file ? { file: (path) => scope.file!(path) } : {}),
      fileset: (folder, pattern) => scope.fileset?.(folder, pattern),
      lookup: (name, path, text) => {
        const value = names.get(name);
        if (value === undefined) return scope.lookup(name, path, text);
        return path.reduce((at: Value, step) => access(at, step, text), value);
      },
    };
    return new Evaluation(inner, this.budget);
  }

  private template(parts: readonly Expression[], text: string): Value {
    const values = parts.map((part) => this.value(part));
    const failed = values.find(isFailure);
    if (failed) return failed;
    const settled = values.map((value) => this.settled(value));
    if (settled.some((value) => value.kind === "list" || value.kind === "object"))
      return failure(text, "a list or object cannot be part of a string");
    if (values.some(isNull)) return failure(text, "null cannot be part of a string");
    return template(values);
  }

  /** A text with `${…}` and `%{…}` in which only the names of an object are available. */
  templateOf(source: string, names: ReadonlyMap<string, Value>): Value {
    const { scope } = this;
    const inner: Scope = {
      follow: (value) => scope.follow(value),
      lookup: (name, path, text) => {
        const value = names.get(name);
        if (value === undefined) return failure(text, "the template is given no such variable");
        return path.reduce((at: Value, step) => access(at, step, text), value);
      },
    };
    try {
      return new Evaluation(inner, this.budget).value(parseTemplate(source));
    } catch (error) {
      if (error instanceof ExpressionError) return unknownValue("templatefile", error.message);
      throw error;
    }
  }

  private object(entries: readonly (readonly [Expression, Expression])[], text: string): Value {
    const result = new Map<string, Value>();
    let unknownRest: Unknown | undefined;
    for (const [key, entry] of entries) {
      const name = this.scalar(this.value(key));
      const value = this.value(entry);
      if (name === undefined || name === null)
        unknownRest ??= unknownValue(text, "a key is not known", referencesOf(value));
      else result.set(String(name), value);
    }
    return objectOf(result, unknownRest);
  }

  private unary(operator: "!" | "-", of: Expression, text: string): Value {
    const value = this.scalar(this.value(of));
    if (operator === "!" && (value === true || value === "true")) return literal(false);
    if (operator === "!" && (value === false || value === "false")) return literal(true);
    const number = value === undefined ? undefined : numberOf(literal(value));
    if (operator === "-" && number !== undefined) return literal(0 - number);
    return unknownValue(text, "the operand is not known", referencesOf(this.value(of)));
  }

  private binary(operator: BinaryOperator, leftNode: Expression, rightNode: Expression, text: string): Value {
    const left = this.settled(this.value(leftNode));
    const right = this.settled(this.value(rightNode));
    if (operator === "==" || operator === "!=") {
      const same = equal(left, right);
      if (same !== undefined) return literal(same === (operator === "=="));
    } else if (operator === "&&" || operator === "||") {
      const decisive = operator === "||";
      const [a, b] = [truth(left), truth(right)];
      if (a === decisive || b === decisive) return literal(decisive);
      if (a !== undefined && b !== undefined) return literal(!decisive);
    } else {
      const [a, b] = [numberOf(left), numberOf(right)];
      if (a !== undefined && b !== undefined) {
        const result = arithmetic(operator, a, b);
        if (typeof result === "boolean" || isExact(result)) return literal(result);
      }
    }
    return unknownValue(text, "an operand is not known", [...referencesOf(left), ...referencesOf(right)]);
  }

  private condition(when: Expression, then: Expression, otherwise: Expression, text: string): Value {
    const decided = truth(this.settled(this.value(when)));
    if (decided !== undefined) return this.branch(decided ? then : otherwise, decided ? otherwise : then);
    return oneOf([this.value(then), this.value(otherwise)], text, `whether ${when.text} is not known`);
  }

  /** The selected branch, converted to text if the other one is a text, since both have one type. */
  private branch(taken: Expression, other: Expression): Value {
    const value = this.value(taken);
    if (value.kind !== "literal" || typeof value.value === "string" || value.value === null) return value;
    const isText = typeof this.scalar(this.value(other)) === "string";
    return isText ? literal(String(value.value)) : value;
  }

  private forEach(node: ForExpression, text: string): Value {
    const over = this.settled(this.value(node.over));
    const pairs = pairsOf(over);
    if (!pairs) return unknownValue(text, `what ${node.over.text} holds is not known`, referencesOf(over));
    let unknownRest = "unknownRest" in over ? over.unknownRest : undefined;
    const items: Value[] = [];
    const entries = new Map<string, Value>();
    for (const [key, value] of pairs) {
      const names = new Map([[node.valueName, value]]);
      if (node.keyName !== undefined) names.set(node.keyName, key);
      const inner = this.within(names);
      const wanted = node.where ? truth(inner.settled(inner.value(node.where))) : true;
      if (wanted === false) continue;
      const result = inner.value(node.value);
      const name = node.key ? inner.scalar(inner.value(node.key)) : undefined;
      if (isFailure(result) || (node.where && isFailure(inner.value(node.where)))) return result;
      if (wanted === undefined)
        unknownRest ??= unknownValue(text, `whether ${node.where!.text} is not known`, referencesOf(result));
      else if (!node.key) items.push(result);
      else if (name === undefined || name === null)
        unknownRest ??= unknownValue(text, "a key is not known", referencesOf(result));
      else if (!node.grouped) {
        if (entries.has(String(name))) return failure(text, `two elements have the key "${name}"`);
        entries.set(String(name), result);
      } else {
        const group = entries.get(String(name));
        entries.set(String(name), list([...(group?.kind === "list" ? group.items : []), result]));
      }
      if (this.budget.steps <= 0) return unknownValue(text, "takes too many steps to evaluate");
    }
    return node.key ? objectOf(entries, unknownRest) : list(items, unknownRest);
  }
}
