/** What a plan knows about the configuration that it was made from, if both are read together. */
import { type Scope } from "../expression/scope";
import { type JsonObject } from "../json/json-syntax";
import { literal, type Resource, type ResourceKey, unknownValue, type Value } from "../model";
import { bodyValue } from "./body";
import { isSet, type Keys } from "./instances";

export type InstanceKey = string | number | undefined;

/** The plan determines the instances and every value that it knows. */
export interface Planned {
  /** The keys of a resource's planned instances in a module instance; data sources begin with `data.`. */
  instances(module: string, name: string): readonly InstanceKey[];
  /** The keys of a module call's planned instances; empty if they contain no resources. */
  calls(module: string, name: string): readonly InstanceKey[];
  resource(key: ResourceKey): Resource | undefined;
}

/** The planned instances of a block, each with the value from the configuration. */
export function plannedKeys(planned: readonly InstanceKey[], body: JsonObject, scope: Scope): Keys {
  const repeats = isSet(body["for_each"]) || isSet(body["count"]);
  if (repeats && planned.includes(undefined))
    return { kind: "open", why: unknownValue("for_each or count", "the plan leaves out some of the instances") };
  if (isSet(body["for_each"])) {
    const texts = planned.filter((key) => typeof key === "string");
    const over = texts.length > 0 ? scope.follow(bodyValue(body["for_each"], scope)) : unknownValue("for_each", "");
    return { kind: "map", pairs: texts.map((key) => [key, eachValue(over, key)]) };
  }
  if (!isSet(body["count"])) return { kind: "one" };
  const numbers = planned.filter((key) => typeof key === "number").sort((a, b) => a - b);
  if (numbers.every((key, at) => key === at))
    return { kind: "list", pairs: numbers.map((key) => [key, literal(key)] as const) };
  return { kind: "open", why: unknownValue("count", "only some of the instances are planned") };
}

/** `each.value` of the instance with that key. */
function eachValue(over: Value, key: string): Value {
  if (over.kind === "object") return over.entries.get(key) ?? over.unknownRest ?? literal(key);
  // The elements of a set are their own keys.
  if (over.kind === "list") return literal(key);
  return over.kind === "unknown" ? over : unknownValue("each.value", "what for_each holds is not known");
}
