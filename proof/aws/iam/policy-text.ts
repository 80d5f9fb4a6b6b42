/**
 * Strings of policies in parts: text, wildcards, and named unknowns such as the id of a file system that does not exist
 * yet. References to ARNs are split, so that `arn:aws:elasticfilesystem:*` and `${aws_efs_file_system.content.arn}` can
 * be compared.
 */
import { type Graph } from "../../graph/graph";
import { type Reference, type Resource, type ResourceKey, unknownValue, type Value } from "../../graph/model";
import { partitionOf } from "../../partitions";
import { factsOf } from "../../resource-types";
import { accountOf, regionOf } from "../account/account";

/** A named unknown text: equal names mean equal texts. */
export interface Atom {
  readonly name: string | symbol;
  readonly value: Value;
  /** A part of an ARN, such as an account, which contains neither `:` nor `/`. */
  readonly part?: boolean;
  /** Exactly one character, like `?` in a pattern. */
  readonly single?: boolean;
}

export const anyText = Symbol("*");
export const anyCharacter = Symbol("?");
export type Piece = string | Atom | typeof anyText | typeof anyCharacter;
/** Texts are never empty, and never adjacent. */
export type PolicyText = readonly Piece[];

/** The six random characters that Secrets Manager appends to a secret's name after a hyphen (ECS-22): `db-a1B2c3`. */
export const randomCharacters = unknownValue("the six random characters of the secret's ARN", "are chosen by AWS");

function randomText(of: string): PolicyText {
  return Array.from({ length: 6 }, (_, at) => {
    return { name: `${of}#random${at}`, value: randomCharacters, part: true, single: true };
  });
}

/** The parts of a value; with `wildcards`, `*` and `?` are wildcards, and `${…}` is a policy variable. */
export function policyText(graph: Graph, value: Value, wildcards: boolean): PolicyText {
  if (value.kind === "literal" && typeof value.value === "string") return textPieces(value.value, wildcards);
  const at = graph.follow(value);
  if (at === randomCharacters) return randomText("a secret");
  const text = graph.text(at);
  if (text !== undefined) return textPieces(text, wildcards);
  if (at.kind === "template") return joined(at.parts.map((part) => policyText(graph, part, wildcards)));
  if (at.kind === "unknown" && at.closed && at.candidates.length === 1) {
    return policyText(graph, at.candidates[0]!, wildcards);
  }
  if (at.kind !== "reference") {
    return [
      { name: Symbol(), value: at.kind === "unknown" ? at : unknownValue(graph.describe(at), "is not one text") },
    ];
  }
  const found = graph.resolve(at);
  if (found.kind === "attribute") {
    const key = aliasedKey(graph, found.resource, found.attribute);
    return key ? arnText(graph, key) : attributeText(graph, found.resource, found.attribute);
  }
  if (found.kind !== "resource") return [{ name: Symbol(), value: at }];
  if (found.attribute === "arn") return arnText(graph, found.resource);
  return reference(graph, { kind: "reference", to: found.resource.key, attribute: found.attribute });
}

/** `aws_kms_alias.….target_key_arn` is the ARN of the key. */
function aliasedKey(graph: Graph, alias: Resource, attribute: string): Resource | undefined {
  if (alias.type !== "aws_kms_alias" || attribute !== "target_key_arn") return undefined;
  return graph.target(alias.get("target_key_id"), "aws_kms_key", alias);
}

function joined(texts: readonly PolicyText[]): PolicyText {
  const found: Piece[] = [];
  for (const piece of texts.flat()) {
    const last = found[found.length - 1];
    if (typeof piece === "string" && typeof last === "string") found[found.length - 1] = last + piece;
    else if (piece !== "") found.push(piece);
  }
  return found;
}

/** Patterns without policy variables, by text: the roles of an organization share most of them. */
const patterns = new Map<string, PolicyText>();
const mostPatterns = 10_000;

function textPieces(text: string, wildcards: boolean): PolicyText {
  if (!wildcards) return text === "" ? [] : [text];
  const known = patterns.get(text);
  if (known) return known;
  const pieces = patternPieces(text);
  if (patterns.size < mostPatterns && !text.includes("${")) patterns.set(text, pieces);
  return pieces;
}

