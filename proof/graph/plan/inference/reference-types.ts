/** The types that an attribute accepts: if a plan hides the value, the attribute's name limits the possible values. */
import { factsOf, resourceTypes, services } from "../../../resource-types";
import { type ReferenceType } from "../../../resource-types/resource-type";

/** Attributes of other resources that contain the id of a resource that AWS created with them, by its type. */
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

/** Prefixes of services whose ids come only from their own data sources. */
const ownServices = services.flatMap(({ ownIds }) => ownIds ?? []);

/** Providers that create nothing in AWS. */
const elsewhere = /^(?:archive|helm|kubernetes|local|random|time|tls)_/;

/** Whether a resource or data source with unknown values may be the origin of such an id. */
export function mayGive(mode: "managed" | "data", type: string, wanted: ReferenceType): boolean {
  const { gives } = factsOf(type);
  if (gives === "anything") return true;
  if (!type.startsWith("aws_")) return mode === "data" || !elsewhere.test(type);
  if (mode === "managed" || gives === "nothing") return false;
  const service = ownServices.find((each) => wanted.types.every((wantedType) => wantedType.startsWith(each)));
  return service === undefined || type.startsWith(service);
}
