/** Reads `terraform show -json` of a plan or a state. */
import { type StackSource } from "../configuration/stack-source";
import { isRecord, type JsonObject, property } from "../json/json-syntax";
import {
  type Action,
  type Document,
  type Provider,
  type Resource,
  type ResourceKey,
  resourceKey,
  unknownValue,
} from "../model";
import { sensitiveIn } from "../sensitive";
import { PlanExpressions } from "./expressions";
import { ValueInference } from "./inference/infer-value";
import { relevantAttributes } from "./inference/ip-addresses";
import { moduleConfiguration, type ModuleInstance, ModuleTree } from "./module-tree";
import { partialOf, resourcesIn, unplanned } from "./partial";
import { PriorStates } from "./prior-state/prior-state";
import { PlanProviders, type ProviderWorld } from "./providers";
import { type Place } from "./references/followed-references";
import { PlanModuleNames } from "./references/module-names";
import { type Planned, PlanResource } from "./resource";
import { actionOf, changeOf, isForgotten } from "./resource-change";

/** Only in plans; a plan that ended with an error may lack all but the first. */
const ofPlans = ["errored", "complete", "planned_values", "resource_changes", "prior_state", "configuration"];

export function isPlan(json: JsonObject): boolean {
  return typeof json["format_version"] === "string" && ofPlans.some((name) => Object.hasOwn(json, name));
}

/** The document of `terraform show -json`, with its path. */
export function documentOf(path: string, json: JsonObject): Document {
  const kind = isPlan(json) ? "plan" : "state";
  const partial = kind === "plan" ? partialOf(json) : undefined;
  return { name: path, kind, root: path, path, sensitive: () => sensitiveIn(json), ...(partial ? { partial } : {}) };
}

/**
 * @param priorStates what the plans that are read together remove
 * @param source the configuration that the plan was made from
 */
export function readPlan(
  document: Document,
  json: JsonObject,
  priorStates = new PriorStates(),
  source?: StackSource,
): Resource[] {
  const plan = new Plan(document, json, priorStates, source);
  document.modules = new PlanModuleNames(plan);
  plan.add(property(property(json, "planned_values"), "root_module"), () => true);
  // Data sources that were read during plan are listed in the prior state only.
  const prior = property(property(property(json, "prior_state"), "values"), "root_module");
  plan.add(prior, (resource) => property(resource, "mode") === "data");
  plan.addChanged();
  if (document.partial) {
    plan.addPrior(prior);
    plan.addUnplanned();
  }
  return plan.resources;
}

export function readState(document: Document, json: JsonObject, priorStates = new PriorStates()): Resource[] {
  const state = new Plan(document, json, priorStates);
  state.add(property(property(json, "values"), "root_module"), () => true);
  return state.resources;
}

class Plan implements ProviderWorld {
  readonly resources: PlanResource[] = [];
  readonly modules: ModuleTree;
  readonly variables: ReadonlyMap<string, unknown>;
  private readonly changes = new Map<string, JsonObject>();
  /** Deposed objects, by address and key. */
  private readonly deposed = new Map<string, JsonObject>();
  private readonly byKey = new Map<ResourceKey, Resource>();
  private readonly byName = new Map<string, PlanResource[]>();
  private readonly inference: ValueInference;
  private readonly expressions?: PlanExpressions;
  private readonly providers: PlanProviders;