function patternPieces(text: string): PolicyText {
  if (!/[*?]|\$\{/.test(text)) return text === "" ? [] : [text];
  const pieces = [...text.matchAll(/\$\{[^}]*\}|[*?]|(?:[^*?$]|\$(?!\{))+|\$/g)].map(([piece]): PolicyText => {
    if (piece === "*") return [anyText];
    if (piece === "?") return [anyCharacter];
    if (/^\$\{[*?$]\}$/.test(piece)) return [piece[2]!];
    if (!piece.startsWith("${") || !piece.endsWith("}")) return [piece];
    return [{ name: Symbol(), value: unknownValue(piece, "is filled in when the request is made") }];
  });
  return joined(pieces);
}

function reference(graph: Graph, value: Reference): PolicyText {
  const text = graph.text(value);
  return text === undefined ? [{ name: `${value.to}#${value.attribute}`, value }] : [text];
}

/** Data sources that only describe the environment of Terraform, and attributes that AWS assigns. */
function attributeText(graph: Graph, resource: Resource, attribute: string): PolicyText {
  if (resource.mode === "data") {
    if (resource.type === "aws_caller_identity" && attribute === "account_id") return account(graph, resource);
    if (resource.type === "aws_region" && /^(name|region|id)$/.test(attribute)) return region(graph, resource);
    if (resource.type === "aws_partition" && /^(partition|id)$/.test(attribute)) return partition(graph, resource);
  }
  return reference(graph, { kind: "reference", to: resource.key, attribute });
}

/** Each role's and file system's ARN is compared with many statements. */
const arnTexts = new WeakMap<Graph, Map<ResourceKey, PolicyText>>();

export function arnText(graph: Graph, resource: Resource): PolicyText {
  let ofGraph = arnTexts.get(graph);
  if (!ofGraph) arnTexts.set(graph, (ofGraph = new Map<ResourceKey, PolicyText>()));
  let text = ofGraph.get(resource.key);
  if (!text) ofGraph.set(resource.key, (text = readArn(graph, resource)));
  return text;
}

function readArn(graph: Graph, resource: Resource): PolicyText {
  const known = graph.text(resource.get("arn"));
  if (known !== undefined) return [known];
  const form = factsOf(resource.type).arn;
  const own: Reference = { kind: "reference", to: resource.key, attribute: "arn" };
  if (!form) return reference(graph, own);
  return joined([
    ["arn:"],
    partition(graph, resource),
    [`:${form.service}:`],
    form.global || form.bare ? [] : region(graph, resource),
    [":"],
    form.bare ? [] : account(graph, resource),
    [`:${form.prefix}`],
    resource.type === "aws_iam_role" ? rolePath(graph, resource) : [],
    reference(graph, { ...own, attribute: form.attribute }),
    form.suffixed ? ["-", ...randomText(resource.key)] : [],
  ]);
}

function rolePath(graph: Graph, role: Resource): PolicyText {
  const path = graph.follow(role.get("path"));
  if (path.kind === "literal") return [String(path.value ?? "/")];
  return role.document.kind === "configuration" && path.kind === "reference"
    ? ["/"]
    : [{ name: `${role.key}#path`, value: path }];
}

function account(graph: Graph, resource: Resource): PolicyText {
  return place("account", accountOf(graph, resource), resource);
}

function region(graph: Graph, resource: Resource): PolicyText {
  return place("region", regionOf(graph, resource), resource);
}

function partition(graph: Graph, resource: Resource): PolicyText {
  return place("partition", partitionOf(regionOf(graph, resource)), resource);
}

/** Values that all resources of one provider configuration in one stack share, known or not. */
function place(what: string, known: string | undefined, { document, provider }: Resource): PolicyText {
  if (known !== undefined) return [known];
  const name = `${what} of ${provider?.name ?? "aws"} in ${document.name}`;
  const setting = what === "account" ? "allowed_account_ids" : "region";
  const value = unknownValue(`${setting} of provider ${provider?.name ?? "aws"}`, `the ${what} is not in the input`);
  return [{ name, value, part: true }];
}

/** The account of a caller, according to the provider of its resource. */
export function accountText(graph: Graph, resource: Resource): PolicyText {
  return account(graph, resource);
}
