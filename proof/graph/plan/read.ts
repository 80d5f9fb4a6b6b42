/** Reads what `terraform show -json` writes of a plan or a state. */
import { isRecord, type JsonObject, property } from "../configuration/json-syntax";
import { type Action, type Document, type Provider, type Resource, type ResourceKey, resourceKey } from "../model";
import { relevantAttributes } from "./addresses";
import { Decider } from "./decide";
import { Formers } from "./former";
import { moduleConfiguration, type ModuleInstance, ModuleTree } from "./modules";
import { type Planned, PlanResource } from "./resource";
import { type Place, type SourceWorld } from "./sources";

export function isPlan(json: JsonObject): boolean {
  return (
    typeof json["format_version"] === "string" &&
    (isRecord(json["planned_values"]) || Array.isArray(json["resource_changes"]))
  );
}

/** An empty state has nothing but its format. */
export function isState(json: JsonObject): boolean {
  return typeof json["format_version"] === "string" && !isPlan(json);
}

/** @param formers what any plan that is read along takes away */
export function readPlan(path: string, json: JsonObject, formers = new Formers()): Resource[] {
  const document: Document = { name: path, kind: "plan", root: path, path };
  const plan = new Plan(document, json, formers);
  plan.add(property(property(json, "planned_values"), "root_module"), () => true);
  // Data sources that were read while planning stand with what exists already, and nowhere else.
  const prior = property(property(property(json, "prior_state"), "values"), "root_module");
  plan.add(prior, (resource) => property(resource, "mode") === "data");
  plan.addDeleted();
  return plan.resources;
}

export function readState(path: string, json: JsonObject, formers = new Formers()): Resource[] {
  const state = new Plan({ name: path, kind: "state", root: path, path }, json, formers);
  state.add(property(property(json, "values"), "root_module"), () => true);
  return state.resources;
}

class Plan implements SourceWorld {
  readonly resources: Resource[] = [];
  readonly modules: ModuleTree;
  readonly variables: ReadonlyMap<string, unknown>;
  private readonly changes = new Map<string, JsonObject>();
  private readonly byKey = new Map<ResourceKey, Resource>();
  private readonly byName = new Map<string, PlanResource[]>();
  private readonly decider: Decider;
  private readonly providers: (key: string | undefined, type: string) => Provider | undefined;

