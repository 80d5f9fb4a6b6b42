/**
 * The model that every reader of Terraform JSON produces: resources, and the values of their attributes.
 *
 * Values are plain immutable data. A reference names its target by key, never by pointer: only a `Graph` resolves a key
 * to a resource, so that a change made with `Graph.with` is visible everywhere.
 */

/** Identifies a resource within a graph: document name, NUL, address. */
export type ResourceKey = string & { readonly brand: "ResourceKey" };

export type Scalar = string | number | boolean | null;

/** A known value. An absent attribute reads as `null`, as in Terraform. */
export interface Literal {
  readonly kind: "literal";
  readonly value: Scalar;
  /**
   * Set if the value is not configured but required by a pre- or postcondition that Terraform enforces: that condition.
   */
  readonly settledBy?: string;
}

/** A list, set, tuple or repeated block. With `rest`, `items` are some of its elements and others may exist. */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly unknownRest?: Unknown;
  /** Set for a set, whose elements have no index: in `for` and `dynamic`, each element is its own key. */
  readonly set?: true;
}

/** A map, object or block. With `rest`, there may be other entries. */
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: ReadonlyMap<string, Value>;
  readonly unknownRest?: Unknown;
}

/**
 * The future value of another resource's attribute, such as `id` or `vpc_config[0].cluster_security_group_id`; with an
 * empty attribute, the resource as an object.
 */
export interface Reference {
  readonly kind: "reference";
  readonly to: ResourceKey;
  readonly attribute: string;
}

/** A string of several parts, at least one of them unknown. */
export interface Template {
  readonly kind: "template";
  readonly parts: readonly Value[];
}

/** A string that contains `of` as JSON or YAML: the result of `jsonencode(...)`. Read it with `Graph.json`. */
export interface JsonText {
  readonly kind: "json";
  readonly of: Value;
  /** The result of `yamlencode(...)`. */
  readonly yaml?: true;
}

/** A value that could not be resolved. It never passes a proof. */
export interface Unknown {
  readonly kind: "unknown";
  /** The Terraform expression as written, or the references that a plan lists for it. */
  readonly expression: string;
  /** The reason why it could not be resolved, as text for messages: lower case, no full stop. */
  readonly why: string;
  /** References that the expression depends on. */
  readonly candidates: readonly Reference[];
  /** True if the value, if it is an id, must be that of one of `candidates`. */
  readonly closed: boolean;
  /** Set if a plan names resources as a whole: most likely all candidates are meant, but some may be left out. */
  readonly whole?: boolean;
}

export type Value = Literal | ListValue | ObjectValue | Reference | Template | JsonText | Unknown;

/** The origin of a resource: a synthesized stack, a folder of `*.tf.json`, a plan or a state. */
export interface Document {
  /** The stack name, or the path of the folder or file as given. */
  readonly name: string;
  readonly kind: "configuration" | "plan" | "state";
  /**
   * The folder or file that was given: stacks that were synthesized together refer to each other's resources by
   * reference.
   */
  readonly root: string;
  /** The file to name in reports, relative to the current folder if it was given so. */
  readonly path: string;
  /** For a folder that was synthesized from a file: the positions of the file's properties. */
  readonly properties?: Places;
  /** For a plan that doesn't cover its whole configuration: the reason. */
  readonly partial?: PartialPlan;
  /** For a document that includes its own modules: what they call each other's resources. Set by the reader. */
  modules?: ModuleNames;
  /** The values that Terraform marks as sensitive, which are printed nowhere. */
  readonly sensitive?: () => Iterable<string>;
}

/** The reason why `planned_values` of a plan lacks configured resources. */
export type PartialPlan = "errored" | "incomplete" | "refresh-only";

/** The position of a property in the file that a folder was synthesized from. */
export interface Place {
  /** The file as it was given to the synth. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Whether the property exists there, or has to be added to its parent. */
  readonly exists: boolean;
}

export interface Places {
  /** The position of a property, or of its nearest parent; undefined if it is not known. */
  at(path: readonly string[]): Place | undefined;
}

