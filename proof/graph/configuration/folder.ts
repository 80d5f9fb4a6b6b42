/** Finds the configurations below a folder: the stacks of a `cdktf.out`, or the folder's own `*.tf.json`. */
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

import { InputError, type InputProblem } from "../input-error";
import { readJson } from "../json-file";
import { isRecord, type JsonObject, property } from "./json-syntax";
import { type ConfigurationFile, isOverride, withOverrides } from "./overrides";
import { PropertyLines } from "./property-lines";
import { type StackSource } from "./stack";

const remedy = "name a cdktf.out folder, or plans made with terraform show -json PLAN";

/** @throws InputError where the folder holds no configuration, or one that cannot be read */
export function readFolder(root: string): StackSource[] {
  const manifest = join(root, "manifest.json");
  if (existsSync(manifest)) return readAll(stacksOfManifest(root, readJson(manifest)), root);
  const stacks = join(root, "stacks");
  if (existsSync(stacks)) {
    const found = list(stacks).map((name) => ({ name, file: join(stacks, name, "cdk.tf.json") }));
    const present = found.filter(({ file }) => existsSync(file));
    if (present.length > 0) return readAll(present, root);
  }
  return [readPlainFolder(root)];
}

/** One `*.tf.json` file by itself. */
export function configurationFile(path: string, json: JsonObject): StackSource {
  return { ...sourceOf(stackName(json) ?? path, path, path, [json]), variables: new Map() };
}

/** A stack as it would lie in a `cdktf.out`. */
export function stackInMemory(name: string, json: JsonObject): StackSource {
  const path = join("cdktf.out", "stacks", name, "cdk.tf.json");
  return { ...sourceOf(name, path, "cdktf.out", [json]), variables: new Map() };
}

interface StackFile {
  readonly name: string;
  readonly file: string;
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

function readAll(stacks: readonly StackFile[], root: string): StackSource[] {
  const problems: InputProblem[] = [];
  const sources: StackSource[] = [];
  const properties = new PropertyLines(root);
  for (const { name, file } of stacks) {
    try {
      const source = sourceOf(name, file, root, withOverrides([file, ...beside(file)].map(readConfiguration)));
      sources.push({ ...source, document: { ...source.document, properties }, variables: new Map() });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (stacks.length === 0) problems.push({ path: root, what: "holds no stacks", todo: "run npm run synth first" });
  if (problems.length > 0) throw new InputError(problems);
  return sources;
}

/** What somebody put beside a stack's file: Terraform reads it, too. */
function beside(file: string): string[] {
  const folder = dirname(file);
  if (!existsSync(file)) return [];
  return configurationFiles(folder, list(folder)).filter((path) => path !== file);
}

/** The `*.tf.json` of a folder. What stands beside them in HCL would be missing, so that is refused. */
function configurationFiles(folder: string, names: readonly string[]): string[] {
  if (names.some((name) => name.endsWith(".tf"))) {
    throw new InputError([{ path: folder, what: "holds Terraform in HCL, which only a plan shows", todo: remedy }]);
  }
  return names.filter((name) => name.endsWith(".tf.json")).map((name) => join(folder, name));
}

function readConfiguration(path: string): ConfigurationFile {
  const json = readJson(path);
  if (isRecord(json)) return { path, json };
  throw new InputError([{ path, what: "is not a Terraform configuration", todo: remedy }]);
}

/** A root module written in JSON. */
function readPlainFolder(root: string): StackSource {
  const names = list(root);
  const files = configurationFiles(root, names).map(readConfiguration);
  const [first] = files.filter(({ path }) => !isOverride(path));
  if (first === undefined)
    throw new InputError([{ path: root, what: "holds no stacks and no *.tf.json", todo: remedy }]);
  const name = stackName(first.json) ?? basename(resolve(root));
  const source = sourceOf(name, first.path, root, withOverrides(files));
  return { ...source, variables: variablesOf(root, names) };
}

/** Values as Terraform takes them up, in its order; those of `*.tfvars` in HCL are not read, so nothing is known. */
function variablesOf(root: string, names: readonly string[]): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const given = names.filter((name) => name === "terraform.tfvars.json" || name.endsWith(".auto.tfvars.json"));
  given.sort((a, b) => (a === "terraform.tfvars.json" ? -1 : b === "terraform.tfvars.json" ? 1 : a < b ? -1 : 1));
  for (const name of given) {
    const json = readJson(join(root, name));
    if (isRecord(json)) for (const [key, value] of Object.entries(json)) values.set(key, value);
  }
  if (names.some((name) => name === "terraform.tfvars" || name.endsWith(".auto.tfvars"))) {
    throw new InputError([
      { path: root, what: "sets variables in HCL (*.tfvars)", todo: "write them as *.tfvars.json, or give a plan" },
    ]);
  }
  return values;
}

function sourceOf(name: string, path: string, root: string, files: readonly JsonObject[]) {
  return { document: { name, kind: "configuration" as const, root, path }, folder: dirname(resolve(path)), files };
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
