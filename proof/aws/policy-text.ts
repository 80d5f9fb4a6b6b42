/**
 * Strings of policies as symbols: characters, wildcards, and what is known only by name, such as the id of a file
 * system that is yet to be created. References to ARNs are taken apart, so that `arn:aws:elasticfilesystem:*` and
 * `${aws_efs_file_system.content.arn}` can be compared.
 */
import { type Graph } from "../graph/graph";
import { type Reference, type Resource, unknown, type Value } from "../graph/model";
import { accountOf, partitionOf, regionOf } from "./account";
import { type Judgement, NO, open, YES } from "./judgement";

/** What stands for a text that isn't known: the same name, the same text. */
interface Atom {
  readonly name: string | symbol;
  readonly value: Value;
}

export const anyText = Symbol("*");
const anyCharacter = Symbol("?");
type PolicySymbol = string | Atom | typeof anyText | typeof anyCharacter;
export type PolicyText = readonly PolicySymbol[];

/** Service, and what follows the account, of the ARNs that policies on the path name. */
const arnForms: Readonly<Record<string, { service: string; prefix: string; attribute: string; global?: true }>> = {
  aws_cloudwatch_log_group: { service: "logs", prefix: "log-group:", attribute: "name" },
  aws_ecr_repository: { service: "ecr", prefix: "repository/", attribute: "name" },
  aws_efs_access_point: { service: "elasticfilesystem", prefix: "access-point/", attribute: "id" },
  aws_efs_file_system: { service: "elasticfilesystem", prefix: "file-system/", attribute: "id" },
  aws_kms_key: { service: "kms", prefix: "key/", attribute: "key_id" },
  aws_iam_role: { service: "iam", prefix: "role", attribute: "name", global: true },
};

/** The symbols of a value; with `wildcards`, `*` and `?` stand for any text and character, `${…}` for a variable. */
export function policyText(graph: Graph, value: Value, wildcards: boolean): PolicyText {
  const at = graph.follow(value);
  const text = graph.text(at);
  if (text !== undefined) return symbols(text, wildcards);
  if (at.kind === "template") return at.parts.flatMap((part) => policyText(graph, part, wildcards));
  if (at.kind === "unknown" && at.closed && at.candidates.length === 1) {
    return policyText(graph, at.candidates[0]!, wildcards);
  }
  if (at.kind !== "reference") {
    return [{ name: Symbol(), value: at.kind === "unknown" ? at : unknown(graph.describe(at), "is not one text") }];
  }
  const found = graph.resolve(at);
  if (found.kind === "attribute") return attributeText(graph, found.resource, found.attribute);
  if (found.kind !== "resource") return [{ name: Symbol(), value: at }];
  if (found.attribute === "arn") return arnText(graph, found.resource);
  return reference(graph, { kind: "reference", to: found.resource.key, attribute: found.attribute });
}

function symbols(text: string, wildcards: boolean): PolicySymbol[] {
  if (!wildcards) return [...text];
  const found: PolicySymbol[] = [];
  for (const [piece] of text.matchAll(/\$\{[^}]*\}|[^]/gu)) {
    if (piece === "*") found.push(anyText);
    else if (piece === "?") found.push(anyCharacter);
    else if (/^\$\{[*?$]\}$/.test(piece)) found.push(piece[2]!);
    else if (piece.length > 2) {
      found.push({ name: Symbol(), value: unknown(piece, "is filled in when the request is made") });
    } else found.push(piece);
  }
  return found;
}

function reference(graph: Graph, value: Reference): PolicySymbol[] {
  const text = graph.text(value);
  return text === undefined ? [{ name: `${value.to}#${value.attribute}`, value }] : [...text];
}

/** Data sources that only say where Terraform runs, and attributes that only AWS will fill in. */
function attributeText(graph: Graph, resource: Resource, attribute: string): PolicyText {
  if (resource.mode === "data") {
    if (resource.type === "aws_caller_identity" && attribute === "account_id") return account(graph, resource);
    if (resource.type === "aws_region" && /^(name|region|id)$/.test(attribute)) return region(graph, resource);
    if (resource.type === "aws_partition" && /^(partition|id)$/.test(attribute)) return partition(graph, resource);
  }
  return reference(graph, { kind: "reference", to: resource.key, attribute });
}

export function arnText(graph: Graph, resource: Resource): PolicyText {
  const known = graph.text(resource.get("arn"));
  if (known !== undefined) return [...known];
  const form = Object.hasOwn(arnForms, resource.type) ? arnForms[resource.type]! : undefined;
  const own: Reference = { kind: "reference", to: resource.key, attribute: "arn" };
  if (!form) return reference(graph, own);
  const name: Reference = { ...own, attribute: form.attribute };
  const path = resource.type === "aws_iam_role" ? rolePath(graph, resource) : [];
  return [
    ..."arn:",
    ...partition(graph, resource),
    ...`:${form.service}:`,
    ...(form.global ? [] : region(graph, resource)),
    ":",
    ...account(graph, resource),
    ...`:${form.prefix}`,
    ...path,
    ...reference(graph, name),
  ];
}

function rolePath(graph: Graph, role: Resource): PolicySymbol[] {
  const path = graph.follow(role.get("path"));
  if (path.kind === "literal") return [...String(path.value ?? "/")];
  return role.document.kind === "configuration" && path.kind === "reference"
    ? ["/"]
    : [{ name: `${role.key}#path`, value: path }];
}

