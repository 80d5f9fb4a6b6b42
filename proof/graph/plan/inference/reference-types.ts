/** What an attribute takes: where a plan hides the value, its name narrows down what the value can be. */
import { factsOf, resourceTypes, services } from "../../../resource-types";
import { type ReferenceType } from "../../../resource-types/resource-type";

/** Attributes of other resources with the id of a resource that AWS created along with them, by its type. */
export const createdAlong: ReadonlyMap<string, readonly (readonly [type: string, attribute: string])[]> =
  createdByType();

function createdByType() {
  const found = new Map<string, (readonly [string, string])[]>();
  for (const [owner, { creates = {} }] of resourceTypes) {
    for (const [attribute, { type, candidate = true }] of Object.entries(creates)) {
      if (candidate) found.set(type, [...(found.get(type) ?? []), [owner, attribute]]);
    }
  }
  return found;
}

/** Prefixes of services whose ids only their own data sources give. */
const ownServices = services.flatMap(({ ownIds }) => ownIds ?? []);

/** Providers that make nothing of AWS's. */
const elsewhere = /^(?:archive|helm|kubernetes|local|random|time|tls)_/;

/** Whether a resource or data source whose values aren't known may be where such an id comes from. */
export function mayGive(mode: "managed" | "data", type: string, wanted: ReferenceType): boolean {
  const { gives } = factsOf(type);
  if (gives === "anything") return true;
  if (!type.startsWith("aws_")) return mode === "data" || !elsewhere.test(type);
  if (mode === "managed" || gives === "nothing") return false;
  const service = ownServices.find((each) => wanted.types.every((wantedType) => wantedType.startsWith(each)));
  return service === undefined || type.startsWith(service);
}
