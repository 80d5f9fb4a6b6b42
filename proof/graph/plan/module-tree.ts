/** The module tree of a plan: the `configuration` of each module and its instances. */
import { entriesOf, isRecord, type JsonObject, property } from "../json/json-syntax";
import { steps } from "../path";

/** `{ constant_value }` or `{ references }`; for blocks, a list of objects of these. */
export type Configured = unknown;

export interface ResourceConfiguration {
  readonly expressions: JsonObject;
  readonly count: Configured;
  readonly forEach: Configured;
  readonly providerKey: string | undefined;
  readonly dependsOn: readonly string[];
}

export interface ModuleConfiguration {
  readonly resources: ReadonlyMap<string, ResourceConfiguration>;
  readonly calls: ReadonlyMap<string, ModuleCall>;
  readonly outputs: ReadonlyMap<string, Configured>;
  readonly defaults: ReadonlyMap<string, unknown>;
}

export interface ModuleCall {
  readonly source: string | undefined;
  readonly expressions: JsonObject;
  readonly count: Configured;
  readonly forEach: Configured;
  readonly module: ModuleConfiguration;
}

export interface ModuleInstance {
  /** `module.vpc`, or empty for the root module. */
  readonly address: string;
  readonly parent?: ModuleInstance;
  /** The instance key of its call. */
  readonly name?: string;
  readonly call?: ModuleCall;
  readonly key?: string | number;
  readonly configuration?: ModuleConfiguration;
}

/** Deeper than any real tree; a deeper plan is not followed further. */
const deepest = 64;

export function moduleConfiguration(json: unknown, depth = 0): ModuleConfiguration {
  const resources = new Map<string, ResourceConfiguration>();
  const declared = property(json, "resources");
  for (const resource of Array.isArray(declared) ? (declared as unknown[]) : []) {
    const [mode, type, name] = [property(resource, "mode"), property(resource, "type"), property(resource, "name")];
    const expressions = property(resource, "expressions");
    const providerKey = property(resource, "provider_config_key");
    const dependsOn = property(resource, "depends_on");
    resources.set(`${mode === "data" ? "data." : ""}${String(type)}.${String(name)}`, {
      expressions: isRecord(expressions) ? expressions : {},
      count: property(resource, "count_expression"),
      forEach: property(resource, "for_each_expression"),
      providerKey: typeof providerKey === "string" ? providerKey : undefined,
      dependsOn: Array.isArray(dependsOn) ? dependsOn.filter((item) => typeof item === "string") : [],
    });
  }
  const calls = new Map<string, ModuleCall>();
  if (depth < deepest) {
    for (const [name, call] of entriesOf(property(json, "module_calls"))) {
      const expressions = property(call, "expressions");
      const source = property(call, "source");
      calls.set(name, {
        source: typeof source === "string" ? source : undefined,
        expressions: isRecord(expressions) ? expressions : {},
        count: property(call, "count_expression"),
        forEach: property(call, "for_each_expression"),
        module: moduleConfiguration(property(call, "module"), depth + 1),
      });
    }
  }
  const outputs = new Map(entriesOf(property(json, "outputs")).map(([name, of]) => [name, property(of, "expression")]));
  const defaults = new Map(entriesOf(property(json, "variables")).map(([name, of]) => [name, property(of, "default")]));
  return { resources, calls, outputs, defaults };
}

/** All module instances by address, created on demand. */
export class ModuleTree {
  readonly root: ModuleInstance;
  private readonly known = new Map<string, ModuleInstance>();
  private readonly byCall = new Map<string, ModuleInstance[]>();

  constructor(configuration: ModuleConfiguration) {
    this.root = { address: "", configuration };
    this.known.set("", this.root);
  }

  at(address: string): ModuleInstance {
    const found = this.known.get(address);
    if (found) return found;
    let instance = this.root;
    const path = steps(address);
    for (let at = 0; at < path.length && path[at] === "module";) {
      const name = String(path[at + 1]);
      const keyed = isKey(address, path, at + 2);
      instance = this.child(instance, name, keyed ? path[at + 2] : undefined);
      at += keyed ? 3 : 2;
    }
    this.known.set(address, instance);
    return instance;
  }

  /** The instances of a call in the plan: several with `count` or `for_each`. */
  instances(parent: ModuleInstance, name: string): readonly ModuleInstance[] {
    const found = this.byCall.get(`${parent.address}|${name}`);
    if (found) return found;
    // A call without resources of its own appears nowhere else; with a count, its number of instances isn't known.
    const call = parent.configuration?.calls.get(name);
    return call && call.count === undefined && call.forEach === undefined ? [this.child(parent, name, undefined)] : [];
  }

  /** The keys of the instances with something in the plan. */
  keys(parent: ModuleInstance, name: string): readonly (string | number | undefined)[] {
    return (this.byCall.get(`${parent.address}|${name}`) ?? []).map(({ key }) => key);
  }

  private child(parent: ModuleInstance, name: string, key: string | number | undefined): ModuleInstance {
    const index = key === undefined ? "" : typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
    const address = `${parent.address === "" ? "" : `${parent.address}.`}module.${name}${index}`;
    const found = this.known.get(address);
    if (found) return found;
    const call = parent.configuration?.calls.get(name);
    const instance: ModuleInstance = { address, parent, name, call, key, configuration: call?.module };
    this.known.set(address, instance);
    const siblings = this.byCall.get(`${parent.address}|${name}`);
    if (siblings) siblings.push(instance);
    else this.byCall.set(`${parent.address}|${name}`, [instance]);
    return instance;
  }
}

/** A step after a module's name is its key if it was written in brackets; the next module begins with `module`. */
function isKey(address: string, path: readonly (string | number)[], at: number): boolean {
  const step = path[at];
  if (step === undefined) return false;
  return step !== "module" || address.includes('["module"]');
}
