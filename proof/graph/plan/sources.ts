/** What an expression's references lead to, through module variables, outputs, `count` and `for_each`. */
import { isRecord, property } from "../configuration/json-syntax";
import { type Reference, type Resource } from "../model";
import { pathText, type Step, steps } from "../path";
import { type Configured, type ModuleInstance, type ModuleTree } from "./modules";

/** Where an expression stands: in which module, and in which instance of the resource or module call. */
export interface Place {
  readonly module: ModuleInstance;
  readonly key?: string | number;
  /** How many instances the resource or call has. */
  readonly siblings: number;
  readonly forEach: Configured;
}

export type Source =
  /** One attribute of one resource; empty where the resource is handed on as an object. */
  | { readonly kind: "one"; readonly reference: Reference }
  /** All instances of a resource, or some of them; `path` is what was taken from each. */
  | { readonly kind: "whole"; readonly instances: Instances; readonly path: readonly Step[] }
  /** A value that is known while planning, so that nothing unknown comes of it. */
  | { readonly kind: "known"; readonly text: string; readonly value: unknown }
  /** What the plan doesn't follow: `local.subnets`. */
  | { readonly kind: "opaque"; readonly text: string };

/** The instances of a resource, each as an object. */
export interface Instances {
  readonly references: readonly Reference[];
  readonly byKey: ReadonlyMap<string, Reference>;
}

export interface Sources {
  readonly all: readonly Source[];
  /** The value is one of several by `count.index`, `each.key` or `each.value`. */
  readonly picked: boolean;
  /** An element was taken by an index or key of its own, so that others are left out. */
  readonly narrowed?: boolean;
}

export interface SourceWorld {
  readonly modules: ModuleTree;
  readonly variables: ReadonlyMap<string, unknown>;
  /** Instances of a resource in a module instance: `data.` before data sources. */
  instances(module: ModuleInstance, name: string): readonly Resource[];
}

/** Chains of outputs and variables are as long as modules nest. */
const deepest = 64;

export class SourceFinder {
  private readonly wholes = new WeakMap<readonly Resource[], Instances>();

  constructor(private readonly world: SourceWorld) {}

  of(configured: Configured, place: Place, depth = 0): Sources {
    const references = property(configured, "references");
    if (!Array.isArray(references)) return { all: [], picked: false };
    const texts = references.filter((item): item is string => typeof item === "string");
    const groups = withoutPrefixes(texts);
    const index = groups.some((text) => text === "count.index" || text === "each.key");
    let picked = index;
    let narrowed = false;
    const all: Source[] = [];
    for (const text of groups) {
      const path = steps(text);
      if (text === "count.index" || text === "each.key") continue;
      const found = this.group(path, text, place, depth);
      picked ||= found.picked;
      narrowed ||= found.narrowed ?? false;
      all.push(...found.all);
    }
    return index ? { ...this.pick(all, place), narrowed } : { all, picked, narrowed };
  }

  private group(path: readonly Step[], text: string, place: Place, depth: number): Sources {
    const [first, second, ...rest] = path;
    if (depth > deepest) return one({ kind: "opaque", text });
    switch (first) {
      case "path":
      case "terraform":
      case "count":
        return one({ kind: "known", text, value: undefined });
      case "var":
        return this.variable(String(second), rest, text, place, depth);
      case "each":
        return this.eachValue(rest, text, place, depth);
      case "module":
        return this.output(String(second), rest, text, place, depth);
      case "data":
        return this.resource(`data.${String(second)}.${String(rest[0])}`, rest.slice(1), text, place);
      case "local":
      case "self":
        return one({ kind: "opaque", text });
      default:
        return this.resource(`${String(first)}.${String(second)}`, rest, text, place);
    }
  }

  private variable(name: string, path: readonly Step[], text: string, place: Place, depth: number): Sources {
    const { module } = place;
    if (!module.parent) {
      if (!this.world.variables.has(name)) return one({ kind: "opaque", text });
      return one({ kind: "known", text, value: valueAt(this.world.variables.get(name), path) });
    }
    const given = property(module.call?.expressions, name);
    if (given === undefined) {
      return one({ kind: "known", text, value: valueAt(module.configuration?.defaults.get(name), path) });
    }
    if (!isRecord(given)) return one({ kind: "opaque", text });
    if (!Array.isArray(given["references"])) {
      return one({ kind: "known", text, value: valueAt(given["constant_value"], path) });
    }
    return deeper(this.of(given, placeOfCall(this.world.modules, module), depth + 1), path);
  }

  private output(name: string, path: readonly Step[], text: string, place: Place, depth: number): Sources {
    const instances = this.world.modules.instances(place.module, name);
    const [next, ...behind] = path;
    const keyed = instances.some((instance) => instance.key !== undefined);
    const chosen = keyed && next !== undefined ? instances.filter((instance) => same(instance.key, next)) : instances;
    const [output, ...inner] = keyed ? behind : path;
    if (chosen.length === 0 && place.module.configuration?.calls.has(name)) {
      // A call that made nothing has no outputs; one whose key isn't known may be any.
      return instances.length === 0 ? { all: [], picked: false } : one({ kind: "opaque", text });
    }
    if (output === undefined || chosen.length !== 1) return one({ kind: "opaque", text });
    const configured = chosen[0]!.configuration?.outputs.get(String(output));
    if (!isRecord(configured)) return one({ kind: "opaque", text });
    if (!Array.isArray(configured["references"]))
      return one({ kind: "known", text, value: configured["constant_value"] });
    const inside: Place = { module: chosen[0]!, siblings: 1, forEach: undefined };
    return deeper(this.of(configured, inside, depth + 1), inner);
  }

