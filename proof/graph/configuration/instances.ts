/** The instances that `count` and `for_each` make of a declaration. */
import { referencesOf } from "../expression/operations";
import { list, type Resource, type Unknown, unknown, type Value } from "../model";
import { type ConfigurationResource } from "./resource";

/** What `count` or `for_each` makes of one declaration. */
export type Instances =
  | { readonly kind: "one"; readonly resource: ConfigurationResource }
  | { readonly kind: "list"; readonly resources: readonly ConfigurationResource[] }
  | { readonly kind: "map"; readonly resources: ReadonlyMap<string, ConfigurationResource> }
  /** It isn't known how many there are; one resource stands for all. */
  | { readonly kind: "open"; readonly resource: ConfigurationResource; readonly why: Unknown };

/** Beyond it, nobody meant it. */
export const mostInstances = 10_000;

export function openWhy(over: Value, argument: string): Unknown {
  if (over.kind === "unknown") return over;
  return unknown(argument, `${argument} is not known`, referencesOf(over));
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

/** `null` leaves a meta-argument out. */
export function isSet(json: unknown): boolean {
  return json !== undefined && json !== null;
}
