/** Whether a reference or known value has the type that an attribute accepts, and how an open result is represented. */
import { referenceTypeOf } from "../../../resource-types";
import { type ReferenceType } from "../../../resource-types/resource-type";
import { identifies, isGlobalId } from "../../identity";
import { property } from "../../json/json-syntax";
import { type Reference, type Unknown, unknownValue } from "../../model";
import { referenceText, steps } from "../../path";
import { type Configured } from "../module-tree";
import { type Source, type Sources } from "../references/expression-references";

/** With more candidates, a list of them helps no reader and would be repeated for many values. */
const mostCandidates = 1000;

/** The expression as far as a plan shows it: its references. */
export function expressionText(configured: Configured): string | undefined {
  const references = property(configured, "references");
  if (!Array.isArray(references) || references.length === 0) return undefined;
  return references
    .filter((text, at) => typeof text === "string" && !(at > 0 && String(references[at - 1]).startsWith(text)))
    .slice(0, 5)
    .join(", ");
}

export function openTo(text: string, why: string, references: readonly Reference[], closed = false): Unknown {
  const named = references.slice(0, mostCandidates);
  return unknownValue(text, why, named, closed && named.length > 0 && named.length === references.length);
}

/** The expression also contains known ids; whether they are in the list isn't known. */
export function extraIds(sources: Sources, references: readonly Reference[], text: string): Unknown | undefined {
  const ids = sources.all.flatMap((source) => (source.kind === "known" ? idsIn(source.value) : []));
  const names = [...references.map(referenceText), ...ids.map((id) => JSON.stringify(id))];
  const more = names.length > 5 ? ", …" : "";
  return names.length === 0
    ? undefined
    : openTo(text, `may also hold ${names.slice(0, 5).join(", ")}${more}`, references);
}

export function holdsIds(source: Source): boolean {
  return source.kind === "known" && idsIn(source.value).length > 0;
}

export function idsIn(value: unknown): readonly string[] {
  return [value].flat().filter((id): id is string => typeof id === "string" && isGlobalId(id));
}

/** `ids` and `arns` are lists; every other attribute that can be required of a resource is a single value. */
export function isSingle(attribute: string): boolean {
  return /(?:id|arn|name|family|revision|key|url)$/.test(attribute);
}

/** A role's ARN among the references of a block is not the required security group. */
export function isOfOtherKind(type: string, attribute: string, wanted: ReferenceType): boolean {
  if (identifies(type, attribute)) return true;
  const last = String(
    steps(attribute)
      .filter((step) => typeof step === "string")
      .at(-1),
  );
  const takes = referenceTypeOf(type, last);
  if (takes) return !takes.types.some((each) => wanted.types.includes(each));
  return !(/(?:_id|_arn|ids|arns)$/.test(last) || wanted.by === "name");
}
