/** The references in expressions, without evaluation. */
import { isRecord } from "../json/json-syntax";
import { pathText, type Step, steps } from "../path";
import { ExpressionError } from "./cursor";
import { parseTemplate } from "./parse";
import { type Expression, placeholder } from "./syntax";

/**
 * The references in the strings of JSON syntax, in the form of a plan's lists: `aws_vpc.main.id`,
 * `aws_subnet.app[0].id`, and for `aws_subnet.app[count.index].id` the part before the index. Undefined if it cannot be
 * parsed.
 */
export function referencesIn(json: unknown): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  try {
    collect(json, found);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
  return longest(found);
}

/** In a uniform form, without references that are a prefix of another, which a plan lists too. */
export function longest(references: Iterable<string>): ReadonlySet<string> {
  const all = new Set([...references].map((text) => pathText(steps(text))));
  const beginnings = new Set<string>();
  for (const text of all) {
    const path = steps(text);
    for (let length = 1; length < path.length; length++) beginnings.add(pathText(path.slice(0, length)));
  }
  return new Set([...all].filter((text) => !beginnings.has(text)));
}

function collect(json: unknown, found: Set<string>): void {
  if (typeof json === "string") {
    if (/[$%]\{/.test(json)) visit(parseTemplate(json), new Set(), found);
  } else if (Array.isArray(json)) for (const item of json as unknown[]) collect(item, found);
  else if (isRecord(json)) for (const value of Object.values(json)) collect(value, found);
}

function visit(node: Expression, bound: ReadonlySet<string>, found: Set<string>): void {
  const inner = (...nodes: (Expression | undefined)[]) => {
    for (const one of nodes) if (one) visit(one, bound, found);
  };
  switch (node.kind) {
    case "constant":
    case "name":
      return;
    case "attribute":
    case "index": {
      let path: Step[] = [];
      let at: Expression = node;
      for (; at.kind === "attribute" || at.kind === "index"; at = at.of) {
        const step = at.kind === "attribute" ? at.name : at.key.kind === "constant" ? at.key.value : undefined;
        if (at.kind === "index") inner(at.key);
        path = typeof step === "string" || typeof step === "number" ? [step, ...path] : [];
      }
      if (at.kind !== "name") return inner(at);
      if (at.name !== placeholder && !bound.has(at.name)) found.add(pathText([at.name, ...path]));
      return;
    }
    case "template":
      return inner(...node.parts);
    case "tuple":
      return inner(...node.items);
    case "object":
      return inner(...node.entries.flat());
    case "splat":
      return inner(node.of, node.each);
    case "call":
      return inner(...node.args);
    case "unary":
      return inner(node.of);
    case "binary":
      return inner(node.left, node.right);
    case "condition":
      return inner(node.when, node.then, node.otherwise);
    case "for": {
      inner(node.over);
      const names = new Set([...bound, node.valueName, ...(node.keyName === undefined ? [] : [node.keyName])]);
      for (const one of [node.key, node.value, node.where]) if (one) visit(one, names, found);
    }
  }
}
