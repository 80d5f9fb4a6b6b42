/** Values for a configuration's variables, in Terraform's order of precedence: later ones override. */
import { basename, join } from "node:path";

import { typeOf } from "../../expression/convert";
import { ExpressionError } from "../../expression/cursor";
import { evaluate } from "../../expression/evaluate";
import { parseExpression } from "../../expression/parse";
import { type Scope } from "../../expression/scope";
import { InputError } from "../../input-error";
import { parseJson } from "../../json/json-file";
import { entriesOf, isRecord, type JsonObject, onlyBlock, property } from "../../json/json-syntax";
import { list, literal, type Scalar, unknownValue, type Value } from "../../model";
import { bodyValue } from "../body";
import { type Files } from "../files/files";
import { bodyOfHcl } from "../files/hcl";
import { misfit } from "./type-misfit";

/** The values on a command line: files and single values in the order in which they are written. */
export type GivenVariable = { readonly file: string } | { readonly name: string; readonly text: string };

export interface GivenVariables {
  /** `--var-file` and `--var`. */
  readonly options: readonly GivenVariable[];
  /** `TF_VAR_NAME=text`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export const noVariables: GivenVariables = { options: [], environment: {} };

/** @throws InputError for a file that doesn't exist or cannot be read, or an option without a variable */
export async function variablesOf(
  files: Files,
  root: string,
  configuration: readonly JsonObject[],
  given: GivenVariables,
): Promise<ReadonlyMap<string, Value>> {
  const declared = new Map(configuration.flatMap((file) => entriesOf(file["variable"])));
  const values = new Map<string, Value>();
  /** The source of each value. */
  const origins = new Map<string, string>();
  const originates = (before: ReadonlyMap<string, Value>, where: string) => {
    for (const [name, value] of values)
      if (before.get(name) !== value) origins.set(name, where.endsWith("_") ? `${where}${name}` : `${where} ${name}`);
  };
  for (const [name, text] of Object.entries(given.environment)) {
    const variable = /^TF_VAR_(.+)$/.exec(name)?.[1];
    if (variable !== undefined && text !== undefined && declared.has(variable))
      values.set(variable, valueOfText(name, text, declared.get(variable)));
  }
  originates(new Map(), "TF_VAR_");
  for (const name of tfvarsIn(files.names(root) ?? [])) {
    const before = new Map(values);
    await readFile(files, join(root, name), values);
    originates(before, `${join(root, name)}:`);
  }
  for (const option of given.options) {
    const before = new Map(values);
    if ("file" in option) await readFile(files, option.file, values);
    else if (declared.has(option.name))
      values.set(option.name, valueOfText(`--var ${option.name}`, option.text, declared.get(option.name)));
    originates(before, "file" in option ? `${option.file}:` : "--var");
  }
  const problems = [...values].flatMap(([name, value]) => {
    const what = misfit(value, typeOf(property(onlyBlock(declared.get(name)), "type")));
    const path = origins.get(name) ?? name;
    return what === undefined ? [] : [{ path, what, todo: "give a value of the variable's type" }];
  });
  if (problems.length > 0) throw new InputError(problems);
  return values;
}

/** `terraform.tfvars`, `terraform.tfvars.json`, then `*.auto.tfvars` and `*.auto.tfvars.json` by name. */
export function tfvarsIn(names: readonly string[]): readonly string[] {
  const first = ["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)).sort()];
}

async function readFile(files: Files, path: string, values: Map<string, Value>): Promise<void> {
  const bytes = files.bytes(path);
  if (!bytes) throw new InputError([{ path, what: "does not exist", todo: "name a file of variable values" }]);
  if (path.endsWith(".json")) {
    const json = parseJson(path, bytes);
    if (!isRecord(json)) throw new InputError([{ path, what: "is not an object", todo: 'write { "name": value }' }]);
    for (const [name, value] of Object.entries(json)) values.set(name, literalValue(value));
    return;
  }
  const body = await bodyOfHcl(path, bytes.toString("utf8"));
  for (const [name, value] of Object.entries(body)) values.set(name, bodyValue(value, noNames(basename(path))));
}

/** JSON without evaluation: in variable files `${…}` is text. */
export function literalValue(json: unknown): Value {
  if (Array.isArray(json)) return list(json.map(literalValue));
  if (!isRecord(json)) return literal((json ?? null) as Scalar);
  return { kind: "object", entries: new Map(Object.entries(json).map(([key, value]) => [key, literalValue(value)])) };
}

/** For a variable without a type or with a simple type, the text itself; for all others an expression. */
function valueOfText(what: string, text: string, declared: unknown): Value {
  const type = property(onlyBlock(declared), "type");
  const isText =
    type === undefined || ["string", "number", "bool"].includes(String(type).replace(/^\$\{(.*)\}$/, "$1"));
  if (isText) return literal(text);
  try {
    return evaluate(parseExpression(text), noNames(what));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new InputError([{ path: what, what: error.message, todo: "write the value as in a *.tfvars file" }]);
  }
}

function noNames(where: string): Scope {
  return {
    follow: (value) => value,
    lookup: (_name, _path, text) => unknownValue(text, `variables may not be used in ${where}`),
  };
}
