/**
 * The configuration files of folders and of the modules that they call, each read once. HCL is parsed in advance, since
 * its parser is asynchronous; JSON syntax is read on demand.
 */
import { dirname, join } from "node:path";

import { InputError } from "../../input-error";
import { parseJson } from "../../json/json-file";
import { entriesOf, isRecord, type JsonObject, onlyBlock } from "../../json/json-syntax";
import { isInstalled, isLocal, type ModuleManifest, noManifest } from "../module-calls/module-manifest";
import { markJsonPlaces } from "./block-lines";
import { disk, type Files } from "./files";
import { configurationOfHcl } from "./hcl";
import { type ConfigurationFile, withOverrides } from "./overrides";

const remedy = "name a cdktf.out folder, or plans made with terraform show -json PLAN";

const install = "run terraform get in the folder, or pass the saved plan instead";

/** Deeper than real configurations nest modules, and more calls than they have, so that a recursive call ends. */
const deepest = 32;
const mostCalls = 5000;

/** A module call: the names of the calls from the root to it, and its arguments. */
export interface ModuleCall {
  readonly names: readonly string[];
  readonly source: string;
  /** The version constraint of the call. */
  readonly version?: unknown;
  /** The folder of the configuration that calls. */
  readonly from: string;
}

/**
 * @param keepsLines whether to tell the lines of resources in JSON syntax. Synthesized stacks have other sources.
 */
export class Library {
  private readonly hcl = new Map<string, JsonObject>();
  private readonly merged = new Map<string, readonly JsonObject[]>();
  private readonly listed = new Map<string, readonly string[]>();
  private readonly prepared = new Set<string>();
  private calls = 0;

  constructor(
    readonly files: Files = disk,
    private readonly manifest: ModuleManifest = noManifest,
    private readonly keepsLines = false,
  ) {}

  /**
   * Parses the HCL of a folder and of the modules that it calls.
   *
   * @throws InputError with file and line if it cannot be read
   */
  async prepare(folder: string, names: readonly string[] = []): Promise<void> {
    const key = `${this.manifest.size === 0 ? "" : names.join(".")} ${this.files.resolve(folder, ".")}`;
    if (this.prepared.has(key) || names.length > deepest || this.calls++ > mostCalls) return;
    this.prepared.add(key);
    for (const path of this.paths(folder)) {
      if (!isHcl(path)) continue;
      const resolved = this.files.resolve(path, ".");
      if (!this.hcl.has(resolved)) this.hcl.set(resolved, await configurationOfHcl(path, this.text(path)));
    }
    for (const file of this.filesIn(folder)) {
      for (const [name, block] of entriesOf(file["module"])) {
        const { source, version } = onlyBlock(block) ?? {};
        if (typeof source !== "string") continue;
        const call = { names: [...names, name], source, version, from: folder };
        const found = this.folderOf(call);
        if (found !== undefined && this.paths(found).length > 0) await this.prepare(found, call.names);
      }
    }
  }

  /** Whether a folder contains Terraform in HCL or JSON syntax. */
  holdsConfiguration(folder: string): boolean {
    return this.paths(folder).length > 0;
  }

  /**
   * The configuration in a folder, with override files applied.
   *
   * @throws InputError if it cannot be read
   */
  filesIn(folder: string): readonly JsonObject[] {
    const key = this.files.resolve(folder, ".");
    let files = this.merged.get(key);
    if (!files) this.merged.set(key, (files = withOverrides(this.paths(folder).map((path) => this.file(path)))));
    return files;
  }

  /** The paths of the configuration files in a folder, in Terraform's order. */
  paths(folder: string): readonly string[] {
    let paths = this.listed.get(folder);
    if (!paths) {
      const names = this.files.names(folder) ?? [];
      this.listed.set(folder, (paths = names.filter(isConfiguration).map((name) => join(folder, name))));
    }
    return paths;
  }

  /** The folder and the configuration of a module, or the reason why it is not known. */
  module(call: ModuleCall): { readonly folder: string; readonly files: readonly JsonObject[] } | string {
    const { source } = call;
    const folder = this.folderOf(call);
    if (folder === undefined) return `the module ${source} is not installed: ${this.insteadOf(call)}${install}`;
    if (this.files.names(folder) === undefined)
      return isLocal(source)
        ? `the folder of the module ${source} does not exist`
        : `the module ${source} is not installed: ${install}`;
    const paths = this.paths(folder);
    if (paths.length === 0) return `the module ${source} holds no *.tf and no *.tf.json`;
    if (paths.some((path) => isHcl(path) && !this.hcl.has(this.files.resolve(path, "."))))
      return `the module ${source} is written in HCL, which only a plan shows`;
    try {
      return { folder, files: this.filesIn(folder) };
    } catch (error) {
      if (error instanceof InputError) return `the module ${source} cannot be read`;
      throw error;
    }
  }

  private folderOf({ names, source, version, from }: ModuleCall): string | undefined {
    const installed = this.manifest.get(names.join("."));
    // A local module is in the folder of its source; only an archive keeps it elsewhere.
    if (isLocal(source) && !installed?.archived) return join(from, source);
    return installed && (installed.archived || isInstalled(installed, source, version)) ? installed.folder : undefined;
  }

  /** A module that was installed under the same call name before its source or version changed. */
  private insteadOf({ names }: ModuleCall): string {
    const other = this.manifest.get(names.join("."));
    if (!other) return "";
    const version = other.version === undefined ? "" : ` ${other.version}`;
    return `.terraform/modules holds ${other.source}${version} instead: `;
  }

  private file(path: string): ConfigurationFile {
    if (isHcl(path)) {
      const json = this.hcl.get(this.files.resolve(path, "."));
      if (json) return { path, json };
      throw new InputError([
        { path: dirname(path), what: "holds Terraform in HCL, which only a plan shows", todo: remedy },
      ]);
    }
    const json = parseJson(path, this.bytes(path));
    if (isRecord(json)) {
      if (this.keepsLines) markJsonPlaces(path, () => this.text(path), json);
      return { path, json };
    }
    throw new InputError([{ path, what: "is not a Terraform configuration", todo: remedy }]);
  }

  private text(path: string): string {
    return this.bytes(path).toString("utf8");
  }

  private bytes(path: string): Buffer {
    const bytes = this.files.bytes(path);
    if (bytes) return bytes;
    throw new InputError([{ path, what: "is not a file", todo: remedy }]);
  }
}

export function isHcl(path: string): boolean {
  return path.endsWith(".tf");
}

/** Terraform ignores hidden files and editors' backup files. */
function isConfiguration(name: string): boolean {
  return /\.tf(?:\.json)?$/.test(name) && !/^\.|^#.*#$/.test(name);
}