/** The planned action; undefined if only a configuration was read. */
export type Action = "create" | "update" | "replace" | "delete" | "no-op" | "read";

/** The provider configuration of a resource, as far as it is known. */
export interface Provider {
  /** `aws`, or `aws.alias`. */
  readonly name: string;
  readonly region?: string;
  /** `allowed_account_ids`, or the account of the role to assume; empty if neither is known. */
  readonly accounts: readonly string[];
}

/** A `precondition` or `postcondition`, which makes Terraform fail if it is false. */
export interface Condition {
  readonly kind: "precondition" | "postcondition";
  readonly expression: string;
}

/** What a resource is and where it is declared, whether a configuration, plan or state contains it. */
export interface ResourceHeader {
  readonly key: ResourceKey;
  readonly document: Document;
  /** With module path and instance key: `module.vpc.aws_subnet.private["us-east-1a"]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** `module.vpc`, or empty for the root module. */
  readonly module: string;
  /** The key from `count` or `for_each`. */
  readonly instance?: string | number;
  /** @default none: a configuration plans nothing */
  readonly action?: Action;
  readonly provider?: Provider;
  /**
   * Set if this resource represents any number of instances, including none: `count` or `for_each` is not known, or the
   * plan omits a configured resource that its prior state does not have either.
   */
  readonly unsure?: Unknown;
}

export interface Resource extends ResourceHeader {
  /** The file and line of its block, if it was read from HCL. */
  readonly writtenAt?: { readonly file: string; readonly line: number };
  /** The construct path, if it was synthesized by cdktf: `ecs-web/web/Resource`. */
  readonly construct?: string;
  readonly conditions: readonly Condition[];
  /** Resources that `depends_on` or an expression refers to directly. */
  readonly dependsOn: readonly ResourceKey[];
  /** For a plan: whether its configuration sets an attribute, other than by dynamic blocks. */
  sets?(attribute: string): boolean;
  /** For a plan: whether blocks are visibly written as the value of an attribute: `ingress = [{ … }]`. */
  asAttribute?(name: string): boolean;
  /**
   * The value of an attribute: `get("vpc_id")`, `get("network_configuration.subnets")`, `get("container[0].image")`.
   * A single block can be addressed without an index, however it was written. For several blocks, all values are
   * returned as one list. An absent attribute is a literal `null`. While `id` and `arn` are not known, they are a
   * reference to the resource itself, and so is, in a plan, every attribute that the provider will compute.
   */
  get(path: string): Value;
  /** The blocks with a name, however they were written; `unknownRest` is set if there may be others. */
  blocks(name: string): Blocks;
}

/** A root output of a configuration, plan or state; Kubernetes manifests can be outputs. */
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

export function unknownValue(
  expression: string,
  why: string,
  candidates: readonly Reference[] = [],
  closed = false,
): Unknown {
  return { kind: "unknown", expression, why, candidates, closed };
}

/** The `rest` of two concatenated lists. */
export function joinedRest(a: Unknown | undefined, b: Unknown | undefined): Unknown | undefined {
  if (!a || !b || a === b) return a ?? b;
  return unknownValue(
    `${a.expression}, ${b.expression}`,
    a.why,
    [...a.candidates, ...b.candidates],
    a.closed && b.closed,
  );
}

export function isNull(value: Value): boolean {
  return value.kind === "literal" && value.value === null;
}

export function resourceKey(document: string, address: string): ResourceKey {
  return `${document}\0${address}` as ResourceKey;
}

/** The names by which modules refer to each other's resources. */
export interface ModuleNames {
  /** The output of a module that is known to equal this attribute: `nfs_group_id`. */
  output(module: string, of: Reference): string | undefined;
  /** The output of a module that is known to list exactly these. */
  list(module: string, of: readonly Reference[]): string | undefined;
  /** The variable of a module that is known to receive this attribute. */
  variable(module: string, of: Reference): string | undefined;
  /** The name of every output and variable of a module. */
  taken(module: string): ReadonlySet<string>;
  /** The module's source as written: `./modules/store`. */
  source(module: string): string | undefined;
}