  constructor(
    readonly document: Document,
    json: JsonObject,
    private readonly priorStates: PriorStates,
    source?: StackSource,
  ) {
    const configuration = property(json, "configuration");
    this.modules = new ModuleTree(moduleConfiguration(property(configuration, "root_module")));
    this.variables = new Map(
      Object.entries(isRecord(json["variables"]) ? json["variables"] : {}).map(([name, of]) => [
        name,
        property(of, "value"),
      ]),
    );
    for (const change of Array.isArray(json["resource_changes"]) ? (json["resource_changes"] as unknown[]) : []) {
      const address = property(change, "address");
      if (!isRecord(change) || typeof address !== "string") continue;
      if (change["deposed"] === undefined) this.changes.set(address, change);
      else this.deposed.set(deposedAddress(address, change["deposed"]), change);
    }
    this.addFormers();
    this.providers = new PlanProviders(property(configuration, "provider_config"), this);
    this.inference = new ValueInference(
      this,
      () => this.resources,
      (key) => this.byKey.get(key),
      relevantAttributes(json["relevant_attributes"]),
    );
    if (source) this.expressions = new PlanExpressions(source, this);
  }

  instances(module: ModuleInstance, name: string): readonly PlanResource[] {
    return this.byName.get(`${module.address}|${name}`) ?? [];
  }

  resource(key: ResourceKey): Resource | undefined {
    return this.byKey.get(key);
  }

  sourceOf(module: ModuleInstance, type: string, alias: string | undefined): Provider | undefined {
    return this.expressions?.providerOf(module, type, alias);
  }

  /** The planned resources of a module and its child modules. */
  add(rootModule: unknown, wanted: (resource: JsonObject) => boolean): void {
    for (const resource of resourcesIn(rootModule)) {
      if (isRecord(resource) && wanted(resource)) this.addResource(resource);
    }
  }

  private addFormers(): void {
    for (const change of this.changes.values()) {
      const before = property(change["change"], "before");
      const action = actionOf(property(change["change"], "actions"));
      const goes = action === "delete" || action === "replace" || action === "update";
      if (goes && isRecord(before)) this.priorStates.add(String(change["type"]), before);
    }
  }

  /**
   * Resources in `resource_changes` that are not in `planned_values`: above all those that the plan removes, with their
   * current values. Nothing refers to them any more, but existing resources may still mirror them: a security group
   * lists its rules, whatever created them.
   */
  addChanged(): void {
    for (const change of this.changes.values()) {
      const { before } = changeOf(change);
      const actions = asArray(changeOf(change)["actions"]);
      if (change["mode"] !== "managed") continue;
      const forgotten = actions.includes("forget");
      if (forgotten && actions.includes("create"))
        this.addObject({ ...change, values: before }, "no-op", " (forgotten)");
      if (actionOf(actions) === "delete" || forgotten) {
        if (isRecord(before)) this.addObject({ ...change, values: before }, actionOf(actions));
      } else this.addResource(change);
    }
  }

  /** Existing resources that the plan omits, without the configuration, which may have changed since. */
  addPrior(rootModule: unknown): void {
    for (const resource of resourcesIn(rootModule)) {
      if (isRecord(resource) && property(resource, "mode") === "managed") this.addObject(resource);
    }
  }

  /** Configured resources that are neither planned nor in the prior state. */
  addUnplanned(): void {
    const nameOf = (module: unknown, type: unknown, name: unknown) =>
      `${String(module ?? "")}|${String(type)}.${String(name)}`;
    const deleted = new Set(
      [...this.changes.values()]
        .filter((change) => actionOf(changeOf(change)["actions"]) === "delete")
        .map(({ module_address: module, type, name }) => nameOf(module, type, name)),
    );
    const left = unplanned(
      this.modules,
      (module, name) => this.instances(module, name).map(({ instance }) => instance),
      (module, name) => deleted.has(`${module.address}|${name}`),
    );
    for (const { module, name: fullName, configuration } of [...left]) {
      const [type, name] = fullName.split(".") as [string, string];
      const address = `${module.address === "" ? "" : `${module.address}.`}${fullName}`;
      // Besides known instances of the same name, it represents the unknown ones.
      const key = resourceKey(
        this.document.name,
        this.byKey.has(resourceKey(this.document.name, address)) ? `${address}[*]` : address,
      );
      this.keep(
        {
          key,
          address,
          type,
          name,
          after: undefined,
          hidden: undefined,
          action: undefined,
          configuration,
          instance: undefined,
          mode: "managed",
          document: this.document,
          module: module.address,
          priorStates: this.priorStates,
          provider: this.providers.of(configuration.providerKey, type),
          unsure: unknownValue(address, "the plan leaves it out, and the prior state does not have it"),
        },
        module,
      );
    }
  }

