/** Follows an expression's references through module variables, outputs, `count` and `for_each`. */
import { isRecord, property } from "../../json/json-syntax";
import { type Reference, type Resource } from "../../model";
import { pathText, type Step, steps } from "../../path";
import { type Configured, type ModuleInstance, type ModuleTree } from "../module-tree";
import {
  byKey,
  deeper,
  extended,
  type Instances,
  ofNone,
  one,
  oneOf,
  same,
  type Source,
  type Sources,
  valueAt,
  withoutPrefixes,
} from "./expression-references";
import { type UnassignedInstance } from "./instance-assignment";
import { RevealedLocals } from "./revealed-locals";

export { type Source, type Sources } from "./expression-references";

/** The location of an expression: the module, and the instance of the resource or module call. */
export interface Place {
  readonly module: ModuleInstance;
  readonly key?: string | number;
  readonly forEach: Configured;
}

export interface SourceWorld {
  readonly modules: ModuleTree;
  readonly variables: ReadonlyMap<string, unknown>;
  /** Instances of a resource in a module instance; data sources begin with `data.`. */
  instances(module: ModuleInstance, name: string): readonly UnassignedInstance[];
}

/** Chains of outputs and variables are as long as modules are nested. */
const deepest = 64;

export class SourceFinder {
  private readonly wholes = new WeakMap<readonly Resource[], Instances>();

  private readonly names: RevealedLocals;

  constructor(private readonly world: SourceWorld) {
    this.names = new RevealedLocals(world);
  }

  /** All arguments of a module. */
  given(module: ModuleInstance): readonly Source[] {
    return Object.values(module.call?.expressions ?? {}).flatMap((given) => this.of(given, placeOfCall(module), 1).all);
  }

  of(configured: Configured, place: Place, depth = 0): Sources {
    const references = property(configured, "references");
    if (!Array.isArray(references)) return { all: [], picked: false };
    const texts = references.filter((item): item is string => typeof item === "string");
    const groups = withoutPrefixes(texts);
    const index = groups.some((text) => text === "count.index" || text === "each.key");
    const key = groups.includes("each.key") ? place.key : undefined;
    let picked = index;
    const all: Source[] = [];
    for (const text of groups) {
      const path = steps(text);
      if (text === "count.index" || text === "each.key") continue;
      const found = this.group(path, text, place, depth, key);
      picked ||= found.picked;
      all.push(...found.all);
    }
    return index ? this.pick(all, place) : { all, picked };
  }

