/** What an IP address that a plan hides can come from: a resolver rule's targets, the name servers of DHCP options. */
import { factsOf, services } from "../../../resource-types";
import { property } from "../../json/json-syntax";
import { list, type Reference, type Resource, unknown, type Value } from "../../model";
import { pathText, type Step, steps } from "../../path";

export function takesAddress(type: string, attribute: string): boolean {
  return factsOf(type).takesAddresses?.includes(attribute) ?? false;
}

/** An attribute that some changed resource's configuration uses, in whichever way: by locals, in dynamic blocks. */
export interface RelevantAttribute {
  /** Of all instances where it has no key. */
  readonly resource: string;
  readonly attribute: readonly Step[];
}

/** Undefined of a plan that does not list them. */
export function relevantAttributes(json: unknown): readonly RelevantAttribute[] | undefined {
  if (!Array.isArray(json)) return undefined;
  return (json as unknown[]).flatMap((one): RelevantAttribute[] => {
    const [resource, attribute] = [property(one, "resource"), property(one, "attribute")];
    if (typeof resource !== "string" || !Array.isArray(attribute)) return [];
    return [{ resource, attribute: attribute.filter((step) => typeof step === "string" || typeof step === "number") }];
  });
}

/** All references to attributes that the plan uses and hides, and that may hold an address. */
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

/** How types without an address begin, where a plan names them as a whole. */
const withoutAddresses = services.flatMap((service) => service.withoutAddresses ?? []);

/** Whether an attribute can hold an IP address: not what identifies a resource, nor a document. */
export function mayBeAddress(type: string, attribute: string): boolean {
  if (attribute === "") return !withoutAddresses.some((prefix) => type.startsWith(prefix));
  const last = String(
    steps(attribute)
      .filter((step) => typeof step === "string")
      .at(-1),
  );
  return !/(?:^|_)(?:ids?|arns?|name|json|urn|url|revision|zones?)$/.test(last);
}

/** One of the addresses that these are, or have; not known which, and one of a list stands for all that it holds. */
export function addressAmong(references: readonly Reference[], open: boolean, isList: boolean, text: string): Value {
  const candidates = [...new Map(references.map((one) => [`${one.to} ${one.attribute}`, one])).values()];
  const address = unknown(text, "known only after apply", candidates, !open && candidates.length > 0);
  return isList ? list([address]) : address;
}
