/** Where the modules of a configuration are: what `terraform init` installed, or what a plan's archive holds. */
import { join } from "node:path";

import { parseJson } from "../json-file";
import { type Files } from "./files";
import { property } from "./json-syntax";

export interface InstalledModule {
  readonly folder: string;
  /** As the manifest has it: registry modules with their host. */
  readonly source: string;
  readonly version?: string;
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
    entriesIn(parseJson(path, bytes)).map(({ key, dir, ...from }) => [
      key,
      { ...from, folder: join(root, dir), archived: false },
    ]),
  );
}

/** The same of a plan's archive: `tfconfig/modules.json`, whose modules are in `tfconfig/m-KEY/`. */
export function archivedModules(json: unknown): ModuleManifest {
  return new Map(
    entriesIn(json).map(({ key, source, version }) => [
      key,
      { source, version, folder: `tfconfig/m-${key}`, archived: true },
    ]),
  );
}

export function isLocal(source: string): boolean {
  return /^\.\.?(\/|$)/.test(source);
}

const registry = /^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?\/)?[\w-]+\/[\w-]+\/[\w-]+(?:\/\/.*)?$/;

/**
 * Whether what is installed is what the call asks for. Terraform writes registry addresses with their host; of what it
 * fetches otherwise many spellings come to the same, so that only another kind of source tells them apart.
 */
export function isInstalled({ source: of, version: is }: InstalledModule, source: string, version: unknown): boolean {
  if (!registry.test(source) || /^(?:github\.com|bitbucket\.org)\//.test(source)) return !registry.test(of);
  const hosted = /^[^/]*\.[^/]*\//.test(source) ? source : `registry.terraform.io/${source}`;
  const exact = typeof version === "string" ? /^\s*=?\s*(\d+\.\d+\.\d+)\s*$/.exec(version)?.[1] : undefined;
  return of.toLowerCase() === hosted.toLowerCase() && (exact === undefined || is === undefined || exact === is);
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