  private addResource(json: JsonObject): void {
    const [address, type, name] = [json["address"], json["type"], json["name"]];
    if (typeof address !== "string" || typeof type !== "string" || typeof name !== "string") return;
    if (json["deposed_key"] !== undefined) return this.addObject(json);
    const change = changeOf(this.changes.get(address));
    const mode = json["mode"] === "data" ? "data" : "managed";
    const forgotten = isForgotten(change);
    const module = this.modules.at(moduleOf(address));
    const configuration = module.configuration?.resources.get(`${mode === "data" ? "data." : ""}${type}.${name}`);
    this.keep(
      {
        ...this.described(json, module, address, type, name),
        mode,
        action: forgotten ? "no-op" : actionOf(change["actions"]),
        after: json["values"] ?? change["after"] ?? (forgotten ? change["before"] : undefined),
        hidden: change["after_unknown"],
        configuration,
        provider: this.providers.of(configuration?.providerKey, type),
        expressions: this.expressions,
      },
      module,
    );
  }

  /** An object as it is in AWS, whatever its configuration is now. */
  private addObject(json: JsonObject, action: Action = "no-op", suffix = ""): void {
    const [own, type, name] = [json["address"], json["type"], json["name"]];
    if (typeof own !== "string" || typeof type !== "string" || typeof name !== "string") return;
    const deposedKey = json["deposed_key"];
    const address = deposedKey === undefined ? `${own}${suffix}` : deposedAddress(own, deposedKey);
    const deposed = changeOf(this.deposed.get(address));
    const module = this.modules.at(moduleOf(own));
    const providerKey = module.configuration?.resources.get(`${type}.${name}`)?.providerKey;
    this.keep(
      {
        ...this.described(json, module, address, type, name),
        mode: "managed",
        action: actionOf(deposed["actions"]) ?? (this.document.kind === "state" ? undefined : action),
        after: json["values"],
        hidden: undefined,
        configuration: undefined,
        provider: this.providers.of(providerKey, type),
      },
      module,
      address === own,
    );
  }

  private described(json: JsonObject, module: ModuleInstance, address: string, type: string, name: string) {
    const index = json["index"];
    return {
      key: resourceKey(this.document.name, address),
      document: this.document,
      address,
      type,
      name,
      module: module.address,
      instance: typeof index === "string" || typeof index === "number" ? index : undefined,
      priorStates: this.priorStates,
    };
  }

  /** @param current whether references in the configuration mean it */
  private keep(planned: Planned, module: ModuleInstance, current = true): void {
    if (this.byKey.has(planned.key)) return;
    const { instance, configuration } = planned;
    const place = (): Place => ({ module, key: instance, forEach: configuration?.forEach });
    const resource = new PlanResource(planned, place, this.inference);
    this.resources.push(resource);
    this.byKey.set(planned.key, resource);
    if (!current || planned.action === "delete") return;
    const name = `${module.address}|${planned.mode === "data" ? "data." : ""}${planned.type}.${planned.name}`;
    const named = this.byName.get(name);
    if (named) named.push(resource);
    else this.byName.set(name, [resource]);
  }
}

/** In Terraform's wording: `aws_efs_file_system.content (deposed object 5f3a1c0d)`. */
function deposedAddress(address: string, key: unknown): string {
  return `${address} (deposed object ${String(key)})`;
}

/** `module.a["x"].module.b.aws_vpc.c[0]` → `module.a["x"].module.b`. */
function moduleOf(address: string): string {
  return /^(?:module\.[^.[\]]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address)![0].replace(/\.$/, "");
}

function asArray(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : [];
}
