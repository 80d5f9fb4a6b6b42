/**
 * Merges a plan's value of an attribute with the source's value. A value that the plan knows is final; a hidden value
 * is the result of the expression; an attribute that is not configured is computed by the provider.
 */
import { isRecord, property } from "../json/json-syntax";
import { fromJson } from "../json/json-text";
import { isNull, list, NULL, type ObjectValue, type ResourceKey, type Value } from "../model";

export interface Merging {
  readonly resource: ResourceKey;
  follow(value: Value): Value;
  /** The value that the provider computes, by the path in the resource: `network_configuration[0].subnets`. */
  computed(path: string): Value;
}

/**
 * @param after the plan's value
 * @param hidden the parts that are known only after apply
 * @param declared the source's value
 */
export function merged(after: unknown, hidden: unknown, declared: Value, path: string, merging: Merging): Value {
  if (hidden === true) return isLeftOut(declared, merging) ? merging.computed(path) : declared;
  if (!hasHidden(hidden)) return knownValue(after);
  if (Array.isArray(after) || Array.isArray(hidden))
    return mergedList(asArray(after), asArray(hidden), declared, path, merging);
  if (isNull(declared)) return mergedObject(after, hidden, new Map(), path, merging);
  if (declared.kind === "object" && !declared.unknownRest)
    return mergedObject(after, hidden, declared.entries, path, merging);
  return declared;
}

/**
 * Not configured, or equivalent: the provider fills an empty list, and a reference to itself marks a computed
 * attribute.
 */
function isLeftOut(declared: Value, { resource }: Merging): boolean {
  if (declared.kind === "list" && declared.items.length === 0 && !declared.unknownRest) return true;
  return isNull(declared) || (declared.kind === "reference" && declared.to === resource);
}

function mergedObject(
  after: unknown,
  hidden: unknown,
  declared: ReadonlyMap<string, Value>,
  path: string,
  merging: Merging,
): ObjectValue {
  const entries = new Map<string, Value>();
  for (const name of new Set([...keysOf(after), ...keysOf(hidden), ...declared.keys()])) {
    const value = declared.get(name) ?? NULL;
    entries.set(name, merged(property(after, name), property(hidden, name), value, `${path}.${name}`, merging));
  }
  return { kind: "object", entries };
}

function mergedList(
  after: readonly unknown[],
  hidden: readonly unknown[],
  declared: Value,
  path: string,
  merging: Merging,
): Value {
  const length = Math.max(after.length, hidden.length);
  const at = (index: number, value: Value) => merged(after[index], hidden[index], value, `${path}[${index}]`, merging);
  const indexes = Array.from({ length }, (_, index) => index);
  if (isNull(declared)) return list(indexes.map((index) => at(index, NULL)));
  const blocks = declared.kind === "object" ? list([declared]) : declared;
  if (blocks.kind !== "list" || blocks.unknownRest || blocks.items.length !== length) return declared;
  // Without blocks, the elements come from the source: for a set, the plan has them in another order.
  if (!blocks.items.every((item) => item.kind === "object")) return declared;
  const mates = matched(indexes, (index, other) => fits(after[index], hidden[index], blocks.items[other]!, merging));
  return mates ? list(indexes.map((index) => at(index, blocks.items[mates[index]!]!))) : declared;
}

/** Pairs each planned element with a declared one; undefined if there is no such pairing. */
function matched(
  indexes: readonly number[],
  fit: (planned: number, declared: number) => boolean,
): readonly number[] | undefined {
  const taken = new Map<number, number>();
  const assign = (planned: number, tried: Set<number>): boolean => {
    for (const declared of indexes) {
      if (tried.has(declared) || !fit(planned, declared)) continue;
      tried.add(declared);
      const holder = taken.get(declared);
      if (holder !== undefined && !assign(holder, tried)) continue;
      taken.set(declared, planned);
      return true;
    }
    return false;
  };
  if (!indexes.every((planned) => assign(planned, new Set()))) return undefined;
  const mates: number[] = [];
  for (const [declared, planned] of taken) mates[planned] = declared;
  return mates;
}

/** Whether a planned value may be the result of a declared one. */
function fits(after: unknown, hidden: unknown, declared: Value, merging: Merging): boolean {
  if (isLeftOut(declared, merging)) return true;
  const value = merging.follow(declared);
  if (isNull(value) || value.kind === "unknown") return true;
  if (value.kind === "literal") {
    if (hidden === true) return false;
    const empty = after === null || after === undefined || after === "";
    return empty ? value.value === "" : typeof after === "object" || String(after) === String(value.value);
  }
  if (value.kind === "object") {
    const block = Array.isArray(after) && after.length === 1 ? (after as unknown[])[0] : after;
    const open = Array.isArray(hidden) && hidden.length === 1 ? (hidden as unknown[])[0] : hidden;
    if (open === true) return true;
    return [...value.entries].every(([name, entry]) =>
      fits(property(block, name), property(open, name), entry, merging),
    );
  }
  if (value.kind === "list") {
    if (hidden === true || value.unknownRest) return true;
    const length = Math.max(asArray(after).length, asArray(hidden).length);
    if (!value.items.every((item) => item.kind === "literal")) return hasHidden(hidden) || length <= value.items.length;
    return !hasHidden(hidden) && sameItems(asArray(after), value.items);
  }
  // A reference, a text with references, or JSON with references: hidden, or as the plan knows it.
  return hidden === true || (after !== null && after !== undefined);
}

/** In any order, since sets are sorted. */
function sameItems(after: readonly unknown[], declared: readonly Value[]): boolean {
  const known = new Set(after.map(String));
  const wanted = new Set(declared.map((item) => (item.kind === "literal" ? String(item.value) : "")));
  return known.size === wanted.size && [...wanted].every((item) => known.has(item));
}

function knownValue(after: unknown): Value {
  // The provider writes "" for an unset attribute.
  if (after === "" || after === undefined) return NULL;
  if (Array.isArray(after)) return list((after as unknown[]).map(knownValue));
  if (!isRecord(after)) return fromJson(after) ?? NULL;
  return { kind: "object", entries: new Map(Object.entries(after).map(([name, value]) => [name, knownValue(value)])) };
}

/** Whether a value contains nothing unknown; the targets of references are not checked. */
export function isDecided(value: Value): boolean {
  switch (value.kind) {
    case "unknown":
      return false;
    case "list":
      return !value.unknownRest && value.items.every(isDecided);
    case "object":
      return !value.unknownRest && [...value.entries.values()].every(isDecided);
    case "template":
      return value.parts.every(isDecided);
    case "json":
      return isDecided(value.of);
    default:
      return true;
  }
}

export function hasHidden(hidden: unknown): boolean {
  if (hidden === true) return true;
  if (typeof hidden !== "object" || hidden === null) return false;
  return Object.values(hidden).some(hasHidden);
}

function asArray(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : [];
}

function keysOf(json: unknown): readonly string[] {
  return isRecord(json) ? Object.keys(json) : [];
}
