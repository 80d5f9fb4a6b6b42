/** Values from outside: outputs of another state, and parameters. Their names don't identify what they contain. */
import { factsOf } from "../../../resource-types";
import { type At, follow } from "../../follow";
import { isGlobalId } from "../../identity";
import { type Reference, type Value } from "../../model";
import { type Source } from "../references/expression-references";

/**
 * The known value of a reference to an outside value; for a map its values, flattened. Undefined for all other
 * references.
 */
export function externalValue(reference: Reference, at: At): unknown {
  const type = at(reference.to)?.type;
  return type !== undefined && isForeign(type) ? knownValue(follow(reference, at)) : undefined;
}

/** A single id stays a reference, to show where it comes from; any other value is treated like a variable's value. */
export function seenThrough(source: Source, at: At): Source {
  const value = source.kind === "one" ? externalValue(source.reference, at) : undefined;
  if (source.kind !== "one" || value === undefined || (typeof value === "string" && isGlobalId(value))) return source;
  return { kind: "known", text: source.reference.attribute, value };
}

function isForeign(type: string): boolean {
  return !type.startsWith("aws_") || factsOf(type).external === true;
}

function knownValue(value: Value): unknown {
  if (value.kind === "literal") return value.value;
  if (value.kind === "list" && !value.unknownRest) return all(value.items);
  return value.kind === "object" && !value.unknownRest ? all([...value.entries.values()]) : undefined;
}

function all(values: readonly Value[]): unknown[] | undefined {
  const known = values.map(knownValue);
  return known.includes(undefined) ? undefined : known.flat();
}
