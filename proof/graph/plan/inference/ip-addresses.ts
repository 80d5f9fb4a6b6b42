/**
 * The possible origins of an IP address that a plan hides, for the targets of a resolver rule and the name servers of
 * DHCP options.
 */
import { factsOf, services } from "../../../resource-types";
import { property } from "../../json/json-syntax";
import { list, type Reference, type Resource, unknownValue, type Value } from "../../model";
import { pathText, type Step, steps } from "../../path";

export function takesAddress(type: string, attribute: string): boolean {
  return factsOf(type).takesAddresses?.includes(attribute) ?? false;
}

/**
 * An attribute that the configuration of a changed resource refers to in any way: through local values or in dynamic
 * blocks.
 */
export interface RelevantAttribute {
  /** Applies to all instances if it has no key. */
  readonly resource: string;
  readonly attribute: readonly Step[];
}

/** Undefined if the plan does not list them. */
export function relevantAttributes(json: unknown): readonly RelevantAttribute[] | undefined {
  if (!Array.isArray(json)) return undefined;
  return (json as unknown[]).flatMap((one): RelevantAttribute[] => {
    const [resource, attribute] = [property(one, "resource"), property(one, "attribute")];
    if (typeof resource !== "string" || !Array.isArray(attribute)) return [];
    return [{ resource, attribute: attribute.filter((step) => typeof step === "string" || typeof step === "number") }];
  });
}

/** All hidden attributes that the plan refers to and that may contain an address. */
export function hiddenAddresses(
  relevant: readonly RelevantAttribute[],
  resources: Iterable<Resource>,
  isHidden: (reference: Reference) => boolean,
): readonly Reference[] {
  const named = new Map<string, (readonly Step[])[]>();
  for (const { resource, attribute } of relevant) {
    const paths = named.get(resource);
    if (paths) paths.push(attribute);
    else named.set(resource, [attribute]);
  }
  const found: Reference[] = [];
  for (const resource of resources) {
    const { address, key, type, instance } = resource;
    const keyless = instance === undefined ? address : address.replace(/\[[^[\]]*\]$/, "");
    for (const path of [...(named.get(address) ?? []), ...(keyless === address ? [] : (named.get(keyless) ?? []))]) {
      const reference: Reference = { kind: "reference", to: key, attribute: pathText(path) };
      if (mayBeAddress(type, reference.attribute) && isHidden(reference)) found.push(reference);
    }
  }
  return found;
}

/** The prefix of types without an address, for references to a whole resource. */
const withoutAddresses = services.flatMap((service) => service.withoutAddresses ?? []);

/** Whether an attribute can contain an IP address: it is not an identifier and not a document. */
export function mayBeAddress(type: string, attribute: string): boolean {
  if (attribute === "") return !withoutAddresses.some((prefix) => type.startsWith(prefix));
  const last = String(
    steps(attribute)
      .filter((step) => typeof step === "string")
      .at(-1),
  );
  return !/(?:^|_)(?:ids?|arns?|name|json|urn|url|revision|zones?)$/.test(last);
}

/** One of these addresses; it is not known which, and a list counts as any of its elements. */
export function addressAmong(references: readonly Reference[], open: boolean, isList: boolean, text: string): Value {
  const candidates = [...new Map(references.map((one) => [`${one.to} ${one.attribute}`, one])).values()];
  const address = unknownValue(text, "known only after apply", candidates, !open && candidates.length > 0);
  return isList ? list([address]) : address;
}
