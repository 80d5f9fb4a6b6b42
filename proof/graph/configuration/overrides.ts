/** Terraform's override files: their blocks change those of the same address, argument by argument. */
import { InputError } from "../input-error";
import { isRecord, type JsonObject, onlyBlock, property } from "./json-syntax";

export interface ConfigurationFile {
  readonly path: string;
  readonly json: JsonObject;
}

/** How many labels the blocks have that are read; what else a file may change, only a plan shows. */
const labels: Readonly<Record<string, number>> = { resource: 2, data: 2, variable: 1, output: 1, module: 1 };
/** Sections that say nothing about resources. */
const ignored = new Set(["//", "terraform"]);

/** `override.tf`, `lift_override.tf.json` */
export function isOverride(path: string): boolean {
  return /(^|[/\\_])override\.tf(?:\.json)?$/.test(path);
}

/**
 * The files of a folder as Terraform takes them: overrides in the order of their names, put into what they change.
 *
 * @throws InputError where an override changes what is not there, or what is not read
 */
export function withOverrides(files: readonly ConfigurationFile[]): JsonObject[] {
  let merged = files.filter(({ path }) => !isOverride(path)).map(({ json }) => json);
  for (const { path, json } of files.filter((file) => isOverride(file.path))) {
    for (const [section, blocks] of Object.entries(json)) {
      if (ignored.has(section)) continue;
      if (section === "locals" && isRecord(blocks)) {
        for (const name of Object.keys(blocks)) merged = changed(merged, ["locals", name], blocks[name], path);
        continue;
      }
      for (const { address, body } of blocksOf(section, blocks, path)) merged = changed(merged, address, body, path);
    }
  }
  return merged;
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

/** The configurations with a block of the first that has it changed. */
function changed(files: readonly JsonObject[], address: readonly string[], change: unknown, path: string) {
  const index = files.findIndex((json) => at(json, address) !== undefined);
  const file = files[index];
  if (file === undefined) {
    const what = `overrides ${address.join(".")}, which is not there`;
    throw new InputError([{ path, what, todo: "take it out, as Terraform would ask" }]);
  }
  const block = at(file, address);
  if (isRecord(change) && address[0] !== "locals" && !isRecord(block)) throw unread(path, address.join("."));
  const replaced =
    address[0] === "locals" || !isRecord(block) || !isRecord(change) ? change : overridden(block, change);
  return files.map((json, position) => (position === index ? put(json, address, replaced) : json));
}

/** Arguments and nested blocks are replaced by name; those of `lifecycle` one by one. */
function overridden(block: JsonObject, change: JsonObject): JsonObject {
  const [before, after] = [onlyBlock(block["lifecycle"]), onlyBlock(change["lifecycle"])];
  const lifecycle = before && after ? { lifecycle: { ...before, ...after } } : {};
  return { ...block, ...change, ...lifecycle };
}

function at(json: JsonObject, address: readonly string[]): unknown {
  return address.reduce<unknown>((value, name) => property(value, name), json);
}

function put(json: unknown, [name = "", ...rest]: readonly string[], value: unknown): JsonObject {
  const record = isRecord(json) ? json : {};
  return { ...record, [name]: rest.length === 0 ? value : put(record[name], rest, value) };
}

function unread(path: string, what: string): InputError {
  return new InputError([{ path, what: `overrides ${what}, which is not read`, todo: "judge a plan instead" }]);
}
