/** Reads policy documents in every form that Terraform supports. */
import { type Graph } from "../../graph/graph";
import {
  isNull,
  literal,
  type ObjectValue,
  type Resource,
  type ResourceKey,
  type Unknown,
  unknownValue,
  type Value,
} from "../../graph/model";
import { factsOf } from "../../resource-types";

/** The values of a statement element; with `negated`, all other values (`NotAction`). */
export interface Patterns {
  readonly negated: boolean;
  readonly items: readonly Value[];
  readonly unknownRest?: Unknown;
}

export interface PrincipalEntry {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*`. */
  readonly type: string;
  readonly value: Value;
}

export interface Principals {
  readonly negated: boolean;
  readonly items: readonly PrincipalEntry[];
  readonly unknownRest?: Unknown;
}

export interface Condition {
  /** The operator as written, `ForAnyValue:StringLikeIfExists`. */
  readonly operator: Value;
  readonly key: Value;
  readonly values: readonly Value[];
  readonly unknownRest?: Unknown;
}

export interface Statement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny" | Unknown;
  readonly actions?: Patterns;
  readonly resources?: Patterns;
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
  /** Set if the statement may contain more than is known. */
  readonly unknownRest?: Unknown;
}

export interface PolicyDocument {
  readonly statements: readonly Statement[];
  /** Set if there may be other statements. */
  readonly unknownRest?: Unknown;
}

/** Far more than IAM allows; nested documents could double at every step. */
const mostStatements = 20_000;

/** Documents already read, by data source; undefined while one is being read. */
type Known = Map<ResourceKey, PolicyDocument | undefined>;

/** Documents written as plain text without references, by text. */
const written = new WeakMap<Value, PolicyDocument>();

/** The statements of a policy, written as text, with `jsonencode`, or as `aws_iam_policy_document`. */
export function policyDocument(graph: Graph, value: Value, known: Known = new Map()): PolicyDocument {
  const document = graph.json(value);
  if (graph.follow(value).kind !== "literal" || document.kind !== "object") return read(graph, document, known);
  let found = written.get(document);
  if (!found) written.set(document, (found = read(graph, document, known)));
  return found;
}

function read(graph: Graph, document: Value, known: Known): PolicyDocument {
  if (document.kind === "reference") {
    const source = graph.at(document.to);
    if (source?.type === "aws_iam_policy_document" && source.mode === "data") {
      return documentOfData(graph, source, known);
    }
    return openDocument(unknownValue(graph.describe(document), "is known only after apply", [document]));
  }
  if (document.kind === "unknown") return openDocument(document);
  if (document.kind !== "object")
    return openDocument(unknownValue(graph.describe(document), "is not a policy document"));
  const { items, unknownRest } = elements(graph, document.entries.get("Statement"), document.unknownRest);
  const statements = items.map((item) => statementOf(graph, item));
  return { statements, unknownRest };
}

function openDocument(unknownRest: Unknown): PolicyDocument {
  return { statements: [], unknownRest };
}

interface Elements {
  readonly items: readonly Value[];
  readonly unknownRest?: Unknown;
}

/** One value or a list: policies treat both the same. */
function elements(graph: Graph, value: Value | undefined, absent?: Unknown): Elements {
  if (value === undefined || isNull(value)) return { items: [], unknownRest: absent };
  const found = listed(graph, value);
  const arns = found.unknownRest && wholeArns(graph, found.unknownRest);
  return arns ? { items: [...found.items, ...arns] } : found;
}

function listed(graph: Graph, value: Value): Elements {
  if (value.kind === "reference") {
    const followed = graph.follow(value);
    return followed.kind === "list" ? followed : { items: [value] };
  }
  if (value.kind === "unknown") return value.closed ? { items: [value] } : { items: [], unknownRest: value };
  return value.kind === "list" ? graph.items(value) : { items: [value] };
}

/**
 * A plan lists the references of an unknown value, but not its text. If all of them are ARNs without sub-resources, the
 * value can only be these ARNs.
 */
function wholeArns(graph: Graph, { candidates }: Unknown): readonly Value[] | undefined {
  const named = candidates.filter(({ attribute }) => attribute !== "");
  const isWhole = named.every(({ to, attribute }) => attribute === "arn" && factsOf(graph.at(to)?.type ?? "").leaf);
  return named.length > 0 && isWhole ? named : undefined;
}

function statementOf(graph: Graph, value: Value): Statement {
  const at = graph.follow(value);
  if (at.kind !== "object") {
    const unknownRest = at.kind === "unknown" ? at : unknownValue(graph.describe(at), "is not a statement");
    return { effect: unknownRest, conditions: [], unknownRest };
  }
  return {
    sid: text(graph, at.entries.get("Sid")),
    effect: effectOf(graph, at.entries.get("Effect") ?? at.unknownRest),
    actions: patterns(graph, at, "Action"),
    resources: patterns(graph, at, "Resource"),
    principals: principals(graph, at, "Principal") ?? principals(graph, at, "NotPrincipal"),
    conditions: conditionsOf(graph, at.entries.get("Condition")),
    unknownRest: at.unknownRest,
  };
}

function text(graph: Graph, value: Value | undefined): string | undefined {
  return value && graph.text(value);
}

function effectOf(graph: Graph, value: Value | undefined): Statement["effect"] {
  const effect = text(graph, value);
  if (effect === "Allow" || effect === "Deny") return effect;
  if (value?.kind === "unknown") return value;
  return unknownValue(value ? graph.describe(value) : "Effect", "is neither Allow nor Deny");
}

function patterns(graph: Graph, statement: ObjectValue, name: string): Patterns | undefined {
  for (const negated of [false, true]) {
    const value = statement.entries.get(negated ? `Not${name}` : name);
    if (value !== undefined && !isNull(value)) return { negated, ...elements(graph, value) };
  }
  return statement.unknownRest && { negated: false, items: [], unknownRest: statement.unknownRest };
}

function principals(graph: Graph, statement: ObjectValue, name: string): Principals | undefined {
  const value = statement.entries.get(name);
  if (value === undefined || isNull(value)) return undefined;
  const negated = name.startsWith("Not");
  const at = graph.follow(value);
  if (at.kind === "unknown") return { negated, items: [], unknownRest: at };
  if (at.kind !== "object") return { negated, items: [{ type: "AWS", value: at }] };
  const items: PrincipalEntry[] = [];
  let unknownRest = at.unknownRest;
  for (const [type, entry] of at.entries) {
    const found = elements(graph, entry);
    for (const item of found.items) items.push({ type, value: item });
    unknownRest ??= found.unknownRest;
  }
  return { negated, items, unknownRest };
}

function conditionsOf(graph: Graph, value: Value | undefined): Condition[] {
  if (value === undefined || isNull(value)) return [];
  const at = graph.follow(value);
  if (at.kind !== "object") return [openCondition(graph, at)];
  const conditions: Condition[] = at.unknownRest ? [openCondition(graph, at.unknownRest)] : [];
  for (const [operator, keys] of at.entries) {
    if (keys.kind !== "object") {
      conditions.push(openCondition(graph, keys));
      continue;
    }
    if (keys.unknownRest) conditions.push(openCondition(graph, keys.unknownRest));
    for (const [key, entry] of keys.entries) {
      const { items, unknownRest } = elements(graph, entry);
      conditions.push({ operator: literal(operator), key: literal(key), values: items, unknownRest });
    }
  }
  return conditions;
}

function openCondition(graph: Graph, value: Value): Condition {
  const what = value.kind === "unknown" ? value : unknownValue(graph.describe(value), "is not a condition");
  return { operator: what, key: what, values: [], unknownRest: what };
}

/** `data.aws_iam_policy_document`: source documents, then its own statements, then overrides. */
function documentOfData(graph: Graph, data: Resource, known: Known): PolicyDocument {
  if (known.has(data.key)) {
    return known.get(data.key) ?? openDocument(unknownValue(data.address, "refers to itself"));
  }
  known.set(data.key, undefined);
  const document = readData(graph, data, known);
  known.set(data.key, document);
  return document;
}

function readData(graph: Graph, data: Resource, known: Known): PolicyDocument {
  const read = graph.text(data.get("json"));
  if (read !== undefined) return policyDocument(graph, literal(read), known);
  const own = data.blocks("statement");
  const statements = own.items.map((block) => statementOfBlock(graph, block));
  const sources = documents(graph, data.get("source_policy_documents"), known);
  const overrides = documents(graph, data.get("override_policy_documents"), known);
  return merged([sources, { statements, unknownRest: own.unknownRest }, overrides], data.address);
}

function documents(graph: Graph, value: Value, known: Known): PolicyDocument {
  const { items, unknownRest } = graph.items(value);
  const found = items.map((item) => policyDocument(graph, item, known));
  return merged(unknownRest ? [...found, openDocument(unknownRest)] : found, graph.describe(value));
}

/** Later statements replace earlier ones of the same sid. */
function merged(documents: readonly PolicyDocument[], name: string): PolicyDocument {
  const count = documents.reduce((sum, { statements }) => sum + statements.length, 0);
  if (count > mostStatements) return openDocument(unknownValue(name, `has more than ${mostStatements} statements`));
  const later = new Set<string>();
  const kept: (readonly Statement[])[] = [];
  for (const { statements } of [...documents].reverse()) {
    kept.unshift(statements.filter(({ sid }) => !sid || !later.has(sid)));
    for (const { sid } of statements) if (sid) later.add(sid);
  }
  return { statements: kept.flat(), unknownRest: documents.find(({ unknownRest }) => unknownRest)?.unknownRest };
}

function statementOfBlock(graph: Graph, block: ObjectValue): Statement {
  const of = (name: string): Value | undefined => block.entries.get(name);
  const effect = of("effect");
  const lists = (name: string): Patterns | undefined => {
    for (const negated of [false, true]) {
      const { items, unknownRest } = elements(graph, of(negated ? `not_${name}` : name));
      if (items.length > 0 || unknownRest) return { negated, items: items.map(withVariables), unknownRest };
    }
    return block.unknownRest && { negated: false, items: [], unknownRest: block.unknownRest };
  };
  return {
    sid: text(graph, of("sid")),
    effect: effect === undefined || isNull(effect) ? (block.unknownRest ?? "Allow") : effectOf(graph, effect),
    actions: lists("actions"),
    resources: lists("resources"),
    principals:
      principalsOfBlocks(graph, of("principals"), false) ?? principalsOfBlocks(graph, of("not_principals"), true),
    conditions: conditionsOfBlocks(graph, of("condition")),
    unknownRest: block.unknownRest,
  };
}

function principalsOfBlocks(graph: Graph, value: Value | undefined, negated: boolean): Principals | undefined {
  const blocks = elements(graph, value);
  if (blocks.items.length === 0 && !blocks.unknownRest) return undefined;
  const items: PrincipalEntry[] = [];
  let unknownRest = blocks.unknownRest;
  for (const block of blocks.items) {
    const entries = block.kind === "object" ? block.entries : new Map<string, Value>();
    const type = text(graph, entries.get("type"));
    const identifiers = elements(graph, entries.get("identifiers"));
    if (type === undefined) unknownRest ??= unknownValue(graph.describe(block), "is not a known kind of principal");
    else for (const item of identifiers.items) items.push({ type, value: item });
    unknownRest ??= identifiers.unknownRest;
  }
  return { negated, items, unknownRest };
}

function conditionsOfBlocks(graph: Graph, value: Value | undefined): Condition[] {
  const blocks = elements(graph, value);
  const conditions = blocks.items.map((block): Condition => {
    if (block.kind !== "object") return openCondition(graph, block);
    const { items, unknownRest } = elements(graph, block.entries.get("values"));
    const of = (name: string): Value => block.entries.get(name) ?? block.unknownRest ?? literal("");
    return { operator: of("test"), key: of("variable"), values: items.map(withVariables), unknownRest };
  });
  return blocks.unknownRest ? [...conditions, openCondition(graph, blocks.unknownRest)] : conditions;
}

/** The data source writes policy variables as `&{aws:username}`. */
function withVariables(value: Value): Value {
  return value.kind === "literal" && typeof value.value === "string" && value.value.includes("&{")
    ? literal(value.value.replaceAll("&{", "${"))
    : value;
}
