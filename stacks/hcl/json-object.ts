export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The entries that are set, without the metadata that cdktf adds to JSON. */
export function entriesOf(value: unknown): [string, unknown][] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter(([name, each]) => name !== "//" && each !== undefined);
}

/** JSON syntax writes one block as an object, or as a list with it. */
export function bodiesOf(value: unknown): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}
