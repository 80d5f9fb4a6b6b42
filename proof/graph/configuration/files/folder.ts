/** Finds the configurations below a folder: the stacks of a `cdktf.out`, or the folder's own `*.tf` and `*.tf.json`. */
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

import { InputError, type InputProblem } from "../../input-error";
import { parseJson, readJson } from "../../json/json-file";
import { isRecord, type JsonObject, property } from "../../json/json-syntax";
import { type Value } from "../../model";
import { archivedModules, installedModules, unarchived } from "../module-calls/module-manifest";
import { type StackSource } from "../stack-source";
import { type GivenVariables, literalValue, noVariables, tfvarsIn, variablesOf } from "../variables/variables";
import { disk, MemoryFiles, PlannedFiles } from "./files";
import { Library } from "./library";
import { isOverride, withOverrides } from "./overrides";
import { PropertyLines } from "./property-lines";

const remedy = "name a cdktf.out folder, or plans made with terraform show -json PLAN";

/**
 * Like `readFolder`, with support for Terraform written in HCL.
 *
 * @throws InputError if the folder has no configuration, or one that cannot be read
 */
export async function openFolder(root: string, given: GivenVariables): Promise<StackSource[]> {
  const stacks = stacksIn(root);
  if (!stacks) {
    const library = new Library(disk, installedModules(disk, root), true);
    await library.prepare(root);
    const source = plainFolder(root, library);
    return [{ ...source, variables: await variablesOf(disk, root, source.files, given) }];
  }
  const library = new Library();
  for (const { file } of stacks) await library.prepare(dirname(file));
  return readAll(stacks, root, library);
}

/**
 * The configuration in a plan's archive: the texts of its files by path, such as `tfconfig/m-/main.tf`.
 *
 * @param path the path of the archive
 * @param folder the folder that the plan was made from, if it is known: it adds files that the archive doesn't contain,
 * such as templates
 * @throws InputError if the archive has no configuration, or one that cannot be read
 */
export async function openArchive(
  path: string,
  texts: ReadonlyMap<string, string | Buffer>,
  folder?: string,
): Promise<StackSource> {
  const manifest = texts.get("tfconfig/modules.json");
  const modules = manifest === undefined ? [] : parseJson(`${path}/tfconfig/modules.json`, Buffer.from(manifest));
  const root = folder ?? madeIn(path, texts);
  const installed = archivedModules(modules, root);
  const planned = new MemoryFiles(unarchived(texts, installed, root));
  const files = folder === undefined ? planned : new PlannedFiles(planned);
  const library = new Library(files, installed, true);
  await library.prepare(root);
  if (!library.holdsConfiguration(root))
    throw new InputError([{ path, what: "holds no configuration (tfconfig/)", todo: "save the plan again" }]);
  const source = sourceOf(path, path, path, library.filesIn(root), library);
  return { ...source, root, configuration: root, variables: await variablesOf(files, root, source.files, noVariables) };
}

/** The folder that a plan was made in: the plan's own or the current one, if one of them has its files. */
function madeIn(path: string, texts: ReadonlyMap<string, unknown>): string {
  const names = [...texts.keys()].filter((name) => name.startsWith("tfconfig/m-/")).map((name) => basename(name));
  return [dirname(path), "."].find((folder) => names.some((name) => existsSync(join(folder, name)))) ?? ".";
}

/**
 * The configurations of a folder in JSON syntax.
 *
 * @throws InputError if the folder has no configuration, one that cannot be read, or HCL
 */
export function readFolder(root: string): StackSource[] {
  const library = new Library();
  const stacks = stacksIn(root);
  if (stacks) return readAll(stacks, root, library);
  return [{ ...plainFolder(root, library), variables: jsonVariables(root) }];
}

/** One `*.tf.json` file by itself. */
export function configurationFile(path: string, json: JsonObject): StackSource {
  return sourceOf(stackName(json) ?? path, path, path, [json], new Library());
}

/** A stack in the form of a `cdktf.out` entry. */
export function stackInMemory(name: string, json: JsonObject): StackSource {
  const path = join("cdktf.out", "stacks", name, "cdk.tf.json");
  return sourceOf(name, path, "cdktf.out", [json], new Library());
}

interface StackFile {
  readonly name: string;
  readonly file: string;
}

