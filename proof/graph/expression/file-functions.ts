/** Terraform's functions that read files or templates. */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";

import { list, literal, type Value } from "../model";
import { asSet } from "./collections";
import { textOf } from "./operations";
import { type Evaluator, type Scope } from "./scope";

/**
 * Functions that read files of the configuration, or similar texts: a value, or the reason why the file is not read.
 */
export const fromFiles = new Map<string, (args: readonly Value[], evaluation: Evaluator) => Value | string | undefined>(
  [
    ["file", ([path], { scope }) => ofText(path, scope, literal)],
    ["filebase64", ([path], { scope }) => ofFile(path, scope, (bytes) => literal(bytes.toString("base64")))],
    ["filemd5", ([path], { scope }) => ofFile(path, scope, (bytes) => literal(hash("md5", bytes, "hex")))],
    ["filesha256", ([path], { scope }) => ofFile(path, scope, (bytes) => literal(hash("sha256", bytes, "hex")))],
    ["fileexists", ([path], { scope }) => ofFile(path, scope, () => literal(true))],
    ["fileset", ([folder, pattern], { scope }) => filesOf(textOf(folder), textOf(pattern), scope)],
    [
      "templatefile",
      ([path, names], evaluation) => ofText(path, evaluation.scope, (text) => templated(text, names, evaluation)),
    ],
    ["templatestring", ([text, names], evaluation) => templated(textOf(text), names, evaluation)],
  ],
);

function ofFile<T>(path: Value | undefined, scope: Scope, use: (bytes: Buffer) => T): T | string | undefined {
  const known = textOf(path);
  if (known === undefined) return undefined;
  const file = scope.file?.(known) ?? "files are not read here";
  return typeof file === "string" ? file : use(file);
}

function filesOf(folder: string | undefined, pattern: string | undefined, scope: Scope): Value | undefined {
  if (folder === undefined || pattern === undefined) return undefined;
  const found = scope.fileset?.(folder, pattern);
  return found && asSet(list(found.map(literal)));
}

/** Only UTF-8, as in Terraform. */
function ofText(path: Value | undefined, scope: Scope, use: (text: string) => Value | undefined) {
  return ofFile(path, scope, (bytes) => (isUtf8(bytes) ? use(bytes.toString("utf8")) : "the file is not UTF-8 text"));
}

function templated(text: string | undefined, names: Value | undefined, evaluation: Evaluator): Value | undefined {
  if (text === undefined || names?.kind !== "object" || names.unknownRest) return undefined;
  const value = evaluation.templateOf(text, names.entries);
  return value.kind === "literal" && value.value !== null ? literal(String(value.value)) : value;
}

export function hash(algorithm: string, of: string | Buffer, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(of).digest(encoding);
}
