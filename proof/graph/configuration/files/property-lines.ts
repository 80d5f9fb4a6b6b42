/** The positions of properties in the file that a folder was synthesized from, as written by its synth. */
import { join } from "node:path";

import { InputError } from "../../input-error";
import { readJson } from "../../json/json-file";
import { isRecord, type JsonObject, property } from "../../json/json-syntax";
import { type Place, type Places } from "../../model";

/** A file beside `manifest.json`; its `lines` are keyed by JSON Pointer. */
const fileName = "organization.lines.json";

/** Read on demand, since most proofs print no fix. */
export class PropertyLines implements Places {
  /** Null if the synth wrote none. */
  private source?: { readonly file: string; readonly lines: JsonObject } | null;

  constructor(private readonly folder: string) {}

  /** The position of a property, or of its nearest parent; undefined if none is recorded. */
  at(path: readonly string[]): Place | undefined {
    if (this.source === undefined) this.source = read(join(this.folder, fileName));
    if (this.source === null) return undefined;
    const { file, lines } = this.source;
    for (let length = path.length; length > 0; length--) {
      const line = property(lines, pointerOf(path.slice(0, length)));
      if (Number.isSafeInteger(line)) return { file, line: line as number, exists: length === path.length };
    }
    return undefined;
  }
}

function pointerOf(path: readonly string[]): string {
  return path.map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A file that can't be read provides no lines; the proof works without them. */
function read(path: string): { file: string; lines: JsonObject } | null {
  try {
    const json = readJson(path);
    const [file, lines] = [property(json, "file"), property(json, "lines")];
    return typeof file === "string" && isRecord(lines) ? { file, lines } : null;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