  private resource(name: string, path: readonly Step[], text: string, place: Place): Sources {
    const instances = this.world.instances(place.module, name);
    if (instances.length === 0) {
      // Declared, but with a count of none: nothing comes of it.
      const declared = place.module.configuration?.resources.has(name) && !name.startsWith("data.");
      return declared ? { all: [], picked: false } : one({ kind: "opaque", text });
    }
    const [next, ...behind] = path;
    if (instances.length === 1 && instances[0]!.instance === undefined) return one(oneOf(instances[0]!, path));
    const all = this.whole(instances);
    if (next === undefined) return one({ kind: "whole", instances: all, path: [] });
    const found = all.byKey.get(String(next));
    return found
      ? one({ kind: "one", reference: { ...found, attribute: pathText(behind) } })
      : { all: [], picked: false };
  }

  private whole(resources: readonly Resource[]): Instances {
    let instances = this.wholes.get(resources);
    if (!instances || instances.references.length !== resources.length) {
      const references = resources.map(({ key }): Reference => ({ kind: "reference", to: key, attribute: "" }));
      const byKey = new Map(resources.map(({ instance }, at) => [String(instance), references[at]!]));
      this.wholes.set(resources, (instances = { references, byKey }));
    }
    return instances;
  }

  /** `each.value`: of a resource that `for_each` names, the instance of the same key. */
  private eachValue(path: readonly Step[], text: string, place: Place, depth: number): Sources {
    const { forEach, key } = place;
    const constant = property(forEach, "constant_value");
    if (constant !== undefined) {
      const value = Array.isArray(constant) ? key : property(constant, String(key));
      return one({ kind: "known", text, value: valueAt(value, path) });
    }
    if (forEach === undefined) return one({ kind: "opaque", text });
    const sources = this.of(forEach, placeOfForEach(place), depth + 1);
    const [only] = sources.all;
    if (sources.all.length === 1 && only!.kind === "known") {
      const { value } = only as Extract<Source, { kind: "known" }>;
      if (value === undefined) return one(only!);
      return one({ kind: "known", text, value: valueAt(isRecord(value) ? property(value, String(key)) : key, path) });
    }
    const matched = sources.all.map((source) => byKey(source, key, place.siblings, path));
    if (matched.length === 1 && matched[0]) return { all: [matched[0]], picked: false };
    return { all: sources.all.map((source) => extended(source, path)), picked: true, narrowed: sources.narrowed };
  }

  /**
   * `aws_subnet.a[count.index]`, which a plan doesn't tell from `element(aws_subnet.a[*].id, count.index)`: with as many
   * on both sides, the two mean the same. `aws_subnet.a[each.key]` is the one of that key.
   */
  private pick(all: readonly Source[], place: Place): Sources {
    let picked = false;
    const chosen = all.map((source): Source => {
      if (source.kind !== "whole") {
        picked ||= source.kind === "one";
        return source;
      }
      const found = byKey(source, place.key, place.siblings, source.path);
      picked ||= found === undefined;
      return found ?? source;
    });
    const others = chosen.filter((source) => source.kind === "one").length;
    return { all: chosen, picked: picked && !(others === 1 && chosen.length === 1) };
  }
}

/** Every reference is followed by the shorter forms of itself: `a.b[0].id`, `a.b[0]`, `a.b`. */
function withoutPrefixes(texts: readonly string[]): string[] {
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

function byKey(
  source: Source,
  key: string | number | undefined,
  siblings: number,
  path: readonly Step[],
): Source | undefined {
  if (source.kind !== "whole" || key === undefined) return undefined;
  const found = source.instances.byKey.get(String(key));
  if (!found || (typeof key === "number" && source.instances.references.length !== siblings)) return undefined;
  return { kind: "one", reference: { ...found, attribute: pathText(path) } };
}

function extended(source: Source, path: readonly Step[]): Source {
  if (path.length === 0) return source;
  if (source.kind === "known") return { ...source, value: valueAt(source.value, path) };
  if (source.kind === "one") {
    const attribute = pathText([...steps(source.reference.attribute), ...path]);
    // The element of a map that holds ids: `var.ids["a"]` of `{ a = aws_x.y.id }`.
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

/** Steps behind a variable or output: an element of several is picked, it isn't known which. */
function deeper(sources: Sources, path: readonly Step[]): Sources {
  if (path.length === 0) return sources;
  const all = sources.all.map((source) => extended(source, path));
  const elements = all.filter((source) => source.kind !== "known").length;
  const narrowed = elements > 1 || all.some((source) => source.kind === "whole");
  return { all, picked: sources.picked || narrowed, narrowed: sources.narrowed || narrowed };
}

export function placeOfCall(modules: ModuleTree, module: ModuleInstance): Place {
  const parent = module.parent!;
  const call = /(?:^|\.)module\.([^.[]+)(?:\[[^]*\])?$/.exec(module.address.slice(parent.address.length))?.[1] ?? "";
  const siblings = modules.instances(parent, call).length;
  return { module: parent, key: module.key, siblings, forEach: module.call?.forEach };
}

/** `for_each` itself has no `each`, and stands where the resource does. */
function placeOfForEach({ module, siblings }: Place): Place {
  return { module, siblings, forEach: undefined };
}

function oneOf(resource: Resource, path: readonly Step[]): Source {
  return { kind: "one", reference: { kind: "reference", to: resource.key, attribute: pathText(path) } };
}

function one(source: Source): Sources {
  return { all: [source], picked: false };
}

function same(a: Step | undefined, b: Step | undefined): boolean {
  return a !== undefined && b !== undefined && String(a) === String(b);
}

function valueAt(value: unknown, path: readonly Step[]): unknown {
  let at = value;
  for (const step of path) {
    at = Array.isArray(at) ? (at as unknown[])[Number(step)] : property(at, String(step));
  }
  return at;
}
