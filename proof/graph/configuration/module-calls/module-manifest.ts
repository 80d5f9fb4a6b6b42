/** The folders of a configuration's modules: those that `terraform init` installed, or those in a plan's archive. */
import { join } from "node:path";

import { parseJson } from "../../json/json-file";
import { property } from "../../json/json-syntax";
import { type Files } from "../files/files";
import { meets } from "./version-constraint";

export interface InstalledModule {
  readonly folder: string;
  /** The source as in the manifest: registry modules include their host. */
  readonly source: string;
  readonly version?: string;
  /** Set in a plan's archive, in which local modules are not in the folder of their source. */
  readonly archived: boolean;
}

/** By the names of the calls, joined by dots: `network.vpc`. */
export type ModuleManifest = ReadonlyMap<string, InstalledModule>;

export const noManifest: ModuleManifest = new Map();

/** `.terraform/modules/modules.json` of a folder: `{"Modules":[{"Key":"vpc","Source":"…","Dir":".terraform/modules/vpc"}]}`. */
export function installedModules(files: Files, root: string): ModuleManifest {
  const path = join(root, ".terraform", "modules", "modules.json");
  const bytes = files.bytes(path);
  if (!bytes) return noManifest;
  return new Map(
    entriesIn(parseJson(path, bytes)).map(({ key, dir, ...from }) => [
      key,
      { ...from, folder: join(root, dir), archived: false },
    ]),
  );
}

/** The same from a plan's archive, `tfconfig/modules.json`, with the folders at the time of the plan. */
export function archivedModules(json: unknown, root: string): ModuleManifest {
  return new Map(
    entriesIn(json).map(({ key, dir, source, version }) => [
      key,
      { source, version, folder: join(root, dir), archived: true },
    ]),
  );
}

/**
 * The files of a plan's archive (`tfconfig/m-KEY/main.tf`) by their paths at the time of the plan
 * (`modules/vpc/main.tf`). Terraform reads modules from these, and `path.module` returns them.
 */
export function unarchived<T>(
  texts: ReadonlyMap<string, T>,
  modules: ModuleManifest,
  root: string,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [path, text] of texts) {
    const [, key, name] = /^tfconfig\/m-([^/]*)\/([^/]+)$/.exec(path) ?? [];
    const folder = key === "" ? root : key === undefined ? undefined : modules.get(key)?.folder;
    if (folder !== undefined) found.set(join(folder, name!), text);
  }
  return found;
}

export function isLocal(source: string): boolean {
  return /^\.\.?(\/|$)/.test(source);
}

const registry = /^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?\/)?[\w-]+\/[\w-]+\/[\w-]+(?:\/\/.*)?$/;

/**
 * Whether the installed module matches the call. Terraform writes registry addresses with their host. Other sources
 * have many equivalent spellings, so only another type of source counts as a difference.
 */
export function isInstalled({ source: of, version: is }: InstalledModule, source: string, version: unknown): boolean {
  if (!registry.test(source) || /^(?:github\.com|bitbucket\.org)\//.test(source)) return !registry.test(of);
  const hosted = /^[^/]*\.[^/]*\//.test(source) ? source : `registry.terraform.io/${source}`;
  const mismatched = typeof version === "string" && is !== undefined && meets(is, version) === false;
  return of.toLowerCase() === hosted.toLowerCase() && !mismatched;
}

interface Entry {
  readonly key: string;
  readonly dir: string;
  readonly source: string;
  readonly version?: string;
}

function entriesIn(json: unknown): readonly Entry[] {
  const modules = Array.isArray(json) ? (json as readonly unknown[]) : property(json, "Modules");
  if (!Array.isArray(modules)) return [];
  return modules.flatMap((module: unknown) => {
    const [key, dir] = [property(module, "Key"), property(module, "Dir")];
    const [source, version] = [property(module, "Source"), property(module, "Version")];
    if (typeof key !== "string" || typeof dir !== "string") return [];
    return [{ key, dir, source: String(source), ...(typeof version === "string" ? { version } : {}) }];
  });
}
