/** One configuration: the values of its resources, locals, variables and outputs. */
import { converted, typeOf } from "../expression/convert";
import { evaluate, Evaluation } from "../expression/evaluate";
import { failure } from "../expression/operations";
import { type Scope } from "../expression/scope";
import { impliedBy } from "../implied";
import { entriesOf, isRecord, type JsonObject, onlyBlock, property } from "../json/json-syntax";
import {
  type Document,
  isNull,
  literal,
  type Provider,
  type Resource,
  type ResourceKey,
  unknownValue,
  type Value,
} from "../model";
import { type Step, valueAt } from "../path";
import { asList, bodyValue, isFalse } from "./body";
import { addConditionFacts } from "./conditions";
import { DeclaredResources } from "./declared-resources";
import { type Library } from "./files/library";
import { ModuleFiles } from "./files/module-files";
import { type Keys, keysOf, whole, wholeOf } from "./instances";
import { type Caller, type Inside, ModuleCalls } from "./module-calls/module-calls";
import { type InstanceKey, type Planned, plannedKeys } from "./planned";
import { configuresProvider, providersOf } from "./providers";
import { type ConfigurationResource } from "./resource";
import { type StackSource } from "./stack-source";

/** What a stack asks of the configurations that are read along with it. */
export interface StackWorld {
  /** The plan that was made from these sources, where they are read for its sake. */
  readonly planned?: Planned;
  /** Whether one more module may be followed: modules may call each other without end. */
  mayEnter(): boolean;
  add(resource: Resource): void;
  follow(value: Value): Value;
  deeper(text: string, evaluate: () => Value): Value;
  remoteOutputs(reader: Stack, resource: ConfigurationResource, path: readonly Step[], text: string): Value;
}

export class Stack implements Caller {
  readonly document: Document;
  readonly folder: string;
  readonly configuration: string;
  readonly library: Library;
  readonly names: readonly string[];
  private readonly declared: DeclaredResources;
  private readonly moduleFiles: ModuleFiles;
  private readonly locals = new Map<string, unknown>();
  private readonly variables = new Map<string, unknown>();
  private readonly outputs = new Map<string, unknown>();
  private readonly known = new Map<string, Value>();
  private readonly modules: ModuleCalls;
  private providers: ReturnType<typeof providersOf> | undefined;
  private readsProviders = false;
  private settled: ReadonlyMap<ResourceKey, ReadonlyMap<string, Value>> | undefined;
  private settling = false;

  constructor(
    private readonly source: StackSource,
    private readonly world: StackWorld,
    private readonly inside?: Inside,
  ) {
    this.document = source.document;
    this.folder = source.folder;
    this.configuration = source.configuration;
    this.library = source.library;
    this.names = inside?.names ?? [];
    this.declared = new DeclaredResources(this, source.files, world);
    this.moduleFiles = new ModuleFiles(source.library.files, source.root, source.configuration);
    for (const file of source.files) {
      for (const [name, json] of entriesOf(file["locals"])) this.locals.set(name, json);
      for (const [name, json] of entriesOf(file["output"])) this.outputs.set(name, property(onlyBlock(json), "value"));
      for (const [name, json] of entriesOf(file["variable"])) this.variables.set(name, onlyBlock(json) ?? {});
    }
    this.modules = new ModuleCalls(this, source.files);
  }

  /** The address of this module; empty for a root module. */
  get address(): string {
    return this.inside?.address ?? "";
  }

  provider(type: string, body: JsonObject): Provider {
    if (this.inside && !configuresProvider(this.source.files, type, body)) return this.inside.provider(type, body);
    if (!this.providers) {
      // A provider can take its Region from a data source, whose own provider is then looked up meanwhile.
      if (this.readsProviders) return { name: type.slice(0, type.indexOf("_")), accounts: [] };
      this.readsProviders = true;
      this.providers = providersOf(this.source.files, this);
    }
    return this.providers(type, body);
  }

  enter(configuration: string, files: readonly JsonObject[], inside: Inside): Stack | undefined {
    const source = { ...this.source, configuration, files, variables: nothingGiven };
    return this.world.mayEnter() ? new Stack(source, this.world, inside) : undefined;
  }

  opaque(name: string, body: JsonObject, why: string): Resource {
    const address = `${this.address === "" ? "" : `${this.address}.`}module.${name}`;
    return this.declared.make(
      { mode: "managed", type: "module", name, body },
      undefined,
      undefined,
      unknownValue(address, why),
      address,
    );
  }

  /** The `terraform` blocks, which configure the backend of this stack. */
  get settings(): readonly JsonObject[] {
    return this.source.files
      .flatMap((file) => asList(file["terraform"]))
      .flatMap((block) => (isRecord(block) ? [block] : []));
  }

  *resources(): Iterable<Resource> {
    yield* this.declared.all();
    yield* this.modules.resources();
    yield* this.declared.forgotten();
  }

  hasOutput(name: string): boolean {
    return this.outputs.has(name);
  }

  outputNames(): Iterable<string> {
    return this.outputs.keys();
  }

  output(name: string): Value {
    return this.once(`output.${name}`, () => bodyValue(this.outputs.get(name), this));
  }

  follow(value: Value): Value {
    return this.world.follow(value);
  }

  lookup(name: string, path: readonly Step[], text: string): Value {
    switch (name) {
      case "local": {
        const [key, ...inner] = path;
        if (!this.locals.has(String(key))) return failure(text, "no such local");
        return within(
          this.once(`local.${key}`, () => bodyValue(this.locals.get(String(key)), this)),
          inner,
          text,
          this,
        );
      }
      case "var": {
        const [key, ...inner] = path;
        return within(
          this.once(`var.${key}`, () => this.variable(String(key), text)),
          inner,
          text,
          this,
        );
      }
      case "module":
        return this.modules.lookup(path, text);
      case "path":
        if (path[0] === "cwd") return unknownValue(text, "depends on where Terraform runs");
        return literal(path[0] === "module" ? this.moduleFiles.path : ".");
      case "each":
      case "count":
      case "self":
        return unknownValue(text, "has no meaning here");
      case "terraform":
        return unknownValue(text, "depends on how Terraform is run");
      default:
        return this.resourceValue(name, path, text);
    }
  }

