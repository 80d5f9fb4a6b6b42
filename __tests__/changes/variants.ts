import { parse } from "yaml";

import { ConfigError, type Path } from "../../config/errors";
import { type JsonSchema } from "../../config/json-schema";
import { parseOrganizationText } from "../../config/load";
import { type Organization } from "../../config/organization";
import { additions, alternatives, branchesOf, branchFor, isMapping, keys, likeThis } from "./alternatives";

/** How a property is changed. */
export type Kind = "changed" | "set" | "unset" | "added" | "removed" | "reordered";

/** A file with one changed property. */
export interface Variant {
  /** The heading of the property's mapping, and the property's name. */
  readonly heading: string;
  readonly property: string;
  readonly kind: Kind;
  readonly path: Path;
  readonly value: unknown;
  readonly organization: Organization;
}

interface Attempt {
  readonly kind: Kind;
  readonly values: readonly unknown[];
  /** The number of values to try. */
  readonly atMost: number;
}

/** Variants of a file with one property changed, if the file's checks accept them. */
export class Variants {
  readonly found: Variant[] = [];
  private readonly data: unknown;
  private readonly tried = new Set<string>();
  private readonly done = new Set<string>();
  /**
   * The first place of a property with this name and schema, which is changed in every way; the others are changed in
   * one way.
   */
  private readonly firstMet = new Map<string, string>();
  private readonly names: readonly string[];

  /**
   * @param wanted whether a property is to be changed
   */
  constructor(
    text: string,
    root: JsonSchema,
    private readonly headings: ReadonlyMap<string, string>,
    private readonly wanted: (heading: string, property: string) => boolean,
  ) {
    this.data = parse(text, { merge: true });
    this.names = namesIn(this.data);
    this.mapping(root, this.data as Record<string, unknown>, []);
  }

  private mapping(schema: JsonSchema, value: Record<string, unknown>, path: Path): void {
    const heading = this.headings.get(JSON.stringify(schema.properties)) ?? "";
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const here = [...path, name];
      const at = value[name];
      const same = `${name} ${JSON.stringify(property)}`;
      if (!this.firstMet.has(same)) this.firstMet.set(same, heading);
      const oneWay = this.firstMet.get(same) !== heading;
      const changedElsewhere = this.done.has(`${heading} ${name} changed`);
      for (const attempt of this.attempts(property, at, schema.required?.includes(name) ?? false)) {
        if (oneWay && attempt.kind !== "reordered" && this.tried.has(`${heading} ${name}`)) continue;
        if (attempt.kind !== "changed" || !changedElsewhere) this.attempt(heading, name, here, attempt);
      }
      if (at !== undefined) this.below(property, at, here);
    }
  }

  private below(schema: JsonSchema, value: unknown, path: Path): void {
    const branch = branchesOf(schema).length > 0 ? branchFor(schema, value) : schema;
    if (branch === undefined) return;
    if (branch !== schema) return this.below(branch, value, path);
    if (schema.properties !== undefined && isMapping(value)) return this.mapping(schema, value, path);
    if (schema.items !== undefined && Array.isArray(value)) {
      value.forEach((one, index) => this.below(schema.items!, one, [...path, index]));
    } else if (typeof schema.additionalProperties === "object" && isMapping(value)) {
      for (const [key, one] of Object.entries(value)) this.below(schema.additionalProperties, one, [...path, key]);
    }
  }

  private *attempts(schema: JsonSchema, value: unknown, required: boolean): Iterable<Attempt> {
    if (value === undefined) {
      const whole = schema.type === "integer" || schema.type === "number" ? [1, 33, 60] : [];
      yield { kind: "set", values: [...alternatives(schema, undefined, this.names), ...whole], atMost: 2 };
      return;
    }
    if (Array.isArray(value)) yield* ofList(schema.items ?? {}, value, this.names);
    else if (isMapping(value) && typeof schema.additionalProperties === "object") yield* ofEntries(schema, value);
    else if (branchesOf(schema).length > 0)
      yield { kind: "changed", values: alternatives(schema, value, []), atMost: 4 };
    else if (schema.enum?.some((one) => typeof one === "string"))
      yield { kind: "changed", values: alternatives(schema, value, []), atMost: 99 };
    else if (!isMapping(value)) yield* ofScalar(schema, value, this.names);
    if (!required) yield { kind: "unset", values: [undefined], atMost: 1 };
  }

  private attempt(heading: string, property: string, path: Path, { kind, values, atMost }: Attempt): void {
    if (!this.wanted(heading, property)) return;
    if (kind !== "changed" && this.done.has(`${heading} ${property} ${kind}`)) return;
    let left = atMost;
    for (const value of values.slice(0, 150)) {
      if (left === 0) return;
      const organization = accepted(replaced(this.data, path, value));
      if (organization === undefined) continue;
      left -= 1;
      this.done.add(`${heading} ${property} ${kind}`);
      this.tried.add(`${heading} ${property}`);
      this.found.push({ heading, property, kind, path, value, organization });
    }
  }
}

