/**
 * Converts HCL to Terraform's JSON syntax with HashiCorp's own parser, compiled to WebAssembly. It is loaded when the
 * first HCL file is read. Expressions become strings `"${…}"`, so that `var.region` and `"${var.region}"` are equal, as
 * in Terraform. Escapes (`$${`) stay unchanged, since JSON syntax has the same ones. Differences from usual JSON syntax
 * are normalized here: blocks are always lists, and so are several `locals`.
 */
import { InputError, type InputProblem } from "../../input-error";
import { entriesOf, isRecord, type JsonObject } from "../../json/json-syntax";
import { markPlaces } from "./block-lines";

const remedy = "correct the file: terraform validate shows the same error";

/** @throws InputError with file and line if the text is not HCL, or declares a name twice */
export async function configurationOfHcl(path: string, text: string): Promise<JsonObject> {
  const json = plainForm(path, await bodyOfHcl(path, text));
  markPlaces(path, text, json);
  return json;
}

/** The arguments of a file without blocks, such as `terraform.tfvars`. */
export async function bodyOfHcl(path: string, text: string): Promise<JsonObject> {
  const { parse } = await import("@cdktf/hcl2json");
  let json: unknown;
  try {
    // The parser's name for the file, which precedes each line of an error.
    json = await parse("file.tf", text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InputError(problemsOf(path, error instanceof Error ? error.message : String(error)));
  }
  return isRecord(json) ? json : {};
}

/** `parse config: [file.tf:1,5-6: Invalid expression; Expected the start … file.tf:2,…]` */
function problemsOf(path: string, message: string): InputProblem[] {
  const texts = message
    .replace(/^parse config: \[?/, "")
    .replace(/\]$/, "")
    .split(/\s*\bfile\.tf:(?=\d+,\d+-)/)
    .filter((text) => text !== "");
  return texts.map((text) => {
    const [, line, column, what] = /^(\d+),(\d+)-[\d,]+: (.*)$/s.exec(text) ?? [];
    if (line === undefined) return { path, what: `is not valid HCL: ${text}`, todo: remedy };
    return { path: `${path}:${line}:${column}`, what: `is not valid HCL: ${what!.replace(/\.$/, "")}`, todo: remedy };
  });
}

/** Sections whose blocks have a name, or a type and a name. */
const labels: Readonly<Record<string, number>> = { resource: 2, data: 2, variable: 1, output: 1, module: 1 };

function plainForm(path: string, json: JsonObject): JsonObject {
  const sections = Object.entries(json).map(([name, blocks]): [string, unknown] => {
    const depth = labels[name];
    if (name === "locals") return [name, withoutTwins(path, "local", entriesOf(blocks))];
    return [name, depth === undefined ? blocks : onlyBlocks(path, name, blocks, depth)];
  });
  return Object.fromEntries(sections);
}

function withoutTwins(path: string, what: string, entries: readonly (readonly [string, unknown])[]): JsonObject {
  const found = new Map(entries);
  if (found.size < entries.length) {
    const twin = entries.find(([name], at) => entries.findIndex(([other]) => other === name) !== at)![0];
    throw twice(path, `${what}.${twin}`);
  }
  return Object.fromEntries(found);
}

function onlyBlocks(path: string, address: string, json: unknown, depth: number): unknown {
  if (depth > 0 && isRecord(json)) {
    const inner = (name: string, value: unknown) => onlyBlocks(path, `${address}.${name}`, value, depth - 1);
    return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, inner(name, value)]));
  }
  if (!Array.isArray(json)) return json;
  if (json.length > 1) throw twice(path, address.replace(/^resource\./, ""));
  return json[0] as unknown;
}

function twice(path: string, what: string): InputError {
  return new InputError([{ path, what: `declares ${what} twice`, todo: "remove one of them" }]);
}
