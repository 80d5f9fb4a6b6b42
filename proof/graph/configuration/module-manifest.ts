/** Where the modules of a configuration are: what `terraform init` installed, or what a plan's archive holds. */
import { join } from "node:path";

import { parseJson } from "../json-file";
import { type Files } from "./files";
import { property } from "./json-syntax";

export interface InstalledModule {
  readonly folder: string;
  /** In an archive of a plan, where local modules are not where their source says. */
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
    entriesIn(parseJson(path, bytes)).map(({ key, dir }) => [key, { folder: join(root, dir), archived: false }]),
  );
}

/** The same of a plan's archive: `tfconfig/modules.json`, whose modules are in `tfconfig/m-KEY/`. */
export function archivedModules(json: unknown): ModuleManifest {
  return new Map(entriesIn(json).map(({ key }) => [key, { folder: `tfconfig/m-${key}`, archived: true }]));
}

function entriesIn(json: unknown): readonly { key: string; dir: string }[] {
  const modules = Array.isArray(json) ? (json as readonly unknown[]) : property(json, "Modules");
  if (!Array.isArray(modules)) return [];
  return modules.flatMap((module: unknown) => {
    const [key, dir] = [property(module, "Key"), property(module, "Dir")];
    return typeof key === "string" && typeof dir === "string" ? [{ key, dir }] : [];
  });
}