function* ofScalar(schema: JsonSchema, value: unknown, names: readonly string[]): Iterable<Attempt> {
  const values = alternatives(schema, value, names);
  if (typeof value !== "number") return yield { kind: "changed", values, atMost: 1 };
  yield { kind: "changed", values: values.filter((one) => Number(one) > value), atMost: 1 };
  yield { kind: "changed", values: values.filter((one) => Number(one) < value), atMost: 1 };
}

function* ofList(items: JsonSchema, value: readonly unknown[], names: readonly string[]): Iterable<Attempt> {
  yield { kind: "added", values: additions(items, value, names).map((one) => [...value, one]), atMost: 1 };
  yield { kind: "removed", values: value.map((_, index) => value.filter((__, other) => other !== index)), atMost: 1 };
  if (value.length > 1) yield { kind: "reordered", values: [[...value].reverse()], atMost: 1 };
}

function* ofEntries(schema: JsonSchema, value: Record<string, unknown>): Iterable<Attempt> {
  const entries = Object.entries(value);
  const like = [
    ...(schema.examples ?? []).flatMap((one) => Object.values(one as object)),
    ...entries.flatMap(([, one]) => likeThis(one)),
  ];
  const further = keys(Object.keys(value)).slice(0, 6);
  const added = like.flatMap((one) => further.map((key) => ({ ...value, [key]: one as unknown })));
  yield { kind: "added", values: added, atMost: 1 };
  const without = entries.map(([key]) => Object.fromEntries(entries.filter(([other]) => other !== key)));
  yield { kind: "removed", values: without, atMost: 1 };
  if (entries.length > 1) yield { kind: "reordered", values: [Object.fromEntries(entries.reverse())], atMost: 1 };
}

/** Every user-defined name in a file: values that references can be changed to. */
function namesIn(data: unknown): string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isMapping(value)) {
      for (const [key, one] of Object.entries(value)) {
        if (isMapping(one)) names.add(key);
        visit(one);
      }
    }
  };
  visit(data);
  return [...names];
}

function replaced(data: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(data))
    return data.map((one: unknown, index) => (index === step ? replaced(one, rest, value) : one));
  const { [step]: at, ...others } = data as Record<string, unknown>;
  const next = replaced(at, rest, value);
  // At the same position, since a changed order is a change of its own.
  return next === undefined
    ? others
    : Object.fromEntries([
        ...Object.entries(data as object).map(([key, one]: [string, unknown]) => [key, key === step ? next : one]),
        ...(at === undefined ? [[step, next]] : []),
      ] as [string, unknown][]);
}

function accepted(data: unknown): Organization | undefined {
  try {
    return parseOrganizationText("organization.yaml", JSON.stringify(data)).organization;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
