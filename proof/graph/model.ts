/**
 * The one model that every reader of Terraform JSON produces: resources, and the values of their attributes.
 *
 * Values are plain immutable data. A reference names its target by key, never by pointer: only a `Graph` turns a key
 * into a resource, so that a change tried with `Graph.with` is seen everywhere.
 */
import { type ModuleNames } from "./module-names";

/** Identifies a resource within a graph: document name, NUL, address. */
export type ResourceKey = string & { readonly brand: "ResourceKey" };

export type Scalar = string | number | boolean | null;

/** A value that is known. An attribute that is absent reads as `null`, as in Terraform. */
export interface Literal {
  readonly kind: "literal";
  readonly value: Scalar;
  /** Where no one wrote the value, but a pre- or postcondition that Terraform enforces demands it: which one. */
  readonly settledBy?: string;
}

/** A list, set, tuple or repeated block. With `rest`, `items` are some of its elements and others may exist. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly unknownRest?: Unknown;
  /** Of a set, whose elements have no index: `for` and `dynamic` give each element as its own key. */
  readonly set?: true;
}

/** A map, object or block. With `rest`, there may be entries besides. */
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, Value>;
  readonly unknownRest?: Unknown;
}

/**
 * What another resource's attribute will hold, such as `id` or `vpc_config[0].cluster_security_group_id`; with an empty
 * attribute, the resource as an object.
 */
export interface Reference {
  readonly kind: "reference";
  readonly to: ResourceKey;
  readonly attribute: string;
}

/** A string put together of parts, at least one of them not known. */
export interface Template {
  readonly kind: "template";
  readonly parts: readonly Value[];
}

/** A string that holds `of` as JSON or YAML: what `jsonencode(...)` makes. Read it with `Graph.json`. */
export interface JsonText {
  readonly kind: "json";
  readonly of: Value;
  /** What `yamlencode(...)` makes. */
  readonly yaml?: true;
}

/** What could not be followed. Never passes a proof. */
export interface Unknown {
  readonly kind: "unknown";
  /** The Terraform expression as written, or the references that a plan lists for it. */
  readonly expression: string;
  /** Why it could not be followed, for people: lower case, no full stop. */
  readonly why: string;
  /** References that the expression depends on. */
  readonly candidates: readonly Reference[];
  /** True where the value, if it is an id, can only be that of one of `candidates`. */
  readonly closed: boolean;
  /** Set where a plan names resources as a whole: most likely all candidates are meant, but some may be left out. */
  readonly whole?: boolean;
}

export type Value = Literal | ListValue | ObjectValue | Reference | Template | JsonText | Unknown;

/** Where a resource was read: a synthesized stack, a folder of `*.tf.json`, a plan or a state. */
export interface Document {
  /** Stack name, or the path of folder or file as it was given. */
  readonly name: string;
  readonly kind: "configuration" | "plan" | "state";
  /** What was synthesized together names its own resources by reference: the folder or file that was given. */
  readonly root: string;
  /** The file to point at, relative to where the command runs if it was given so. */
  readonly path: string;
  /** Of a folder that was synthesized from a file: where that file's properties stand. */
  readonly properties?: Places;
  /** Of a plan that does not cover its whole configuration: why. */
  readonly partial?: PartialPlan;
  /** Of what has its own modules at hand: what they call each other's resources. The reader sets it. */
  modules?: ModuleNames;
}

/** Why `planned_values` of a plan lacks resources that are configured. */
export type PartialPlan = "errored" | "incomplete" | "refresh-only";

/** A property's place in the file that a folder was synthesized from. */
export interface Place {
  /** As it was named to the synth. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Whether the property stands there, or is to be added to what does. */
  readonly exists: boolean;
}

export interface Places {
  /** Where a property stands, or the nearest one above it; undefined where that is not known. */
  at(path: readonly string[]): Place | undefined;
}

/** What Terraform is about to do; undefined where only a configuration was read. */
export type Action = "create" | "update" | "replace" | "delete" | "no-op" | "read";

/** The provider configuration that a resource is made with, as far as it is known. */
export interface Provider {
  /** `aws`, or `aws.alias`. */
  readonly name: string;
  readonly region?: string;
  /** `allowed_account_ids`, or the account of the role to assume; empty where neither is known. */
  readonly accounts: readonly string[];
}

/** A `precondition` or `postcondition`, which stops Terraform where it is false. */
export interface Condition {
  readonly kind: "precondition" | "postcondition";
  readonly expression: string;
}

export interface Resource {
  readonly key: ResourceKey;
  readonly document: Document;
  /** With module path and instance key: `module.vpc.aws_subnet.private["us-east-1a"]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** `module.vpc`, or empty for the root module. */
  readonly module: string;
  /** Of `count` or `for_each`. */
  readonly instance?: string | number;
  readonly action?: Action;
  /** The file and line of its block, where it was read from HCL. */
  readonly writtenAt?: { readonly file: string; readonly line: number };
  readonly provider?: Provider;
  /** Set where `count` or `for_each` is not known: this one stands for any number of them, none included. */
  readonly unsure?: Unknown;
  /** Construct path of what cdktf synthesized: `ecs-web/web/Resource`. */
  readonly construct?: string;
  readonly conditions: readonly Condition[];
  /** Resources that `depends_on` or any expression names, directly. */
  readonly dependsOn: readonly ResourceKey[];
  /** Of a plan: whether its configuration sets an attribute, other than by dynamic blocks. */
  sets?(attribute: string): boolean;
  /** Of a plan: whether blocks of a name are seen to be written as the value of an attribute: `ingress = [{ … }]`. */
  asAttribute?(name: string): boolean;
  /**
   * The value of an attribute: `get("vpc_id")`, `get("network_configuration.subnets")`, `get("container[0].image")`.
   * A block that stands once may be stepped through without index, however it was written. Of several blocks, all
   * values are given, as one list. Absent is a literal `null`; `id` and `arn` are a reference to the resource itself
   * as long as they are not known, and so is, in a plan, whatever the provider will compute.
   */
  get(path: string): Value;
  /** The blocks of a name, whichever way they were written; with `rest` where there may be others. */
  blocks(name: string): Blocks;
}

/** A root output of a configuration, plan or state: what Kubernetes manifests come out as. */
export interface Output {
  readonly document: Document;
  readonly name: string;
  value(): Value;
}

export interface Blocks {
  readonly items: readonly ObjectValue[];
  readonly unknownRest?: Unknown;
}

export const NULL: Literal = { kind: "literal", value: null };

export function literal(value: Scalar): Literal {
  return value === null ? NULL : { kind: "literal", value };
}

export function list(items: readonly Value[], unknownRest?: Unknown): ListValue {
  return unknownRest ? { kind: "list", items, unknownRest } : { kind: "list", items };
}

export function unknown(
  expression: string,
  why: string,
  candidates: readonly Reference[] = [],
  closed = false,
): Unknown {
  return { kind: "unknown", expression, why, candidates, closed };
}

/** What may be besides, of two lists put together. */
export function joinedRest(a: Unknown | undefined, b: Unknown | undefined): Unknown | undefined {
  if (!a || !b || a === b) return a ?? b;
  return unknown(`${a.expression}, ${b.expression}`, a.why, [...a.candidates, ...b.candidates], a.closed && b.closed);
}

export function isNull(value: Value): boolean {
  return value.kind === "literal" && value.value === null;
}

export function resourceKey(document: string, address: string): ResourceKey {
  return `${document}\0${address}` as ResourceKey;
}
