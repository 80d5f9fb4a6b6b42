/** A resource that a fix adds, in a module that can reference everything that it needs. */
import { itemsOf } from "../aws/attributes/block";
import { type Graph } from "../graph/graph";
import { isNull, type Resource, type ResourceKey, type Value } from "../graph/model";
import { parentOf } from "../graph/module-names";
import { type Addition, keyOfAddition } from "../graph/what-if";
import { HclWriter, isLocalSource, Unwritable } from "../hcl/hcl";
import { NewNames } from "../hcl/new-names";

export interface Added {
  readonly change: Addition;
  readonly address: string;
  /** A reference to one of its attributes, for other changes of the same fix. */
  readonly get: (attribute: string) => Value;
}

/**
 * @param beside a resource whose document, provider and, if possible, module the new one shares
 * @param wanted the preferred name
 */
export function addition(
  graph: Graph,
  beside: Resource,
  type: string,
  wanted: string,
  attributes: Readonly<Record<string, Value>>,
): Added {
  const entries = Object.entries(attributes)
    .map(([name, value]) => [name, value.kind === "unknown" ? value : resolved(graph, beside, value)] as const)
    .filter(([, value]) => !isNull(value));
  const module = placeOf(
    graph,
    beside,
    entries.map(([, value]) => value),
  );
  const taken = type === "aws_iam_role_policy" ? [type, "data.aws_iam_policy_document"] : [type];
  const name = freeName(graph, { document: beside.document, module }, wanted, ...taken);
  const change: Addition = { kind: "add", beside, type, name, module, attributes: new Map(entries) };
  const key: ResourceKey = keyOfAddition(change);
  return {
    change,
    address: `${type}.${name}`,
    get: (attribute) => ({ kind: "reference", to: key, attribute }),
  };
}

/**
 * Lists the items one by one if a plan shows the list as a whole, and uses references for resources that Terraform
 * manages.
 */
function resolved(graph: Graph, beside: Resource, value: Value): Value {
  if (value.kind === "list") {
    const { items, ...unknownRest } = itemsOf(graph, value);
    return { ...unknownRest, items: items.map((item) => resolved(graph, beside, item)) };
  }
  if (value.kind === "object") {
    const entries = [...value.entries].map(([name, entry]) => [name, resolved(graph, beside, entry)] as const);
    return { ...value, entries: new Map(entries) };
  }
  return named(graph, beside, value);
}

/** Plans of existing resources contain ids where the configuration has references. */
function named(graph: Graph, { document, module }: Resource, value: Value): Value {
  if (value.kind !== "literal" || typeof value.value !== "string") return value;
  const found = graph.resolve(value);
  if (found.kind !== "resource" || found.resource.mode === "data" || found.resource.action === "delete") return value;
  const { resource, attribute } = found;
  const isBeside = resource.document.name === document.name && resource.module === module;
  return isBeside && graph.text(resource.get(attribute)) === value.value
    ? { kind: "reference", to: resource.key, attribute }
    : value;
}

/**
 * The innermost module that can already reference all of them, or else the innermost one that can do so through new
 * outputs.
 */
function placeOf(graph: Graph, beside: Resource, values: readonly Value[]): string {
  const { document } = beside;
  let possible: string | undefined;
  for (let module = beside.module; ; module = parentOf(module)) {
    const source = module === "" ? "." : document.modules?.source(module);
    const made = source === undefined || isLocalSource(source) ? outputsFor(graph, beside, module, values) : undefined;
    if (made === 0) return module;
    if (made !== undefined) possible ??= module;
    if (module === "") return possible ?? beside.module;
  }
}

/** The number of missing outputs; undefined if outputs are not enough, for example if the module needs variables. */
function outputsFor(
  graph: Graph,
  { document }: Resource,
  module: string,
  values: readonly Value[],
): number | undefined {
  const names = new NewNames();
  const writer = new HclWriter(graph, document, module, names);
  try {
    for (const value of values) writer.value(value);
    return names.variables.some((one) => one.module !== "") ? undefined : names.outputs.length;
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
}

/** A name that is unused by these resource types in that module: `ecr_api`, or else `ecr_api_2`. */
export function freeName(
  graph: Graph,
  { document, module }: Pick<Resource, "document" | "module">,
  wanted: string,
  ...types: readonly string[]
): string {
  const taken = new Set<string>();
  for (const type of types) {
    const [mode, own] = type.startsWith("data.") ? (["data", type.slice(5)] as const) : (["managed", type] as const);
    for (const other of graph.all(own, mode)) {
      if (other.document.name === document.name && other.module === module) taken.add(other.name);
    }
  }
  let name = wanted;
  for (let at = 2; taken.has(name); at++) name = `${wanted}_${at}`;
  return name;
}
