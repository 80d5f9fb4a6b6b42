/** Connections between resources that AWS makes and Terraform doesn't state. */
import { factsOf, own } from "../resource-types";
import { type Reference, type Resource } from "./model";

/**
 * The resource that an attribute refers to implicitly, of which an account has one per Region: a default subnet is in
 * the default VPC.
 */
export function impliedBy(
  resource: Resource,
  attribute: string,
  among: () => Iterable<Resource>,
): Reference | undefined {
  const type = own(factsOf(resource.type).implies, attribute);
  if (type === undefined) return undefined;
  for (const other of among()) {
    const together = other.document === resource.document && sameProvider(other, resource);
    if (other.type === type && together) return { kind: "reference", to: other.key, attribute: "id" };
  }
  return undefined;
}

function sameProvider(a: Resource, b: Resource): boolean {
  return a.provider?.name === b.provider?.name && a.provider?.region === b.provider?.region;
}