  private group(path: readonly Step[], text: string, place: Place, depth: number, key: Place["key"]): Sources {
    const [first, second, ...rest] = path;
    if (depth > deepest) return one({ kind: "opaque", text, scope: place.module });
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
        if (rest.length === 0) return this.outputs(String(second), text, place, depth, key);
        return this.output(String(second), rest, text, place, depth);
      case "data":
        return this.resource(`data.${String(second)}.${String(rest[0])}`, rest.slice(1), text, place);
      case "local":
        if (this.names.has(place.module, `local.${String(second)}`))
          return one({ kind: "known", text, value: undefined });
        return one({ kind: "opaque", text, scope: place.module });
      case "self":
        return one({ kind: "opaque", text, scope: place.module });
      default:
        return this.resource(`${String(first)}.${String(second)}`, rest, text, place);
    }
  }

  /**
   * `aws_vpc.this[each.value.vpc]`: if one resource is required, and a known value is the key of one, it is that one.
   */
  keyed({ all, picked }: Sources): Sources {
    const keys = all.flatMap((source) =>
      source.kind === "known" && source.text.startsWith("each.value") && typeof source.value === "string"
        ? [source.value]
        : [],
    );
    const chosen = all.map((source) => {
      const found = keys.map((key) => byKey(source, key, source.kind === "whole" ? source.path : []));
      const [only, ...others] = found.filter((one) => one !== undefined);
      return only && others.length === 0 ? only : source;
    });
    return { all: chosen, picked };
  }

  private variable(name: string, path: readonly Step[], text: string, place: Place, depth: number): Sources {
    const { module } = place;
    if (!module.parent) {
      if (!this.world.variables.has(name)) return one({ kind: "opaque", text, scope: place.module });
      return one({ kind: "known", text, value: valueAt(this.world.variables.get(name), path) });
    }
    const given = property(module.call?.expressions, name);
    if (given === undefined) {
      return one({ kind: "known", text, value: valueAt(module.configuration?.defaults.get(name), path) });
    }
    if (this.names.has(module, `var.${name}`)) return one({ kind: "known", text, value: undefined });
    if (!isRecord(given)) return one({ kind: "opaque", text, scope: place.module });
    if (!Array.isArray(given["references"])) {
      return one({ kind: "known", text, value: valueAt(given["constant_value"], path) });
    }
    return deeper(this.of(given, placeOfCall(module), depth + 1), path);
  }

  /** `module.vpc[each.key].vpc_id`, which a plan shows as `module.vpc`: any output of that instance. */
  private outputs(name: string, text: string, place: Place, depth: number, key: Place["key"]): Sources {
    const instances = this.world.modules.instances(place.module, name);
    const own = instances.filter((instance) => key !== undefined && instance.key === key);
    const chosen = own.length > 0 ? own : instances;
    const all = chosen.flatMap((module) =>
      [...(module.configuration?.outputs.values() ?? [])].flatMap(
        (configured) => this.of(configured, { module, forEach: undefined }, depth + 1).all,
      ),
    );
    return chosen.length === 0
      ? ofNone(place.module.configuration?.calls.get(name), text, place.module)
      : { all, picked: true };
  }

  private output(name: string, path: readonly Step[], text: string, place: Place, depth: number): Sources {
    const instances = this.world.modules.instances(place.module, name);
    const [next, ...behind] = path;
    const keyed = instances.some((instance) => instance.key !== undefined);
    const chosen = keyed && next !== undefined ? instances.filter((instance) => same(instance.key, next)) : instances;
    const [output, ...inner] = keyed ? behind : path;
    if (instances.length === 0) return ofNone(place.module.configuration?.calls.get(name), text, place.module);
    if (output === undefined || chosen.length !== 1) return one({ kind: "opaque", text, scope: place.module });
    const configured = chosen[0]!.configuration?.outputs.get(String(output));
    if (!isRecord(configured)) return one({ kind: "opaque", text, scope: place.module });
    if (!Array.isArray(configured["references"]))
      return one({ kind: "known", text, value: configured["constant_value"] });
    const inside: Place = { module: chosen[0]!, forEach: undefined };
    return deeper(this.of(configured, inside, depth + 1), inner);
  }

  private resource(name: string, path: readonly Step[], text: string, place: Place): Sources {
    const instances = this.world.instances(place.module, name);
    if (instances.length === 0) {
      // Declared, but with a count of zero, so it provides nothing.
      const declared = place.module.configuration?.resources.has(name) && !name.startsWith("data.");
      return declared ? { all: [], picked: false } : one({ kind: "opaque", text, scope: place.module });
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

  /** `each.value`: for a resource as `for_each`, the instance with the same key. */
  private eachValue(path: readonly Step[], text: string, place: Place, depth: number): Sources {
    const { forEach, key } = place;
    const constant = property(forEach, "constant_value");
    if (constant !== undefined) {
      const value = Array.isArray(constant) ? key : property(constant, String(key));
      return one({ kind: "known", text, value: valueAt(value, path) });
    }
    if (forEach === undefined) return one({ kind: "opaque", text, scope: place.module });
    const sources = this.of(forEach, placeOfForEach(place), depth + 1);
    const [only] = sources.all;
    if (sources.all.length === 1 && only!.kind === "known") {
      const { value } = only as Extract<Source, { kind: "known" }>;
      if (value === undefined) return one(only!);
      return one({ kind: "known", text, value: valueAt(isRecord(value) ? property(value, String(key)) : key, path) });
    }
    const matched = sources.all.map((source) => byKey(source, key, path));
    if (matched.length === 1 && matched[0]) return { all: [matched[0]], picked: false };
    return { all: sources.all.map((source) => extended(source, path)), picked: true };
  }

  /**
   * `aws_subnet.a[each.key]` is the instance with that key; for `aws_subnet.a[count.index]` a plan shows no arithmetic.
   */
  private pick(all: readonly Source[], place: Place): Sources {
    let picked = false;
    const chosen = all.map((source): Source => {
      if (source.kind !== "whole") {
        picked ||= source.kind === "one";
        return source;
      }
      const found = byKey(source, place.key, source.path);
      picked ||= found === undefined;
      return found ?? source;
    });
    const others = chosen.filter((source) => source.kind === "one").length;
    return { all: chosen, picked: picked && !(others === 1 && chosen.length === 1) };
  }
}

export function placeOfCall(module: ModuleInstance): Place {
  return { module: module.parent!, key: module.key, forEach: module.call?.forEach };
}

/** `for_each` itself has no `each`, and belongs to the resource's location. */
function placeOfForEach({ module }: Place): Place {
  return { module, forEach: undefined };
}
