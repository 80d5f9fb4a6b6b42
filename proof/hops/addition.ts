/** A resource that a fix adds, as a change of the graph and as HCL at once. */
import { type Graph } from "../graph/graph";
import {
  isNull,
  type ObjectValue,
  type Reference,
  type Resource,
  type ResourceKey,
  resourceKey,
  type Value,
} from "../graph/model";
import { type Addition } from "../graph/overlay";

export interface Added {
  readonly change: Addition;
  readonly terraform: string;
  readonly address: string;
  /** An attribute of it, for what else the fix sets. */
  readonly get: (attribute: string) => Value;
}

/** @param beside whose document, module and provider it shares @param wanted its name, unless another has it */
export function addition(
  graph: Graph,
  beside: Resource,
  type: string,
  wanted: string,
  attributes: Readonly<Record<string, Value>>,
): Added {
  const name = freeName(graph, beside, wanted, type);
  const address = `${type}.${name}`;
  const key: ResourceKey = resourceKey(beside.document.name, `${beside.module ? `${beside.module}.` : ""}${address}`);
  const entries = Object.entries(attributes);
  return {
    change: { kind: "add", beside, type, name, attributes: new Map(entries) },
    terraform: [`resource "${type}" "${name}" {`, ...bodyOf(graph, beside, entries), "}"].join("\n"),
    address,
    get: (attribute) => ({ kind: "reference", to: key, attribute }),
  };
}

/** A name that no resource of these types has in that module: `ecr_api`, else `ecr_api_2`. */
export function freeName(graph: Graph, beside: Resource, wanted: string, ...types: readonly string[]): string {
  const { document, module } = beside;
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

/** A block as HCL. */
export function blockHcl(graph: Graph, beside: Resource, name: string, block: ObjectValue): string {
  return [`${name} {`, ...bodyOf(graph, beside, [...block.entries]), "}"].join("\n");
}

function bodyOf(graph: Graph, beside: Resource, entries: readonly (readonly [string, Value])[], depth = 1): string[] {
  const indent = "  ".repeat(depth);
  const plain = entries.filter(([, value]) => value.kind !== "object" && !isNull(value));
  const width = Math.max(0, ...plain.map(([name]) => name.length));
  const blocks = entries.flatMap(([name, value]) =>
    value.kind === "object"
      ? [`${indent}${name} {`, ...bodyOf(graph, beside, [...value.entries], depth + 1), `${indent}}`]
      : [],
  );
  return [
    ...plain.map(([name, value]) => `${indent}${name.padEnd(width)} = ${hclOf(graph, beside, value)}`),
    ...blocks,
  ];
}

/** A value as HCL beside a resource, within its module. */
export function hclOf(graph: Graph, beside: Resource, value: Value): string {
  if (value.kind === "list") return `[${value.items.map((item) => hclOf(graph, beside, item)).join(", ")}]`;
  if (value.kind === "json") return `jsonencode(${objectHcl(graph, beside, value.of)})`;
  if (value.kind !== "reference") return graph.describe(value);
  const target = graph.at(value.to);
  if (target && target.document.name !== beside.document.name) return elsewhere(graph, target, value);
  const text = graph.describe(value);
  return beside.module !== "" && text.startsWith(`${beside.module}.`) ? text.slice(beside.module.length + 1) : text;
}

/** A stack can't refer to what another holds: its value, or what to put there. */
function elsewhere(graph: Graph, target: Resource, value: Reference): string {
  const known = graph.text(value);
  return JSON.stringify(known ?? `<${value.attribute} of ${target.address} in ${target.document.name}>`);
}

function objectHcl(graph: Graph, beside: Resource, value: Value): string {
  if (value.kind === "list") return `[${value.items.map((item) => objectHcl(graph, beside, item)).join(", ")}]`;
  if (value.kind !== "object") return hclOf(graph, beside, value);
  const entries = [...value.entries].map(([name, entry]) => `${keyHcl(name)} = ${objectHcl(graph, beside, entry)}`);
  return `{ ${entries.join(", ")} }`;
}

/** `kms:ViaService` is no identifier. */
function keyHcl(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name);
}