  constructor(
    private readonly document: Document,
    json: JsonObject,
    private readonly formers: Formers,
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
      // A deposed object is what is left of a replacement, not the resource.
      if (isRecord(change) && typeof address === "string" && change["deposed"] === undefined)
        this.changes.set(address, change);
    }
    this.addFormers();
    this.providers = providersOf(property(configuration, "provider_config"), this.variables);
    this.decider = new Decider(
      this,
      () => this.resources,
      (key) => this.byKey.get(key),
      relevantAttributes(json["relevant_attributes"]),
    );
  }

  instances(module: ModuleInstance, name: string): readonly PlanResource[] {
    return this.byName.get(`${module.address}|${name}`) ?? [];
  }

  /** The resources of a module and of those in it, as they will exist. */
  add(rootModule: unknown, wanted: (resource: unknown) => boolean): void {
    const waiting: unknown[] = [rootModule];
    for (let module = waiting.pop(); module !== undefined; module = waiting.pop()) {
      const address = property(module, "address");
      const instance = this.modules.at(typeof address === "string" ? address : "");
      for (const resource of asArray(property(module, "resources"))) {
        if (isRecord(resource) && wanted(resource)) this.addResource(resource, instance);
      }
      waiting.push(...asArray(property(module, "child_modules")).slice().reverse());
    }
  }

  private addFormers(): void {
    for (const change of this.changes.values()) {
      const before = property(change["change"], "before");
      const action = actionOf(property(change["change"], "actions"));
      const goes = action === "delete" || action === "replace" || action === "update";
      if (goes && isRecord(before)) this.formers.add(String(change["type"]), before);
    }
  }

  /**
   * What the plan takes away, as it is today. It refers to nothing any more, but what exists may still mirror it: a
   * security group lists its rules, whoever made them.
   */
  addDeleted(): void {
    for (const [address, change] of this.changes) {
      const { type, name, mode, module_address: module } = change;
      const before = property(property(change, "change"), "before");
      if (actionOf(property(property(change, "change"), "actions")) !== "delete" || mode !== "managed") continue;
      if (typeof type !== "string" || typeof name !== "string" || !isRecord(before)) continue;
      const instance = this.modules.at(typeof module === "string" ? module : "");
      const key = resourceKey(this.document.name, address);
      if (this.byKey.has(key)) continue;
      const place = (): Place => ({ module: instance, key: undefined, forEach: undefined });
      const planned: Planned = {
        key,
        document: this.document,
        address,
        mode,
        type,
        name,
        module: instance.address,
        instance: undefined,
        action: "delete",
        after: before,
        hidden: undefined,
        configuration: undefined,
        formers: this.formers,
        provider: this.providers(undefined, type),
      };
      const resource = new PlanResource(planned, place, this.decider);
      this.resources.push(resource);
      this.byKey.set(key, resource);
    }
  }

  private addResource(json: JsonObject, module: ModuleInstance): void {
    const [address, type, name] = [json["address"], json["type"], json["name"]];
    if (typeof address !== "string" || typeof type !== "string" || typeof name !== "string") return;
    const key = resourceKey(this.document.name, address);
    if (this.byKey.has(key)) return;
    const mode = json["mode"] === "data" ? "data" : "managed";
    const index = json["index"];
    const change = property(this.changes.get(address), "change");
    const fullName = `${mode === "data" ? "data." : ""}${type}.${name}`;
    const configuration = module.configuration?.resources.get(fullName);
    const planned: Planned = {
      key,
      document: this.document,
      address,
      mode,
      type,
      name,
      module: module.address,
      instance: typeof index === "string" || typeof index === "number" ? index : undefined,
      action: isForgotten(change) ? "no-op" : actionOf(property(change, "actions")),
      after:
        json["values"] ?? property(change, "after") ?? (isForgotten(change) ? property(change, "before") : undefined),
      hidden: property(change, "after_unknown"),
      configuration,
      formers: this.formers,
      provider: this.providers(configuration?.providerKey, type),
    };
    const place = (): Place => ({
      module,
      key: planned.instance,
      forEach: configuration?.forEach,
    });
    const resource = new PlanResource(planned, place, this.decider);
    this.resources.push(resource);
    this.byKey.set(key, resource);
    const named = this.byName.get(`${module.address}|${fullName}`);
    if (named) named.push(resource);
    else this.byName.set(`${module.address}|${fullName}`, [resource]);
  }
}

function actionOf(actions: unknown): Action | undefined {
  const all = asArray(actions);
  if (all.includes("delete") && all.includes("create")) return "replace";
  const [only] = all;
  return only === "create" || only === "update" || only === "delete" || only === "no-op" || only === "read"
    ? only
    : undefined;
}

/** What Terraform is to forget without destroying it stays in AWS as it is. */
function isForgotten(change: unknown): boolean {
  return asArray(property(change, "actions")).includes("forget");
}

/** Providers by `provider_config_key`: `aws`, `aws.west`, `module.vpc:aws`. */
function providersOf(json: unknown, variables: ReadonlyMap<string, unknown>) {
  const known = (configured: unknown): unknown => {
    const constant = property(configured, "constant_value");
    if (constant !== undefined) return constant;
    const [reference, ...others] = asArray(property(configured, "references"));
    const name = typeof reference === "string" && others.length === 0 ? /^var\.(\w+)$/.exec(reference)?.[1] : undefined;
    return name === undefined ? undefined : variables.get(name);
  };
  const providers = new Map<string, Provider>();
  for (const [key, provider] of Object.entries(isRecord(json) ? json : {})) {
    const [name, alias] = [property(provider, "name"), property(provider, "alias")];
    const expressions = property(provider, "expressions");
    const region = known(property(expressions, "region"));
    const accounts = known(property(expressions, "allowed_account_ids"));
    providers.set(key, {
      name: `${String(name)}${typeof alias === "string" ? `.${alias}` : ""}`,
      region: typeof region === "string" ? region : undefined,
      accounts: asArray(accounts).filter((account) => typeof account === "string"),
    });
  }
  return (key: string | undefined, type: string): Provider | undefined =>
    providers.get(key ?? "") ?? providers.get(key?.slice(key.lastIndexOf(":") + 1) ?? type.slice(0, type.indexOf("_")));
}

function asArray(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? (json as unknown[]) : [];
}
