/** The positions of properties in the file that a folder was synthesized from, as written by its synth. */
import { join } from "node:path";

import { InputError } from "../../input-error";
import { readJson } from "../../json/json-file";
import { isRecord, type JsonObject, property } from "../../json/json-syntax";
import { type Place, type Places } from "../../model";

/** A file beside `manifest.json`; its `lines`, and those of each `included` file, are keyed by JSON Pointer. */
const fileName = "organization.lines.json";

interface FileLines {
  readonly file: string;
  readonly lines: JsonObject;
}

/** Read on demand, since most proofs print no fix. */
export class PropertyLines implements Places {
  /** Empty if the synth wrote none. */
  private sources?: readonly FileLines[];

  constructor(private readonly folder: string) {}

  /** The position of a property, or of its nearest parent; undefined if none is recorded. */
  at(path: readonly string[]): Place | undefined {
    this.sources ??= read(join(this.folder, fileName));
    for (let length = path.length; length > 0; length--) {
      const pointer = pointerOf(path.slice(0, length));
      for (const { file, lines } of this.sources) {
        const line = property(lines, pointer);
        if (Number.isSafeInteger(line)) return { file, line: line as number, exists: length === path.length };
      }
    }
    return undefined;
  }
}

function pointerOf(path: readonly string[]): string {
  return path.map((segment) => `/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A file that can't be read provides no lines; the proof works without them. */
function read(path: string): FileLines[] {
  try {
    const json = readJson(path);
    const included = property(json, "included");
    const files: [unknown, unknown][] = [
      [property(json, "file"), property(json, "lines")],
      ...(isRecord(included) ? Object.entries(included) : []),
    ];
    return files.flatMap(([file, lines]) => (typeof file === "string" && isRecord(lines) ? [{ file, lines }] : []));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