  file(path: string): Buffer | string {
    return this.moduleFiles.read(path);
  }

  fileset(folder: string, pattern: string): readonly string[] | undefined {
    return this.moduleFiles.matching(folder, pattern);
  }

  private variable(name: string, text: string): Value {
    const declared = this.variables.get(name);
    const otherwise = property(declared, "default");
    const given = this.inside ? this.inside.given(name) : this.source.variables.get(name);
    const isLeftOut = given === undefined || (isNull(given) && isFalse(property(declared, "nullable")));
    if (isLeftOut && otherwise === undefined) return unknownValue(text, "the variable has no value");
    const value = isLeftOut ? bodyValue(otherwise, this) : given;
    // Terraform converts every value to the type of its variable, and fills in optional attributes.
    return converted(value, typeOf(property(declared, "type")), (expression) => evaluate(expression, this));
  }

  /** @param root `data`, or the type of a managed resource. Most values are references, so this copies no path. */
  private resourceValue(root: string, path: readonly Step[], text: string): Value {
    const [type, at] = root === "data" ? [path[0], 1] : [root, 0];
    const name = path[at];
    if (name === undefined) return unknownValue(text, "not a reference to a resource");
    const instances = this.declared.referredTo(root === "data" ? "data" : "managed", type, name);
    if (!instances) return unknownValue(text, "the configuration declares no such resource");
    if (instances.kind === "one") return this.attribute(instances.resource, path, at + 1, text);
    const key = path[at + 1];
    if (instances.kind === "open") {
      const reference = whole(instances.resource);
      return unknownValue(text, `how many there are is not known: ${instances.why.expression}`, [reference]);
    }
    if (key === undefined) return wholeOf(instances);
    const resource =
      instances.kind === "list" ? instances.resources[Number(key)] : instances.resources.get(String(key));
    return resource ? this.attribute(resource, path, at + 2, text) : failure(text, "no such instance");
  }

  private attribute(resource: ConfigurationResource, path: readonly Step[], from: number, text: string): Value {
    const first = path[from];
    if (resource.type === "terraform_remote_state" && first === "outputs" && !this.world.planned) {
      return this.world.remoteOutputs(this, resource, path.slice(from + 1), text);
    }
    if (path.length === from + 1 && typeof first === "string")
      return { kind: "reference", to: resource.key, attribute: first };
    return valueAt(whole(resource), path, from);
  }

  /** An instance of a resource of this module; data sources begin with `data.`. */
  instance(mode: "managed" | "data", name: string, key: InstanceKey): ConfigurationResource | undefined {
    const instances = this.declared.instancesOf(`${mode} ${name}`);
    switch (instances?.kind) {
      case "one":
        return key === undefined ? instances.resource : undefined;
      case "list":
        return typeof key === "number" ? instances.resources[key] : undefined;
      case "map":
        return key === undefined ? undefined : instances.resources.get(String(key));
      default:
        return undefined;
    }
  }

  /** The module instance of a call. */
  called(name: string, key: InstanceKey): Stack | undefined {
    return this.modules.instance(name, key) as Stack | undefined;
  }

  /** The keys of a module call's instances. */
  callKeys(name: string, body: JsonObject): Keys {
    const evaluated = keysOf(body, this);
    const planned = evaluated.kind === "open" ? this.world.planned?.calls(this.address, name) : undefined;
    // Instances without resources don't appear in a plan, so values that can be evaluated come first.
    return planned && planned.length > 0 ? plannedKeys(planned, body, this) : evaluated;
  }

  /** What pre- and postconditions imply about a resource. */
  settledBy(key: ResourceKey, path: string): Value | undefined {
    return this.settledValues().get(key)?.get(path);
  }

  /** The resources that AWS connects to a resource. */
  implied(resource: Resource, attribute: string): Value | undefined {
    return impliedBy(resource, attribute, () => this.resources());
  }

  /** Whether the conditions of its resources are being read at the moment. */
  get readsConditions(): boolean {
    return this.settling;
  }

  private settledValues(): ReadonlyMap<ResourceKey, ReadonlyMap<string, Value>> {
    if (this.settled || this.settling) return this.settled ?? nothing;
    this.settling = true;
    const found = new Map<ResourceKey, Map<string, Value>>();
    for (const resource of this.declared.withConditions()) addConditionFacts(resource, resource.scope, found);
    this.settling = false;
    return (this.settled = found);
  }

  private once(name: string, evaluate: () => Value): Value {
    let value = this.known.get(name);
    if (value === undefined) {
      this.known.set(name, inEvaluation);
      value = this.world.deeper(name, evaluate);
      this.known.set(name, value);
    } else if (value === inEvaluation) this.known.set(name, (value = unknownValue(name, "refers to itself")));
    return value;
  }
}

/** Marks a local, a variable or an output while it is being evaluated. */
const inEvaluation = unknownValue("", "refers to itself");

const nothingGiven: ReadonlyMap<string, Value> = new Map();
const nothing: ReadonlyMap<ResourceKey, ReadonlyMap<string, Value>> = new Map();

function within(value: Value, path: readonly Step[], text: string, scope: Scope): Value {
  if (path.length === 0) return value;
  const names = new Map([["it", value]]);
  return new Evaluation(scope).within(names).scope.lookup("it", path, text);
}
