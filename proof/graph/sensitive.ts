/**
 * The values that Terraform marks as sensitive: `sensitive_values`, `before_sensitive` and `after_sensitive` in plans and
 * states, outputs and variables that are declared `sensitive = true`.
 */
import { type StackSource } from "./configuration/stack-source";
import { entriesOf, isRecord, type JsonObject, onlyBlock, property } from "./json/json-syntax";
import { type Value } from "./model";
import { resourcesIn } from "./plan/partial";
import { changeOf } from "./plan/resource-change";

/** @param json `terraform show -json` of a plan or a state */
export function* sensitiveIn(json: JsonObject): Iterable<string> {
  for (const list of ["resource_changes", "resource_drift"]) {
    const entries = json[list];
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) yield* ofChange(changeOf(entry));
  }
  const changes = json["output_changes"];
  for (const change of isRecord(changes) ? Object.values(changes) : []) yield* ofChange(change);
  for (const values of [json["planned_values"], property(json["prior_state"], "values"), json["values"]]) {
    for (const resource of resourcesIn(property(values, "root_module")))
      yield* marked(property(resource, "values"), property(resource, "sensitive_values"));
    const outputs = property(values, "outputs");
    for (const output of isRecord(outputs) ? Object.values(outputs) : [])
      yield* marked(property(output, "value"), property(output, "sensitive"));
  }
  const root = property(json["configuration"], "root_module");
  for (const [name, variable] of declaredIn(root))
    if (isSensitive(variable)) yield* leaves(property(property(json["variables"], name), "value"));
  yield* ofCalls(root);
}

/** Constants that are given to sensitive variables of child modules. */
function* ofCalls(module: unknown): Iterable<string> {
  const calls = property(module, "module_calls");
  for (const call of isRecord(calls) ? Object.values(calls) : []) {
    const called = property(call, "module");
    for (const [name, variable] of declaredIn(called)) {
      if (!isSensitive(variable)) continue;
      yield* leaves(property(variable, "default"));
      yield* leaves(property(property(property(call, "expressions"), name), "constant_value"));
    }
    yield* ofCalls(called);
  }
}

function declaredIn(module: unknown): readonly (readonly [string, unknown])[] {
  const variables = property(module, "variables");
  return isRecord(variables) ? Object.entries(variables) : [];
}

function isSensitive(variable: unknown): boolean {
  return property(variable, "sensitive") === true;
}

/** Values of the root module's sensitive variables. */
export function* sensitiveVariables({ files, variables }: StackSource): Iterable<string> {
  for (const file of files) {
    for (const [name, block] of entriesOf(file["variable"])) {
      const variable = onlyBlock(block);
      const mark = String(property(variable, "sensitive"));
      if (mark !== "true" && mark !== "${true}") continue;
      yield* leaves(property(variable, "default"));
      const value = variables.get(name);
      if (value) yield* leaves(plain(value));
    }
  }
}

function plain(value: Value): unknown {
  if (value.kind === "literal") return value.value;
  if (value.kind === "list") return value.items.map(plain);
  if (value.kind === "object") return [...value.entries.values()].map(plain);
  return undefined;
}

function* ofChange(change: unknown): Iterable<string> {
  yield* marked(property(change, "before"), property(change, "before_sensitive"));
  yield* marked(property(change, "after"), property(change, "after_sensitive"));
}

/** The values below a mark; marks have the structure of the value. */
function* marked(value: unknown, mark: unknown): Iterable<string> {
  if (mark === true) yield* leaves(value);
  else if (Array.isArray(mark) && Array.isArray(value))
    for (const [at, inner] of mark.entries()) yield* marked((value as unknown[])[at], inner);
  else if (isRecord(mark)) for (const [key, inner] of Object.entries(mark)) yield* marked(property(value, key), inner);
}

function* leaves(value: unknown): Iterable<string> {
  if (typeof value === "string" || typeof value === "number") {
    yield String(value);
    if (typeof value === "string" && /^\s*[[{]/.test(value)) yield* ofJson(value);
  } else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) yield* leaves(inner);
  }
}

/** Values of environment variables in container definitions, which are one sensitive text if any of them is. */
function* ofJson(text: string): Iterable<string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return;
  }
  const waiting: unknown[] = [json];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (typeof at !== "object" || at === null) continue;
    for (const [key, inner] of Object.entries(at)) {
      if (key === "value" && typeof inner === "string") yield inner;
      else waiting.push(inner);
    }
  }
}
