/** Terraform's override files: their blocks change blocks with the same address, argument by argument. */
import { basename } from "node:path";

import { InputError } from "../../input-error";
import { entriesOf, isRecord, type JsonObject, labelled, onlyBlock, property } from "../../json/json-syntax";
import { asList } from "../body";
import { keepPlace } from "./block-lines";

export interface ConfigurationFile {
  readonly path: string;
  readonly json: JsonObject;
}

/** The number of labels of the supported block types; other overrides are visible only in a plan. */
const labels: Readonly<Record<string, number>> = { resource: 2, data: 2, variable: 1, output: 1, module: 1 };
/** Sections that don't affect resources. */
const ignored = new Set(["//", "terraform"]);

/** `override.tf`, `lift_override.tf.json` */
export function isOverride(path: string): boolean {
  return /(^|[/\\_])override\.tf(?:\.json)?$/.test(path);
}

/**
 * The files of a folder as Terraform merges them: overrides are applied in the order of their names.
 *
 * @throws InputError if an override changes something that doesn't exist, or that is not supported
 */
export function withOverrides(files: readonly ConfigurationFile[]): JsonObject[] {
  const plain = files.filter(({ path }) => !isOverride(path));
  refuseTwins(plain);
  let merged = plain.map(({ json }) => json);
  for (const { path, json } of files.filter((file) => isOverride(file.path))) {
    for (const [section, blocks] of Object.entries(json)) {
      if (ignored.has(section)) continue;
      if (section === "locals" && isRecord(blocks)) {
        for (const name of Object.keys(blocks)) merged = changed(merged, ["locals", name], blocks[name], path);
        continue;
      }
      if (section === "provider") {
        for (const [name, bodies] of entriesOf(blocks))
          for (const body of asList(bodies)) if (isRecord(body)) merged = changedProvider(merged, name, body, path);
        continue;
      }
      for (const { address, body } of blocksOf(section, blocks, path)) merged = changed(merged, address, body, path);
    }
  }
  return merged;
}

/** Terraform allows each name once across all files. */
function refuseTwins(files: readonly ConfigurationFile[]): void {
  refuseTwinProviders(files);
  if (files.length < 2) return;
  const found = new Map<string, string>();
  for (const { path, json } of files) {
    for (const name of new Set(declaredNames(json))) {
      const other = found.get(name);
      if (other !== undefined) {
        const what = `declares ${name} twice, also in ${basename(other)}`;
        throw new InputError([{ path, what, todo: "remove one of them" }]);
      }
      found.set(name, path);
    }
  }
}

/** A provider has one block without an alias, and one for each alias. */
function refuseTwinProviders(files: readonly ConfigurationFile[]): void {
  const found = new Map<string, string>();
  for (const { path, json } of files) {
    for (const [type, blocks] of entriesOf(json["provider"])) {
      for (const block of asList(blocks)) {
        const alias = property(block, "alias");
        const name = typeof alias === "string" ? `provider.${type}.${alias}` : `provider.${type}`;
        const other = found.get(name);
        if (other !== undefined) {
          const where = other === path ? "" : `, also in ${basename(other)}`;
          throw new InputError([
            { path, what: `declares ${name} twice${where}`, todo: "remove one of them, or give it an alias" },
          ]);
        }
        found.set(name, path);
      }
    }
  }
}

function* declaredNames(json: JsonObject): Iterable<string> {
  for (const { type, name } of labelled(json["resource"])) yield `${type}.${name}`;
  for (const { type, name } of labelled(json["data"])) yield `data.${type}.${name}`;
  for (const [name] of entriesOf(json["locals"])) yield `local.${name}`;
  for (const section of ["variable", "module", "output"])
    for (const [name] of entriesOf(json[section])) if (name !== "//") yield `${section}.${name}`;
}

function* blocksOf(section: string, json: unknown, path: string): Iterable<{ address: string[]; body: JsonObject }> {
  const depth = labels[section];
  if (depth === undefined || !isRecord(json)) throw unread(path, section);
  for (const [label, value] of Object.entries(json)) {
    if (!isRecord(value)) throw unread(path, `${section}.${label}`);
    if (depth === 1) yield { address: [section, label], body: value };
    else {
      for (const [name, body] of Object.entries(value)) {
        if (!isRecord(body)) throw unread(path, `${section}.${label}.${name}`);
        yield { address: [section, label, name], body };
      }
    }
  }
}

/** The configurations, with the block changed in the first one that has it. */
function changed(files: readonly JsonObject[], address: readonly string[], change: unknown, path: string) {
  const index = files.findIndex((json) => at(json, address) !== undefined);
  const file = files[index];
  if (file === undefined) {
    throw missing(path, address.join("."));
  }
  const block = at(file, address);
  if (isRecord(change) && address[0] !== "locals" && !isRecord(block)) throw unread(path, address.join("."));
  const replaced =
    address[0] === "locals" || !isRecord(block) || !isRecord(change) ? change : overridden(block, change);
  return files.map((json, position) => (position === index ? put(json, address, replaced) : json));
}

/**
 * A provider's block changes the block with the same alias. The block without an alias may be missing, which implies an
 * empty one.
 */
function changedProvider(files: readonly JsonObject[], name: string, change: JsonObject, path: string): JsonObject[] {
  const isOwn = (block: unknown) => property(block, "alias") === change["alias"];
  const index = files.findIndex((json) => asList(property(json["provider"], name)).some(isOwn));
  const file = files[index];
  if (!file && change["alias"] !== undefined) throw missing(path, `provider.${name}.${String(change["alias"])}`);
  if (!file) return [...files, { provider: { [name]: [change] } }];
  const blocks = asList(property(file["provider"], name)).map((block) =>
    isOwn(block) && isRecord(block) ? overridden(block, change) : block,
  );
  return files.map((json, position) => (position === index ? put(json, ["provider", name], blocks) : json));
}

/**
 * Arguments and nested blocks are replaced by name, whether dynamic or not; those of `lifecycle` individually.
 * (Terraform, internal/configs/module_merge_body.go)
 */
function overridden(block: JsonObject, change: JsonObject): JsonObject {
  const [before, after] = [onlyBlock(block["lifecycle"]), onlyBlock(change["lifecycle"])];
  const lifecycle = before && after ? { lifecycle: { ...before, ...after } } : {};
  const dynamicAfter = entriesOf(change["dynamic"]);
  const replaced = new Set(dynamicAfter.map(([name]) => name));
  const kept = Object.entries(block).filter(([name]) => name !== "dynamic" && !replaced.has(name));
  const dynamic = [...entriesOf(block["dynamic"]).filter(([name]) => !Object.hasOwn(change, name)), ...dynamicAfter];
  const expanding = dynamic.length > 0 ? { dynamic: Object.fromEntries(dynamic) } : {};
  const result = { ...Object.fromEntries(kept), ...change, ...lifecycle, ...expanding };
  keepPlace(block, result);
  return result;
}

function at(json: JsonObject, address: readonly string[]): unknown {
  return address.reduce<unknown>((value, name) => property(value, name), json);
}

function put(json: unknown, [name = "", ...rest]: readonly string[], value: unknown): JsonObject {
  const record = isRecord(json) ? json : {};
  return { ...record, [name]: rest.length === 0 ? value : put(record[name], rest, value) };
}

function missing(path: string, what: string): InputError {
  return new InputError([
    { path, what: `overrides ${what}, which is not there`, todo: "take it out, as Terraform would ask" },
  ]);
}

function unread(path: string, what: string): InputError {
  return new InputError([{ path, what: `overrides ${what}, which is not read`, todo: "pass a plan instead" }]);
}
