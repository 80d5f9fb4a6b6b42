/** Reads JSON files with limits on size and depth, whatever they contain. */
import { readFileSync, statSync } from "node:fs";

import { InputError } from "../input-error";

/** Maximum bytes of one file. A plan with ten thousand resources has about 50 MB. */
const largest = 128 * 1024 * 1024;
/** Maximum nesting: each level of modules takes two or three. */
const deepest = 256;
/** Maximum number of objects and lists in one file: each uses far more memory than its two bytes of text. */
const mostNodes = 8_000_000;

/** Does not suggest `-target`: a partial plan lacks what the proof needs. */
const smaller = "split the configuration into stacks, and judge their plans together";
const open = "make it with terraform show -json PLAN";

/** @throws InputError for something that is not a file, is too large, is nested too deeply, or is not JSON */
export function readJson(path: string): unknown {
  return parseJson(path, readBytes(path));
}

/** @throws InputError for something that is not a file, or is too large */
export function readBytes(path: string): Buffer {
  let stat;
  try {
    stat = statSync(path);
  } catch {
    throw new InputError([{ path, what: "does not exist", todo: "name a cdktf.out folder or a plan's JSON" }]);
  }
  if (!stat.isFile()) throw new InputError([{ path, what: "is not a file", todo: open }]);
  if (stat.size > largest) {
    const size = `${Math.round(stat.size / 1024 / 1024)} MB`;
    const limit = `${largest / 1024 / 1024} MB`;
    throw new InputError([{ path, what: `is larger than ${limit} (${size})`, todo: smaller }]);
  }
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new InputError([{ path, what: `cannot be read (${code})`, todo: "check its permissions" }]);
  }
}

export function parseJson(path: string, bytes: Buffer): unknown {
  const problem = (what: string, todo = open) => new InputError([{ path, what, todo }]);
  if (bytes.length === 0) throw problem("is empty");
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw problem("is a plan in Terraform's own format, not JSON");
  // PowerShell's `>` writes UTF-16 with a byte order mark.
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = bytes.toString(utf16 ? "utf16le" : "utf8").replace(/^\uFEFF/, "");
  const excess = utf16 || isFlat(text) ? undefined : excessOf(bytes);
  if (excess) throw problem(excess, "check that it is what Terraform wrote");
  try {
    if (utf16 && bytes.length > 0) {
      const again = excessOf(Buffer.from(text, "utf8"));
      if (again) throw problem(again, "check that it is what Terraform wrote");
    }
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (/^\{[^\n]*"@level"[^\n]*\}\r?\n/.test(text)) throw problem("is the log of terraform plan -json, not the plan");
    throw problem(`is not valid JSON${place(text, (error as Error).message)}`);
  }
}

/** The position of the syntax error, without any of the text, which may be confidential. */
function place(text: string, message: string): string {
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(position)) return /end of JSON/.test(message) ? ": it ends too early" : "";
  if (position >= text.trimEnd().length) return ": it ends too early";
  const before = text.slice(0, position).split("\n");
  return ` at line ${before.length}, column ${before[before.length - 1]!.length + 1}`;
}

/** Whether a text has too few brackets to be nested too deeply, which is true of most files of a stack. */
function isFlat(text: string): boolean {
  let found = 0;
  for (const bracket of ["{", "["]) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (++found > deepest) return false;
    }
  }
  return true;
}

/** A scan of the bytes before a parser allocates anything. */
function excessOf(bytes: Buffer): string | undefined {
  let depth = 0;
  let nodes = 0;
  let text = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (text) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) text = false;
    } else if (byte === 0x22) text = true;
    else if (byte === 0x7b || byte === 0x5b) {
      nodes++;
      if (++depth > deepest) return `is nested more than ${deepest} levels deep`;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return nodes > mostNodes ? `holds more than ${mostNodes / 1_000_000} million objects` : undefined;
}