/** The stacks of a `cdktf.out`; undefined for any other folder. */
function stacksIn(root: string): readonly StackFile[] | undefined {
  const manifest = join(root, "manifest.json");
  if (existsSync(manifest)) {
    const json = readJson(manifest);
    // Other tools also write files with this name.
    const isOther = !isRecord(property(json, "stacks")) && list(root).some((name) => /\.tf(?:\.json)?$/.test(name));
    if (!isOther) return stacksOfManifest(root, json);
  }
  const stacks = join(root, "stacks");
  if (!existsSync(stacks)) return undefined;
  const found = list(stacks).map((name) => ({ name, file: join(stacks, name, "cdk.tf.json") }));
  const present = found.filter(({ file }) => existsSync(file));
  return present.length > 0 ? present : undefined;
}

function stacksOfManifest(root: string, json: unknown): StackFile[] {
  const stacks = property(json, "stacks");
  const path = join(root, "manifest.json");
  if (!isRecord(stacks)) throw new InputError([{ path, what: "lists no stacks", todo: "run npm run synth again" }]);
  return Object.entries(stacks).map(([name, stack]) => {
    const file = property(stack, "synthesizedStackPath") ?? join("stacks", name, "cdk.tf.json");
    const inside = typeof file === "string" && !relative(root, join(root, file)).startsWith("..");
    if (!inside)
      throw new InputError([{ path, what: `names a file outside of ${root}`, todo: "run npm run synth again" }]);
    return { name, file: join(root, file) };
  });
}

function readAll(stacks: readonly StackFile[], root: string, library: Library): StackSource[] {
  const problems: InputProblem[] = [];
  const sources: StackSource[] = [];
  const properties = new PropertyLines(root);
  for (const { name, file } of stacks) {
    try {
      // Reading it reports why it is missing.
      if (!library.paths(dirname(file)).includes(file) && !existsSync(file)) readJson(file);
      const source = sourceOf(name, file, root, withFirst(library, file), library);
      sources.push({ ...source, document: { ...source.document, properties } });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (stacks.length === 0) problems.push({ path: root, what: "holds no stacks", todo: "run npm run synth first" });
  if (problems.length > 0) throw new InputError(problems);
  return sources;
}

/** A stack's file, whatever its name, and the files that somebody added beside it, which Terraform reads too. */
function withFirst(library: Library, file: string): readonly JsonObject[] {
  if (library.paths(dirname(file)).includes(file)) return library.filesIn(dirname(file));
  const json = readJson(file);
  if (!isRecord(json)) throw new InputError([{ path: file, what: "is not a Terraform configuration", todo: remedy }]);
  return withOverrides([{ path: file, json }]);
}

/** A root module. */
function plainFolder(root: string, library: Library): StackSource {
  list(root); // reports why it cannot be read
  const [first] = library.paths(root).filter((path) => !isOverride(path));
  if (first === undefined)
    throw new InputError([{ path: root, what: "holds no stacks and no *.tf.json", todo: remedy }]);
  const files = library.filesIn(root);
  const name = files.map(stackName).find((found) => found !== undefined) ?? basename(resolve(root));
  return sourceOf(name, first, root, files, library);
}

/** Variable values in Terraform's order of precedence, if all of them are JSON. */
function jsonVariables(root: string): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const name of tfvarsIn(list(root))) {
    if (!name.endsWith(".json")) {
      const what = "sets variables in HCL (*.tfvars)";
      throw new InputError([{ path: root, what, todo: "write them as *.tfvars.json, or give a plan" }]);
    }
    const json = readJson(join(root, name));
    if (isRecord(json)) for (const [key, value] of Object.entries(json)) values.set(key, literalValue(value));
  }
  return values;
}

function sourceOf(
  name: string,
  path: string,
  root: string,
  files: readonly JsonObject[],
  library: Library,
): StackSource {
  const document = { name, kind: "configuration" as const, root, path };
  const folder = dirname(resolve(path));
  return { document, folder, root: folder, configuration: folder, files, library, variables: new Map() };
}

function stackName(json: JsonObject): string | undefined {
  const name = property(property(json["//"], "metadata"), "stackName");
  return typeof name === "string" ? name : undefined;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new InputError([{ path: folder, what: `cannot be read (${code})`, todo: remedy }]);
  }
}
