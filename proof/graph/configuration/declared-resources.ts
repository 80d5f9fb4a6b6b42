/** The resources and data sources that one module declares, with the instances of each. */
import { type Scope } from "../expression/scope";
import { type JsonObject, labelled, onlyBlock, property } from "../json/json-syntax";
import {
  type Document,
  type Provider,
  type Resource,
  resourceKey,
  type Unknown,
  unknownValue,
  type Value,
} from "../model";
import { type Step } from "../path";
import { asList, isFalse } from "./body";
import { type Instances, instanceScope, isSet, type Keys, keysOf, resourcesOf } from "./instances";
import { type Planned, plannedKeys } from "./planned";
import { conditionsOf, ConfigurationResource, type DeclaringStack } from "./resource";

interface Declared {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
  /** Set when it is first asked for. */
  instances?: Instances;
}

/** The module that declares them. */
interface Module extends Scope, DeclaringStack {
  readonly document: Document;
  /** Empty for the root module. */
  readonly address: string;
  provider(type: string, body: JsonObject): Provider;
}

interface World {
  /** The plan that was made from these sources, where they are read for its sake. */
  readonly planned?: Planned;
  add(resource: Resource): void;
}

type Named = Map<Step, Instances>;

export class DeclaredResources {
  private readonly declared = new Map<string, Declared>();
  /** Declarations by type and name: looked up so often that no combined key is built. */
  private readonly referred = { managed: new Map<Step, Named>(), data: new Map<Step, Named>() };

  constructor(
    private readonly module: Module,
    private readonly files: readonly JsonObject[],
    private readonly world: World,
  ) {
    for (const file of files) {
      for (const mode of ["managed", "data"] as const) {
        for (const block of labelled(file[mode === "data" ? "data" : "resource"])) {
          this.declared.set(`${mode} ${block.type}.${block.name}`, { mode, ...block });
        }
      }
    }
  }

  *all(): Iterable<ConfigurationResource> {
    for (const declared of this.declared.values()) {
      const instances = this.made(declared);
      if (instances.kind === "one") yield instances.resource;
      else yield* resourcesOf(instances);
    }
  }

  /** Those with a `precondition` or `postcondition`, whose instances are known. */
  *withConditions(): Iterable<ConfigurationResource> {
    for (const declared of this.declared.values()) {
      const { body } = declared;
      if (body["lifecycle"] === undefined || conditionsOf(body).length === 0) continue;
      for (const resource of resourcesOf(this.made(declared))) if (!resource.unsure) yield resource;
    }
  }

  /**
   * Resources that Terraform forgets without destroying them (`removed` with `destroy = false`): they may still exist.
   */
  *forgotten(): Iterable<Resource> {
    for (const json of this.files.flatMap((file) => asList(file["removed"]))) {
      const from = property(json, "from");
      const text = typeof from === "string" ? from.replace(/^\$\{(.*)\}$/, "$1") : "";
      const [, type, name] = /(?:^|\.)([a-z][a-z0-9]*_\w+)\.([\w-]+)$/.exec(text) ?? [];
      if (type === undefined || !isFalse(property(onlyBlock(property(json, "lifecycle")), "destroy"))) continue;
      const why = "Terraform forgets it and leaves it in place";
      const declared = { mode: "managed", type, name: name!, body: {} } as const;
      yield this.make(declared, undefined, undefined, unknownValue(text, why), text, why);
    }
  }

  referredTo(mode: "managed" | "data", type: Step | undefined, name: Step): Instances | undefined {
    if (type === undefined) return undefined;
    let named = this.referred[mode].get(type);
    if (!named) this.referred[mode].set(type, (named = new Map()));
    let instances = named.get(name);
    if (!instances) {
      instances = this.instancesOf(`${mode} ${type}.${name}`);
      // Cached when complete: while its `for_each` is evaluated, a placeholder is used.
      if (instances && instances.kind !== "open") named.set(name, instances);
    }
    return instances;
  }

  instancesOf(name: string): Instances | undefined {
    const declared = this.declared.get(name);
    return declared && this.made(declared);
  }

  private made(declared: Declared): Instances {
    if (declared.instances) return declared.instances;
    const { body, type, name } = declared;
    const repeated = isSet(body["for_each"]) || isSet(body["count"]);
    // Set while `count` and `for_each` are evaluated, in case they refer to the resource itself.
    if (repeated) {
      declared.instances = this.open(declared, unknownValue(`${declared.mode} ${type}.${name}`, "refers to itself"));
    }
    const instances = repeated ? this.expand(declared) : ({ kind: "one", resource: this.make(declared) } as const);
    declared.instances = instances;
    if (instances.kind === "one") this.world.add(instances.resource);
    else for (const resource of resourcesOf(instances)) this.world.add(resource);
    return instances;
  }

  private keysOf({ mode, type, name, body }: Declared): Keys {
    const { planned } = this.world;
    if (!planned) return keysOf(body, this.module);
    return plannedKeys(
      planned.instances(this.module.address, `${mode === "data" ? "data." : ""}${type}.${name}`),
      body,
      this.module,
    );
  }

  private expand(declared: Declared): Instances {
    const keys = this.keysOf(declared);
    if (keys.kind === "open") return this.open(declared, keys.why);
    if (keys.kind === "one") return { kind: "one", resource: this.make(declared) };
    if (keys.kind === "map") {
      const made = keys.pairs.map(([key, value]) => [key, this.make(declared, key, value)] as const);
      return { kind: "map", resources: new Map(made) };
    }
    return { kind: "list", resources: keys.pairs.map(([at, value]) => this.make(declared, at, value)) };
  }

  private open(declared: Declared, why: Unknown): Instances {
    return { kind: "open", why, resource: this.make(declared, undefined, why, why) };
  }

  make(
    declared: Declared,
    instance?: string | number,
    value?: Value,
    unsure?: Unknown,
    as?: string,
    hidden?: string,
  ): ConfigurationResource {
    const { mode, type, name, body } = declared;
    const index =
      instance === undefined ? "" : typeof instance === "number" ? `[${instance}]` : `[${JSON.stringify(instance)}]`;
    const inModule = this.module.address === "" ? "" : `${this.module.address}.`;
    const address = as ?? `${inModule}${mode === "data" ? "data." : ""}${type}.${name}${index}`;
    const key = resourceKey(this.module.document.name, address);
    return new ConfigurationResource({
      key,
      document: this.module.document,
      address,
      mode,
      type,
      name,
      module: this.module.address,
      instance,
      provider: this.module.provider(type, body),
      unsure,
      body,
      hidden,
      scope: value === undefined ? this.module : instanceScope(this.module, instance, value),
      stack: this.module,
    });
  }
}
