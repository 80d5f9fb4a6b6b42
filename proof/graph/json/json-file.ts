/** JSON files read within bounds, whatever is in them. */
import { readFileSync, statSync } from "node:fs";

import { InputError } from "../input-error";

/** Bytes of one file. A plan of ten thousand resources has some 50 MB. */
const largest = 128 * 1024 * 1024;
/** Nesting: modules within modules take two or three levels each. */
const deepest = 256;
/** Objects and lists in one file: each costs far more memory than the two bytes that it may be written with. */
const mostNodes = 8_000_000;

/** Not `-target`: a plan of a part leaves out what decides. */
const smaller = "split the configuration into stacks, and judge their plans together";
const open = "make it with terraform show -json PLAN";

/** @throws InputError for what is no file, too large, nested too deeply, or not JSON */
export function readJson(path: string): unknown {
  return parseJson(path, readBytes(path));
}

/** @throws InputError for what is no file, or too large */
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
  // What PowerShell writes for `>`: UTF-16 with a byte order mark.
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

/** Where the parser stopped, without any of the text: that is not ours. */
function place(text: string, message: string): string {
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(position)) return /end of JSON/.test(message) ? ": it ends too early" : "";
  if (position >= text.trimEnd().length) return ": it ends too early";
  const before = text.slice(0, position).split("\n");
  return ` at line ${before.length}, column ${before[before.length - 1]!.length + 1}`;
}

/** Whether a text has too few brackets to be nested too deeply: most files of a stack do. */
function isFlat(text: string): boolean {
  let found = 0;
  for (const bracket of ["{", "["]) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (++found > deepest) return false;
    }
  }
  return true;
}

/** One look at the bytes before a parser builds anything of them. */
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
