/** Terraform's JSON syntax, which allows a list of objects for any block. */
export type JsonObject = { readonly [key: string]: unknown };

export function isRecord(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** Own entries only: a key `__proto__` is data, and inherited properties are ignored. */
export function entriesOf(json: unknown): [string, unknown][] {
  if (Array.isArray(json)) return json.flatMap(entriesOf);
  return isRecord(json) ? Object.entries(json) : [];
}

export function property(json: unknown, name: string): unknown {
  return isRecord(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

/** A single block, written as an object or as a list of one. */
export function onlyBlock(json: unknown): JsonObject | undefined {
  const block: unknown = Array.isArray(json) ? json[0] : json;
  return isRecord(block) ? block : undefined;
}

/** Blocks with two labels: `resource` and `data`, by type and name. */
export function labelled(json: unknown): readonly { type: string; name: string; body: JsonObject }[] {
  const found: { type: string; name: string; body: JsonObject }[] = [];
  for (const [type, byName] of entriesOf(json)) {
    for (const [name, bodies] of entriesOf(byName)) {
      const body = onlyBlock(bodies);
      if (body) found.push({ type, name, body });
    }
  }
  return found;
}
