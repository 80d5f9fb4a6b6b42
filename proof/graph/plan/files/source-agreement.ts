/**
 * Whether a plan was made from a source. A plan's `configuration` contains every declaration, with constants as written
 * and with the references of other expressions: both must be the same in the source.
 */
import { asList } from "../../configuration/body";
import { isMetaArgument } from "../../configuration/resource";
import { longest, referencesIn } from "../../expression/names";
import { entriesOf, isRecord, type JsonObject, labelled, onlyBlock, property } from "../../json/json-syntax";
import { type Configured, type ModuleConfiguration } from "../module-tree";

export interface ModuleFiles {
  readonly folder: string;
  readonly files: readonly JsonObject[];
}

/** The module of a call; undefined if it is missing. */
export type ModuleOf = (names: readonly string[], source: string, from: string) => ModuleFiles | undefined;

/** The differences between a plan and a source, as text for messages; empty if they match. */
export function differences(planned: ModuleConfiguration, root: ModuleFiles, moduleOf: ModuleOf): readonly string[] {
  return [...differencesIn(planned, [], root, moduleOf)];
}

function* differencesIn(
  planned: ModuleConfiguration,
  calls: readonly string[],
  { folder, files }: ModuleFiles,
  moduleOf: ModuleOf,
): Iterable<string> {
  const inside = calls.map((name) => `module.${name}.`).join("");
  const declared = new Map<string, JsonObject>();
  for (const file of files) {
    for (const { type, name, body } of labelled(file["resource"])) declared.set(`${type}.${name}`, body);
    for (const { type, name, body } of labelled(file["data"])) declared.set(`data.${type}.${name}`, body);
  }
  const called = new Map(
    files.flatMap((file) => entriesOf(file["module"]).map(([name, block]) => [name, onlyBlock(block) ?? {}])),
  );
  yield* onlyInOne(inside, [...planned.resources.keys()], [...declared.keys()]);
  yield* onlyInOne(`${inside}module.`, [...planned.calls.keys()], [...called.keys()]);
  const defaults = new Map(
    files.flatMap((file) =>
      entriesOf(file["variable"]).map(([name, of]) => [name, property(onlyBlock(of), "default")]),
    ),
  );
  for (const [name, value] of planned.defaults) {
    yield* constants(`${inside}var.${name}`, value, defaults.get(name));
  }
  for (const [name, { expressions, count, forEach }] of planned.resources) {
    const body = declared.get(name);
    if (body) yield* inBlock(`${inside}${name}`, { ...expressions, count, for_each: forEach }, body, isMetaArgument);
  }
  for (const [name, { expressions, count, forEach, module }] of planned.calls) {
    const body = called.get(name);
    if (!body) continue;
    yield* inBlock(`${inside}module.${name}`, { ...expressions, count, for_each: forEach }, body, isOfCall);
    const source = property(body, "source");
    const found = typeof source === "string" ? moduleOf([...calls, name], source, folder) : undefined;
    if (found) yield* differencesIn(module, [...calls, name], found, moduleOf);
  }
}

function isOfCall(name: string): boolean {
  return isMetaArgument(name) || ["source", "version", "providers"].includes(name);
}

function* onlyInOne(inside: string, planned: readonly string[], declared: readonly string[]): Iterable<string> {
  for (const name of planned) if (!declared.includes(name)) yield `${inside}${name} is only in the plan`;
  for (const name of declared) if (!planned.includes(name)) yield `${inside}${name} is only in the source`;
}

function* inBlock(
  path: string,
  planned: JsonObject,
  body: JsonObject,
  isLeftOut: (name: string) => boolean,
): Iterable<string> {
  for (const name of new Set([...Object.keys(planned), ...Object.keys(body)])) {
    const repeats = name === "count" || name === "for_each";
    if (name === "dynamic" || name === "//" || (isLeftOut(name) && !repeats)) continue;
    yield* inArgument(`${path}.${name}`, planned[name], property(body, name));
  }
}

function* inArgument(path: string, planned: Configured, declared: unknown): Iterable<string> {
  const blocks = Array.isArray(planned) ? (planned as unknown[]) : isBlock(planned) ? [planned] : undefined;
  if (blocks) {
    const bodies = asList(declared);
    if (bodies.length !== blocks.length) {
      yield `${path} stands ${times(blocks.length)} in the plan and ${times(bodies.length)} in the source`;
      return;
    }
    for (const [at, block] of blocks.entries()) {
      const body = bodies[at];
      if (isRecord(block) && isRecord(body)) yield* inBlock(path, block, body, () => false);
    }
    return;
  }
  const names = referencesIn(declared);
  if (!names) return;
  const references = asList(property(planned, "references")).filter((text) => typeof text === "string");
  const wanted = longest(references);
  const missing = [...names].filter((name) => !wanted.has(name));
  const gone = [...wanted].filter((name) => !names.has(name));
  if (missing.length > 0 || gone.length > 0) {
    yield `${path} refers to ${listed(wanted)} in the plan and to ${listed(names)} in the source`;
    return;
  }
  yield* constants(path, property(planned, "constant_value"), declared);
}

function* constants(path: string, planned: unknown, declared: unknown): Iterable<string> {
  if (isPlain(planned) && isPlain(declared) && textOf(planned) !== textOf(declared)) {
    yield `${path} is ${JSON.stringify(planned)} in the plan and ${JSON.stringify(declared)} in the source`;
  }
}

/** A block rather than an expression: `{}` can be either. */
function isBlock(planned: Configured): planned is JsonObject {
  if (!isRecord(planned)) return false;
  return Object.keys(planned).some((key) => key !== "references" && key !== "constant_value");
}

/** A scalar, or a list of scalars, without a template in it. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => !Array.isArray(item) && isPlain(item));
  return ["string", "number", "boolean"].includes(typeof value) && !/[$%]\{/.test(String(value));
}

function textOf(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String) : String(value));
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function listed(names: ReadonlySet<string>): string {
  return names.size === 0 ? "nothing" : [...names].sort().join(", ");
}
