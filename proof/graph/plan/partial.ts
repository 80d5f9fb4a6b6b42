/**
 * Plans that do not cover their whole configuration (TF-08): resources missing from `planned_values` are in
 * `prior_state`, and those in neither may or may not exist. Measured with Terraform 1.11: `-target` and an error set
 * `complete` to false; `-refresh-only` leaves it true, and plans nothing.
 */
import { isRecord, type JsonObject, property } from "../json/json-syntax";
import { type PartialPlan } from "../model";
import { type Configured, type ModuleInstance, type ModuleTree, type ResourceConfiguration } from "./module-tree";

export function partialOf(json: JsonObject): PartialPlan | undefined {
  if (json["errored"] === true) return "errored";
  if (json["complete"] === false) return "incomplete";
  const changes = json["resource_changes"];
  const planned = Array.isArray(changes) && changes.some((change) => property(change, "mode") === "managed");
  const managed = (of: string, within: string) => {
    const root = property(property(of === "" ? json : property(json, of), within), "root_module");
    return resourcesIn(root).some((resource) => property(resource, "mode") !== "data");
  };
  const exists = managed("prior_state", "values") || isAlwaysPlanned(property(json, "configuration"));
  return !planned && exists && !managed("", "planned_values") ? "refresh-only" : undefined;
}

/** Whether the root module has a resource that any other plan would contain, since nothing makes it optional. */
function isAlwaysPlanned(configuration: unknown): boolean {
  return asArray(property(property(configuration, "root_module"), "resources")).some(
    (resource) =>
      property(resource, "mode") === "managed" &&
      property(resource, "count_expression") === undefined &&
      property(resource, "for_each_expression") === undefined,
  );
}

/** The resources of a module in plans and states, including those of its child modules. */
export function resourcesIn(rootModule: unknown): readonly unknown[] {
  const found: unknown[] = [];
  const waiting: unknown[] = [rootModule];
  for (let module = waiting.pop(); module !== undefined; module = waiting.pop()) {
    found.push(...asArray(property(module, "resources")));
    waiting.push(...asArray(property(module, "child_modules")).slice().reverse());
  }
  return found;
}

export interface Unplanned {
  readonly module: ModuleInstance;
  /** `aws_vpc.main`, without the module. */
  readonly name: string;
  readonly configuration: ResourceConfiguration;
}

/**
 * Configured resources that may have instances missing from the input.
 *
 * @param keysOf the known instance keys, `undefined` for a resource without count and for_each
 * @param isDeleted whether the plan deletes instances of it
 */
export function* unplanned(
  modules: ModuleTree,
  keysOf: (module: ModuleInstance, name: string) => readonly (string | number | undefined)[],
  isDeleted: (module: ModuleInstance, name: string) => boolean,
  within: ModuleInstance = modules.root,
): Iterable<Unplanned> {
  for (const [name, configuration] of within.configuration?.resources ?? []) {
    if (name.startsWith("data.") || isDeleted(within, name)) continue;
    if (!areAll(keysOf(within, name), configuration)) yield { module: within, name, configuration };
  }
  for (const [name, call] of within.configuration?.calls ?? []) {
    const instances = [...modules.instances(within, name)];
    const keys = instances.map(({ key }) => key);
    if (!areAll(keys, call)) {
      const prefix = within.address === "" ? "" : `${within.address}.`;
      instances.push(modules.at(`${prefix}module.${name}`));
    }
    for (const instance of new Set(instances)) yield* unplanned(modules, keysOf, isDeleted, instance);
  }
}

/** Whether `count` or `for_each` has only the known instances. */
function areAll(
  keys: readonly (string | number | undefined)[],
  { count, forEach }: { readonly count: Configured; readonly forEach: Configured },
): boolean {
  if (count === undefined && forEach === undefined) return keys.length > 0;
  const repeats = property(count ?? forEach, "constant_value");
  if (typeof repeats === "number") return keys.length >= repeats;
  if (Array.isArray(repeats)) return repeats.every((key) => keys.includes(String(key)));
  if (isRecord(repeats)) return Object.keys(repeats).every((key) => keys.includes(key));
  // A single instance with an unknown count is usually a switch: `count = var.create ? 1 : 0`.
  return count !== undefined && keys.length === 1 && keys[0] === 0;
}

function asArray(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : [];
}
