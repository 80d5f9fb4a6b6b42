/**
 * Modules that a configuration calls. Modules whose files can be read are evaluated, with their variables and outputs;
 * for all others only the call is known, which becomes a resource of type `module`.
 */
import { access, failure, objectOf } from "../../expression/operations";
import { type Scope } from "../../expression/scope";
import { entriesOf, type JsonObject, onlyBlock, property } from "../../json/json-syntax";
import { list, type Provider, type Resource, unknownValue, type Value } from "../../model";
import { type Step } from "../../path";
import { bodyValue } from "../body";
import { type Library } from "../files/library";
import { instanceScope, type Keys } from "../instances";
import { type InstanceKey } from "../planned";

/** The values that a module's configuration gets from its call. */
export interface Inside {
  /** `module.network["hub"]`, with its parent modules. */
  readonly address: string;
  /** The names of the calls from the root to this module. */
  readonly names: readonly string[];
  /** The value of a variable that the call sets. */
  given(name: string): Value | undefined;
  provider(type: string, body: JsonObject): Provider;
}

/** The configuration of a module. */
export interface ModuleStack {
  resources(): Iterable<Resource>;
  outputNames(): Iterable<string>;
  hasOutput(name: string): boolean;
  output(name: string): Value;
}

/** The configuration that calls, and the function that creates a configuration from a module's files. */
export interface Caller extends Scope {
  readonly configuration: string;
  readonly library: Library;
  readonly address: string;
  readonly names: readonly string[];
  provider(type: string, body: JsonObject): Provider;
  /** The instances of a call. */
  callKeys(name: string, body: JsonObject): Keys;
  enter(folder: string, files: readonly JsonObject[], inside: Inside): ModuleStack | undefined;
  /** A resource that represents a call that is not evaluated. */
  opaque(name: string, body: JsonObject, why: string): Resource;
}

/** Deeper than real configurations nest modules, so that a recursive call ends. */
const deepest = 32;

type Called =
  | { readonly kind: "one"; readonly stack: ModuleStack }
  | { readonly kind: "list"; readonly stacks: readonly ModuleStack[] }
  | { readonly kind: "map"; readonly stacks: ReadonlyMap<string, ModuleStack> }
  | { readonly kind: "opaque"; readonly why: string; readonly resource: Resource };

export class ModuleCalls {
  private readonly calls: ReadonlyMap<string, JsonObject>;
  private readonly called = new Map<string, Called>();

  constructor(
    private readonly caller: Caller,
    files: readonly JsonObject[],
  ) {
    const blocks = files.flatMap((file) => entriesOf(file["module"]));
    this.calls = new Map(blocks.map(([name, block]) => [name, onlyBlock(block) ?? {}]));
  }

  *resources(): Iterable<Resource> {
    for (const name of this.calls.keys()) {
      const called = this.of(name)!;
      if (called.kind === "opaque") yield called.resource;
      else if (called.kind === "one") yield* called.stack.resources();
      else for (const stack of called.stacks.values()) yield* stack.resources();
    }
  }

  /** The value of `module.NAME` and the steps after it. */
  lookup([name, ...path]: readonly Step[], text: string): Value {
    const called = this.of(String(name));
    if (!called) return failure(text, "no such module");
    if (called.kind === "opaque") return unknownValue(text, called.why);
    if (called.kind === "one") return outputOf(called.stack, path, text);
    const [key, ...behind] = path;
    if (key === undefined) {
      if (called.kind === "list") return list(called.stacks.map((stack) => outputOf(stack, [], text)));
      return objectOf(new Map([...called.stacks].map(([at, stack]) => [at, outputOf(stack, [], text)])));
    }
    const stack = called.kind === "list" ? called.stacks[Number(key)] : called.stacks.get(String(key));
    return stack ? outputOf(stack, behind, text) : failure(text, "no such instance");
  }

  /** The module of one instance of a call. */
  instance(name: string, key: InstanceKey): ModuleStack | undefined {
    const called = this.of(name);
    if (called?.kind === "one") return key === undefined ? called.stack : undefined;
    if (called?.kind === "list") return typeof key === "number" ? called.stacks[key] : undefined;
    return called?.kind === "map" ? called.stacks.get(String(key)) : undefined;
  }

  private of(name: string): Called | undefined {
    const body = this.calls.get(name);
    if (!body) return undefined;
    let called = this.called.get(name);
    if (!called) {
      this.called.set(name, this.opaque(name, body, "refers to itself"));
      this.called.set(name, (called = this.call(name, body)));
    }
    return called;
  }

  private opaque(name: string, body: JsonObject, why: string): Called {
    return { kind: "opaque", why, resource: this.caller.opaque(name, body, why) };
  }

  private call(name: string, body: JsonObject): Called {
    const source = body["source"];
    if (this.caller.address.split("module.").length > deepest) return this.opaque(name, body, "is nested too deeply");
    if (typeof source !== "string") return this.opaque(name, body, "its source is not known");
    const names = [...this.caller.names, name];
    const found = this.caller.library.module({
      names,
      source,
      version: body["version"],
      from: this.caller.configuration,
    });
    if (typeof found === "string") return this.opaque(name, body, found);
    const keys = this.caller.callKeys(name, body);
    if (keys.kind === "open") return this.opaque(name, body, `how many there are is not known: ${keys.why.expression}`);
    const enter = (scope: Scope, key: string) => {
      const address = `${this.caller.address === "" ? "" : `${this.caller.address}.`}module.${name}${key}`;
      return this.caller.enter(found.folder, found.files, {
        address,
        names,
        given: (variable) => (Object.hasOwn(body, variable) ? bodyValue(body[variable], scope) : undefined),
        provider: (type, inner) => this.caller.provider(type, withProvider(body, type, inner)),
      });
    };
    const tooMany = () => this.opaque(name, body, "stands in too many modules");
    if (keys.kind === "one") {
      const stack = enter(this.caller, "");
      return stack ? { kind: "one", stack } : tooMany();
    }
    const stacks = new Map<string, ModuleStack>();
    for (const [key, value] of keys.pairs) {
      const stack = enter(instanceScope(this.caller, key, value), `[${JSON.stringify(key)}]`);
      if (!stack) return tooMany();
      stacks.set(String(key), stack);
    }
    return keys.kind === "map" ? { kind: "map", stacks } : { kind: "list", stacks: [...stacks.values()] };
  }
}

/** The caller's provider for a resource of the module: `providers` maps names, all others are the same. */
function withProvider(call: JsonObject, type: string, body: JsonObject): JsonObject {
  const own = typeof body["provider"] === "string" ? body["provider"].replace(/^\$\{(.*)\}$/, "$1") : undefined;
  const mapped = property(onlyBlock(call["providers"]), own ?? type.slice(0, type.indexOf("_")));
  return mapped === undefined ? body : { ...body, provider: mapped };
}

function outputOf(stack: ModuleStack, [name, ...path]: readonly Step[], text: string): Value {
  if (name === undefined) return objectOf(new Map([...stack.outputNames()].map((one) => [one, stack.output(one)])));
  if (!stack.hasOutput(String(name))) return failure(text, `the module has no output "${name}"`);
  return path.reduce((value: Value, step) => access(value, step, text), stack.output(String(name)));
}
