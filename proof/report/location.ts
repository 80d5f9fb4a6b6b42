/** The place of a resource in the input files, for tools that show results in them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

import { type Graph } from "../graph/graph";
import { linesOfResources } from "../graph/json/json-lines";
import { type Document, type Resource } from "../graph/model";
import { IgnoredFiles } from "./ignored-files";
import { organizationPlace } from "./organization-place";

export interface Location {
  /** Relative to where the command runs, with slashes, percent-encoded. */
  readonly uri: string;
  /** From 1. */
  readonly line: number;
}

/** The size in bytes above which lines are not looked up. */
const largestFile = 32 * 2 ** 20;

export class Locator {
  private readonly lines = new Map<string, ReadonlyMap<string, number>>();
  private readonly ignored = new IgnoredFiles();
  private documents: ReadonlyMap<string, Document> | undefined;

  constructor(private readonly graph: Graph) {}

  /**
   * The place of an address, or of its stack if the address is not a resource: the `.tf` file if the source is known,
   * `organization.yaml` for this project's own stacks, or else the input file, unless git ignores it.
   */
  locate(address: string, stack?: string): Location {
    const resource =
      (stack === undefined ? undefined : this.graph.resource(address, stack)) ?? this.graph.resource(address);
    if (resource?.writtenAt) return this.written(resource, resource.writtenAt);
    const document = resource?.document ?? this.documentOf(stack ?? address);
    if (!document) return { uri: "cdktf.out", line: 1 };
    const place = organizationPlace(document, resource);
    if (place) return { uri: uriOf(place.file), line: place.line };
    const path = this.ignored.tracked(document.path);
    return { uri: uriOf(path), line: resource && path === document.path ? this.lineOf(resource) : 1 };
  }

  /**
   * `modules/efs/main.tf:12` if the resource was read from HCL, `organization.yaml:40` for this project's own stacks.
   */
  block(address: string, stack?: string): string | undefined {
    const resource =
      (stack === undefined ? undefined : this.graph.resource(address, stack)) ?? this.graph.resource(address);
    const place = resource && (resource.writtenAt ?? organizationPlace(resource.document, resource));
    return place && `${place.file}:${place.line}`;
  }

  /** A module that `terraform init` downloaded is not committed, so the calling block is shown. */
  private written({ address }: Resource, { file, line }: { readonly file: string; readonly line: number }): Location {
    const path = this.ignored.tracked(file);
    if (path === file) return { uri: uriOf(file), line };
    const name = /^module\.([^.[]+)/.exec(address)?.[1];
    const call = name === undefined ? undefined : moduleCall(dirname(path), name);
    return call ? { uri: uriOf(call.file), line: call.line } : { uri: uriOf(path), line: 1 };
  }

  private documentOf(stack: string | undefined): Document | undefined {
    if (!this.documents) {
      const found = new Map<string, Document>();
      for (const document of this.graph.documents) {
        if (!found.has("")) found.set("", document);
        if (!found.has(document.name)) found.set(document.name, document);
      }
      this.documents = found;
    }
    return (stack === undefined ? undefined : this.documents.get(stack)) ?? this.documents.get("");
  }

  private lineOf({ document, address, mode, type, name }: Resource): number {
    let lines = this.lines.get(document.path);
    if (!lines) this.lines.set(document.path, (lines = resourceLines(document.path)));
    const block = `${mode === "data" ? "data" : "resource"}.${type}.${name}`;
    return lines.get(address) ?? lines.get(block) ?? 1;
  }
}

function moduleCall(folder: string, name: string): { readonly file: string; readonly line: number } | undefined {
  for (const one of readdirSync(folder)) {
    if (!one.endsWith(".tf")) continue;
    const lines = readFileSync(join(folder, one), "utf8").split("\n");
    const at = lines.findIndex((line) => /^\s*module\s+"([^"]+)"/.exec(line)?.[1] === name);
    if (at >= 0) return { file: join(folder, one), line: at + 1 };
  }
  return undefined;
}

function uriOf(path: string): string {
  const local = isAbsolute(path) ? relative(process.cwd(), path) : path;
  return local.split(sep).join("/").replace(/^\.\//, "").split("/").map(encodeURIComponent).join("/");
}

function resourceLines(path: string): ReadonlyMap<string, number> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? Infinity;
  return size > largestFile ? new Map() : linesOfResources(readFileSync(path, "utf8"));
}
