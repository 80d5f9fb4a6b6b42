/** The root outputs in `terraform show -json` of a plan or a state. */
import { isRecord, type JsonObject, property } from "../json/json-syntax";
import { fromJson } from "../json/json-text";
import { type Document, type Output, unknownValue, type Value } from "../model";

/** Planned values: those known only after apply are unknown, for a map entry by entry. */
export function planOutputs(document: Document, json: JsonObject): Output[] {
  const changes = json["output_changes"];
  return Object.entries(isRecord(changes) ? changes : {}).map(([name, change]) => {
    const value = () => merged(property(change, "after"), property(change, "after_unknown"), `output.${name}`);
    return { document, name, value };
  });
}

export function stateOutputs(document: Document, json: JsonObject): Output[] {
  const outputs = property(json["values"], "outputs");
  return Object.entries(isRecord(outputs) ? outputs : {}).map(([name, output]) => {
    return { document, name, value: () => merged(property(output, "value"), undefined, `output.${name}`) };
  });
}

function merged(known: unknown, hidden: unknown, name: string): Value {
  const later = (what: string) => unknownValue(what, "known only after apply");
  if (hidden === true) return later(name);
  if (!isRecord(hidden)) return fromJson(known ?? null) ?? unknownValue(name, "nested too deeply");
  const entries = new Map<string, Value>();
  for (const key of new Set([...Object.keys(isRecord(known) ? known : {}), ...Object.keys(hidden)])) {
    entries.set(key, merged(property(known, key), hidden[key], `${name}["${key}"]`));
  }
  return { kind: "object", entries };
}