function account(graph: Graph, resource: Resource): PolicySymbol[] {
  return place("account", accountOf(graph, resource), resource);
}

function region(graph: Graph, resource: Resource): PolicySymbol[] {
  return place("region", regionOf(graph, resource), resource);
}

function partition(graph: Graph, resource: Resource): PolicySymbol[] {
  return place("partition", partitionOf(regionOf(graph, resource)), resource);
}

/** What the same provider configuration of the same stack has in common, known or not. */
function place(what: string, known: string | undefined, { document, provider }: Resource): PolicySymbol[] {
  if (known !== undefined) return [...known];
  const name = `${what} of ${provider?.name ?? "aws"} in ${document.name}`;
  return [{ name, value: unknown(name, `the ${what} is not in the input`) }];
}

/** The account of a caller, as its resource's provider tells it. */
export function accountText(graph: Graph, resource: Resource): PolicyText {
  return account(graph, resource);
}

/** Whether a text fits a pattern, which decides for certain or leaves open what stands in the way. */
export function matches(graph: Graph, pattern: PolicyText, text: PolicyText, fold = false): Judgement {
  if (pattern.length === 1 && pattern[0] === anyText) return YES;
  if (fits(pattern, text, fold, false)) return YES;
  if (!fits(pattern, text, fold, true)) return NO;
  const [first, second] = withoutCommon(pattern, text);
  const [mine, theirs] = [single(first), single(second)];
  if (mine && theirs && graph.same(mine, theirs) === "no") return NO;
  const atom = [...first, ...second].find((symbol): symbol is Atom => typeof symbol === "object");
  const value = atom?.value;
  return open(
    value?.kind === "unknown" ? value : unknown(value ? graph.describe(value) : "", "is known only after apply"),
  );
}

/**
 * A table of which beginnings of pattern and text can go together. With `anyAtom`, whatever isn't known is taken to be
 * just what would fit.
 */
function fits(wholePattern: PolicyText, wholeText: PolicyText, fold: boolean, anyAtom: boolean): boolean {
  const trimmed = withoutEnds(wholePattern, wholeText, fold, anyAtom);
  if (!trimmed) return false;
  const [pattern, text] = trimmed;
  let row = new Array<boolean>(text.length + 1).fill(false);
  row[0] = true;
  if (anyAtom) for (let at = 1; at <= text.length; at++) row[at] = row[at - 1]! && isAtom(text[at - 1]!);
  for (const symbol of pattern) {
    const next = new Array<boolean>(text.length + 1).fill(false);
    const stretches = symbol === anyText || (anyAtom && isAtom(symbol));
    next[0] = row[0]! && stretches;
    for (let at = 1; at <= text.length; at++) {
      const other = text[at - 1]!;
      if (stretches) next[at] = row[at]! || next[at - 1]! || row[at - 1]!;
      else if (anyAtom && isAtom(other)) next[at] = row[at]! || next[at - 1]! || row[at - 1]!;
      else next[at] = row[at - 1]! && alike(symbol, other, fold);
    }
    row = next;
  }
  return row[text.length]!;
}

/** What is left to compare once the ends that can only go together one way are off; undefined where they don't. */
function withoutEnds(
  pattern: PolicyText,
  text: PolicyText,
  fold: boolean,
  anyAtom: boolean,
): readonly [PolicyText, PolicyText] | undefined {
  const isOpen = (symbol: PolicySymbol) => symbol === anyText || (anyAtom && isAtom(symbol));
  const shorter = Math.min(pattern.length, text.length);
  let start = 0;
  for (; start < shorter && !isOpen(pattern[start]!) && !isOpen(text[start]!); start++) {
    if (!alike(pattern[start]!, text[start]!, fold)) return undefined;
  }
  let end = 0;
  for (; end < shorter - start; end++) {
    const symbol = pattern[pattern.length - 1 - end]!;
    const other = text[text.length - 1 - end]!;
    if (isOpen(symbol) || isOpen(other)) break;
    if (!alike(symbol, other, fold)) return undefined;
  }
  return [pattern.slice(start, pattern.length - end), text.slice(start, text.length - end)];
}

function isAtom(symbol: PolicySymbol): symbol is Atom {
  return typeof symbol === "object";
}

function alike(symbol: PolicySymbol, other: PolicySymbol, fold: boolean): boolean {
  if (symbol === anyCharacter) return typeof other === "string";
  if (typeof symbol === "string" && typeof other === "string") {
    return fold ? symbol.toLowerCase() === other.toLowerCase() : symbol === other;
  }
  return isAtom(symbol) && isAtom(other) && symbol.name === other.name;
}

function withoutCommon(a: PolicyText, b: PolicyText): [PolicyText, PolicyText] {
  let start = 0;
  while (start < a.length && start < b.length && alike(a[start]!, b[start]!, false)) start++;
  let end = 0;
  const longest = Math.min(a.length, b.length) - start;
  while (end < longest && alike(a[a.length - 1 - end]!, b[b.length - 1 - end]!, false)) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/** The value of a text that is one unknown, or known throughout. */
function single(text: PolicyText): Value | undefined {
  if (text.length === 1 && isAtom(text[0]!)) return text[0].value;
  return text.length > 0 && text.every((symbol) => typeof symbol === "string")
    ? { kind: "literal", value: text.join("") }
    : undefined;
}
