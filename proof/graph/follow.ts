/** Follows references from resource to resource, both in a complete graph and while one is being read. */
import { isNull, type Reference, type Resource, type ResourceKey, unknownValue, type Value } from "./model";
import { referenceText } from "./path";

/** Longer than any real chain of modules and stacks; a longer chain counts as endless. */
export const longestChain = 256;

export type At = (key: ResourceKey) => Resource | undefined;

/** The value of a reference's attribute, or undefined if the reference itself is the end. */
export function step(reference: Reference, at: At): Value | undefined {
  if (reference.attribute === "") return undefined;
  const resource = at(reference.to);
  if (!resource) return unknownValue(referenceText(reference), "the resource no longer exists");
  const next = resource.get(reference.attribute);
  // An attribute that is not configured is left to the provider.
  if (isNull(next) && resource.document.kind === "configuration") return undefined;
  const self = next.kind === "reference" && next.to === reference.to && next.attribute === reference.attribute;
  return self ? undefined : next;
}

/** Follows to a value, or to an attribute that only AWS or a provider's default sets. */
export function follow(value: Value, at: At, passed?: Set<ResourceKey>): Value {
  let current = value;
  for (let length = 0; current.kind === "reference"; length++) {
    const next = step(current, at);
    if (next === undefined) return current;
    if (length === longestChain) return endless(value);
    passed?.add(current.to);
    current = next;
  }
  return current;
}

export function endless(value: Value) {
  const text = value.kind === "reference" ? referenceText(value) : value.kind;
  return unknownValue(text, "refers to itself, or through too many others");
}
