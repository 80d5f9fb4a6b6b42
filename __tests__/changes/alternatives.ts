import { type JsonSchema } from "../../config/json-schema";

/** Other values for a property, the most likely first; the file's checks refuse invalid ones. */
export function alternatives(schema: JsonSchema, value: unknown, names: readonly string[]): unknown[] {
  const all = [...ofSchema(schema), ...(value === undefined ? [] : ofValue(schema, value, names))];
  return unique(all.filter((one) => JSON.stringify(one) !== JSON.stringify(value)));
}

export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [];
}

/** The branch of a union that accepts a value. */
export function branchFor(schema: JsonSchema, value: unknown): JsonSchema | undefined {
  return branchesOf(schema).find((branch) => {
    if (branchesOf(branch).length > 0) return branchFor(branch, value) !== undefined;
    if (branch.properties !== undefined) return isMapping(value) && fits(branch, value);
    if (branch.enum !== undefined) return branch.enum.includes(value);
    return branch.type === typeof value;
  });
}

function fits({ properties = {}, required = [] }: JsonSchema, value: Record<string, unknown>): boolean {
  if (!required.every((name) => name in value) || !Object.keys(value).every((name) => name in properties)) return false;
  return Object.entries(properties).every(
    ([name, { const: only }]) => only === undefined || value[name] === undefined || value[name] === only,
  );
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function ofSchema(schema: JsonSchema): unknown[] {
  const examples = schema.examples ?? [];
  if (schema.type === "boolean") return [true, false];
  if (schema.enum !== undefined) return [...schema.enum];
  return [...examples, ...branchesOf(schema).flatMap(ofSchema)];
}

function ofValue(schema: JsonSchema, value: unknown, names: readonly string[]): unknown[] {
  if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity } = schema;
    return steps(value).filter((one) => one >= minimum && one <= maximum);
  }
  if (typeof value === "string" && schema.enum === undefined) return [...names, ...texts(value)];
  return [];
}

/** One more and one less, and larger steps in case one is too small. */
function steps(value: number): number[] {
  return [value + 1, value - 1, value * 2, Math.floor(value / 2), value * 4, 0, 33, 4096];
}

/** Another text with the same format. */
export function texts(value: string): string[] {
  const ranges = ["10.77.0.0/20", "10.78.0.0/16", "10.79.0.0/22"].filter(() => /^[\d.]+\/\d+$/.test(value));
  const longer = value === "." ? ["example.com"] : [`${value}2`, `${value}-2`];
  const counted = [...value.matchAll(/\d+/g)].reverse().map((match) => {
    const next = String((Number(match[0]) + 1) % 10 ** match[0].length).padStart(match[0].length, "0");
    return value.slice(0, match.index) + next + value.slice(match.index + match[0].length);
  });
  const zones = /^(.*-\d)([a-d])$/.exec(value);
  const others = zones ? ["a", "b", "c", "d"].map((letter) => `${zones[1]}${letter}`) : [];
  const word = /^[a-z]+:[A-Za-z]+$/.test(value) ? [`${value.split(":")[0]}:Get*`] : [];
  const capital = /^[A-Z_]+$/.test(value) ? ["SYS_PTRACE", "SYS_ADMIN", "HEALTHY", "START"] : [];
  return [...ranges, ...others, ...word, ...capital, ...counted, ...longer, `${value}/`, `x${value}`, `/other${value}`];
}

/** An additional entry of a list. */
export function additions(items: JsonSchema, present: readonly unknown[], names: readonly string[]): unknown[] {
  const like = present.flatMap((one) => (typeof one === "number" ? steps(one) : likeThis(one)));
  const all = [...ofSchema(items), ...like, ...names];
  const taken = new Set(present.map((one) => JSON.stringify(one)));
  return unique(all.filter((one) => !taken.has(JSON.stringify(one))));
}

/** The same value with one string changed, at any depth. */
export function likeThis(value: unknown): unknown[] {
  if (typeof value === "string") return texts(value);
  if (!isMapping(value)) return [];
  const one = Object.entries(value).flatMap(([key, each]) =>
    likeThis(each).map((other) => ({ ...value, [key]: other })),
  );
  return [value, ...one];
}

/** Additional keys of a mapping. */
export function keys(present: readonly string[]): string[] {
  return present.flatMap((key) => texts(key)).filter((key) => !present.includes(key));
}

function unique(values: readonly unknown[]): unknown[] {
  return [...new Map(values.map((one) => [JSON.stringify(one), one])).values()];
}
