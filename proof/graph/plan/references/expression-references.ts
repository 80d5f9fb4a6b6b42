/** The references of an expression, one by one, with the steps after them. */
import { property } from "../../json/json-syntax";
import { type Reference, type Resource } from "../../model";
import { pathText, type Step, steps } from "../../path";
import { type ModuleCall, type ModuleInstance } from "../module-tree";

export type Source =
  /** One attribute of one resource; empty if the resource is passed on as an object. */
  | { readonly kind: "one"; readonly reference: Reference }
  /** All or some instances of a resource; `path` is the attribute taken from each. */
  | { readonly kind: "whole"; readonly instances: Instances; readonly path: readonly Step[] }
  /** A value that is known during plan, so nothing unknown derives from it. */
  | { readonly kind: "known"; readonly text: string; readonly value: unknown }
  /** A reference that the plan doesn't resolve: `local.subnets`. */
  | {
      readonly kind: "opaque";
      readonly text: string;
      /** The module that defines it from its own resources and arguments. */
      readonly scope: ModuleInstance;
    };

/** The instances of a resource, each as an object. */
export interface Instances {
  readonly references: readonly Reference[];
  readonly byKey: ReadonlyMap<string, Reference>;
}

export interface Sources {
  readonly all: readonly Source[];
  /** The value is one of several, by `count.index`, `each.key` or `each.value`. */
  readonly picked: boolean;
}

/** Every reference is followed by its own prefixes: `a.b[0].id`, `a.b[0]`, `a.b`. */
export function withoutPrefixes(texts: readonly string[]): string[] {
  const groups: string[] = [];
  let group = "";
  let last = "";
  for (const text of texts) {
    const shorter = text.length < last.length && group.startsWith(text) && /^[.[]/.test(group.slice(text.length));
    if (!shorter) groups.push((group = text));
    last = text;
  }
  return groups;
}

export function byKey(source: Source, key: string | number | undefined, path: readonly Step[]): Source | undefined {
  if (source.kind !== "whole" || key === undefined) return undefined;
  const found = source.instances.byKey.get(String(key));
  // `count.index` and `count.index + 1` look the same in a plan.
  if (!found || (typeof key === "number" && source.instances.references.length > 1)) return undefined;
  return { kind: "one", reference: { ...found, attribute: pathText(path) } };
}

export function extended(source: Source, path: readonly Step[]): Source {
  if (path.length === 0) return source;
  if (source.kind === "known") return { ...source, value: valueAt(source.value, path) };
  if (source.kind === "one") {
    const attribute = pathText([...steps(source.reference.attribute), ...path]);
    // The element of a map of ids: `var.ids["a"]` of `{ a = aws_x.y.id }`.
    const whole = source.reference.attribute === "";
    return whole ? { kind: "one", reference: { ...source.reference, attribute } } : source;
  }
  if (source.kind !== "whole" || source.path.length > 0) return source;
  const [key, ...inner] = path;
  if (typeof key === "string") {
    const found = source.instances.byKey.get(key);
    if (found) return { kind: "one", reference: { ...found, attribute: pathText(inner) } };
  }
  return { ...source, path: typeof key === "number" ? inner : path };
}

/** Steps after a variable or output: one of several elements is selected; it isn't known which. */
export function deeper(sources: Sources, path: readonly Step[]): Sources {
  if (path.length === 0) return sources;
  const all = sources.all.map((source) => extended(source, path));
  const elements = all.filter((source) => source.kind !== "known").length;
  const narrowed = elements > 1 || all.some((source) => source.kind === "whole");
  return { all, picked: sources.picked || narrowed };
}

/**
 * A call without instances has no outputs. A call that creates no resources doesn't show whether it exists, and passes
 * its arguments on.
 */
export function ofNone(call: ModuleCall | undefined, text: string, scope: ModuleInstance): Sources {
  const handsOn = [...(call?.module.outputs.values() ?? [])].some((configured) => {
    const references = property(configured, "references");
    return Array.isArray(references) && references.some((one) => /^(?:var|local|module)\./.test(String(one)));
  });
  const makes = [...(call?.module.resources ?? [])].some(([name, { count, forEach }]) => {
    return !name.startsWith("data.") && count === undefined && forEach === undefined;
  });
  return call && (makes || !handsOn) ? { all: [], picked: false } : one({ kind: "opaque", text, scope });
}

export function oneOf(resource: Resource, path: readonly Step[]): Source {
  return { kind: "one", reference: { kind: "reference", to: resource.key, attribute: pathText(path) } };
}

export function one(source: Source): Sources {
  return { all: [source], picked: false };
}

export function same(a: Step | undefined, b: Step | undefined): boolean {
  return a !== undefined && b !== undefined && String(a) === String(b);
}

export function valueAt(value: unknown, path: readonly Step[]): unknown {
  let at = value;
  for (const step of path) {
    at = Array.isArray(at) ? (at as unknown[])[Number(step)] : property(at, String(step));
  }
  return at;
}

/** The module that defines a reference that the plan doesn't resolve. */
export function scopesOf(sources: readonly Source[]): readonly ModuleInstance[] {
  return sources.flatMap((source) => (source.kind === "opaque" ? [source.scope] : []));
}

export function referencesOf(source: Source): readonly Reference[] {
  return source.kind === "one" ? [source.reference] : source.kind === "whole" ? source.instances.references : [];
}

export function distinct(references: readonly Reference[]): Reference[] {
  const seen = new Map(references.map((reference) => [`${reference.to} ${reference.attribute}`, reference]));
  return [...seen.values()];
}
