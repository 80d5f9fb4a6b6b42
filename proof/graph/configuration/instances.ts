/** The instances of a declaration with `count` or `for_each`. */
import { Evaluation } from "../expression/evaluate";
import { referencesOf } from "../expression/operations";
import { type Scope } from "../expression/scope";
import { type JsonObject } from "../json/json-syntax";
import { list, literal, type Resource, type Unknown, unknownValue, type Value } from "../model";
import { bodyValue } from "./body";
import { type ConfigurationResource } from "./resource";

/** The keys from `count` or `for_each` of one declaration. */
export type Instances =
  | { readonly kind: "one"; readonly resource: ConfigurationResource }
  | { readonly kind: "list"; readonly resources: readonly ConfigurationResource[] }
  | { readonly kind: "map"; readonly resources: ReadonlyMap<string, ConfigurationResource> }
  /** The number of instances is unknown; one resource represents all of them. */
  | { readonly kind: "open"; readonly resource: ConfigurationResource; readonly why: Unknown };

/** More instances than anyone intends. */
export const mostInstances = 10_000;

export function openWhy(over: Value, argument: string): Unknown {
  if (over.kind === "unknown") return over;
  return unknownValue(argument, `${argument} is not known`, referencesOf(over));
}

export function* resourcesOf(instances: Instances): Iterable<ConfigurationResource> {
  if (instances.kind === "list" || instances.kind === "map") yield* instances.resources.values();
  else yield instances.resource;
}

export function whole(resource: Resource): Value & { kind: "reference" } {
  return { kind: "reference", to: resource.key, attribute: "" };
}

export function wholeOf(instances: Extract<Instances, { kind: "list" | "map" }>): Value {
  if (instances.kind === "list") return list(instances.resources.map(whole));
  return {
    kind: "object",
    entries: new Map([...instances.resources].map(([key, resource]) => [key, whole(resource)])),
  };
}

/** `null` counts as an absent meta-argument. */
export function isSet(json: unknown): boolean {
  return json !== undefined && json !== null;
}

/** The keys from a block's `count` or `for_each`, each with the value of `each` or `count`. */
export type Keys =
  | { readonly kind: "one" }
  | { readonly kind: "list"; readonly pairs: readonly (readonly [number, Value])[] }
  | { readonly kind: "map"; readonly pairs: readonly (readonly [string, Value])[] }
  | { readonly kind: "open"; readonly why: Unknown };

export function keysOf(body: JsonObject, scope: Scope): Keys {
  if (isSet(body["for_each"])) {
    const over = scope.follow(bodyValue(body["for_each"], scope));
    const pairs =
      over.kind === "object" && !over.unknownRest
        ? [...over.entries]
        : over.kind === "list" && !over.unknownRest
          ? over.items.map((item) => [item.kind === "literal" ? String(item.value) : undefined, item] as const)
          : undefined;
    if (!pairs || pairs.some(([key]) => key === undefined)) return { kind: "open", why: openWhy(over, "for_each") };
    return { kind: "map", pairs: pairs as [string, Value][] };
  }
  if (!isSet(body["count"])) return { kind: "one" };
  const over = scope.follow(bodyValue(body["count"], scope));
  const count = over.kind === "literal" ? Number(over.value) : Number.NaN;
  if (!Number.isInteger(count) || count > mostInstances) return { kind: "open", why: openWhy(over, "count") };
  return { kind: "list", pairs: Array.from({ length: Math.max(0, count) }, (_, at) => [at, literal(at)] as const) };
}

/** The values of `each` and `count` for one instance. */
export function instanceScope(scope: Scope, instance: string | number | undefined, value: Value): Scope {
  const key = instance === undefined ? value : literal(instance);
  const each: Value = {
    kind: "object",
    entries: new Map([
      ["key", key],
      ["value", value],
      ["index", key],
    ]),
  };
  return new Evaluation(scope).within(
    new Map([
      ["each", each],
      ["count", each],
    ]),
  ).scope;
}
